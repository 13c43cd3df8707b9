#include "connectors/postgres/row_encoder.h"

#include <arrow/api.h>
#include <arrow/util/checked_cast.h>
#include <endian.h>

#include <cmath>
#include <limits>

#include "connectors/postgres/numeric.h"
#include "connectors/postgres/types.h"
#include "connectors/postgres/value_text.h"
#include "connectors/row_json.h"

namespace weir::connectors::postgres {

using arrow::internal::checked_cast;

/// Writes one column's values as one of the server's types.
class ColumnEncoder {
 public:
  virtual ~ColumnEncoder() = default;
  virtual void Show(const arrow::Array& column) { array_ = &column; }
  bool IsNull(int64_t row) const { return array_->IsNull(row); }
  /// Append the value with its length in front; false if it does not fit.
  virtual bool Append(int64_t row, std::string& out) = 0;

 protected:
  const arrow::Array* array_ = nullptr;
};

namespace {

constexpr int64_t kMicrosPerDay = 86400LL * 1000000;

/// `Put(value, out)` for the values of one Arrow type.
template <typename ArrayType, typename Put>
class DirectEncoder final : public ColumnEncoder {
 public:
  explicit DirectEncoder(Put put) : put_(put) {}
  void Show(const arrow::Array& column) override {
    array_ = &column;
    typed_ = &checked_cast<const ArrayType&>(column);
  }
  bool Append(int64_t row, std::string& out) override { return put_(typed_->GetView(row), out); }

 private:
  const ArrayType* typed_ = nullptr;
  Put put_;
};

template <typename ArrayType, typename Put>
std::unique_ptr<ColumnEncoder> Direct(Put put) {
  return std::make_unique<DirectEncoder<ArrayType, Put>>(put);
}

/// Everything without a shorter way: the cell as text, read as the target's type.
class TextEncoder final : public ColumnEncoder {
 public:
  explicit TextEncoder(PgColumn target) : target_(target) {}
  bool Append(int64_t row, std::string& out) override {
    return PutParsed(CellText(*array_, row), target_, out);
  }

 private:
  PgColumn target_;
};

template <typename Wire>
bool PutIntegerAs(Wire value, std::string& out) {
  if constexpr (sizeof(Wire) == 2) PutInt16(value, out);
  if constexpr (sizeof(Wire) == 4) PutInt32(value, out);
  if constexpr (sizeof(Wire) == 8) PutInt64(value, out);
  return true;
}

template <typename Wire, typename T>
bool PutChecked(T value, std::string& out) {
  if (!std::in_range<Wire>(value)) return false;
  return PutIntegerAs<Wire>(static_cast<Wire>(value), out);
}

template <typename ArrayType>
std::unique_ptr<ColumnEncoder> FromInteger(PgColumn target) {
  using T = typename ArrayType::value_type;
  switch (target.type) {
    case kInt2:
      return Direct<ArrayType>(
          [](T value, std::string& out) { return PutChecked<int16_t>(value, out); });
    case kInt4:
      return Direct<ArrayType>(
          [](T value, std::string& out) { return PutChecked<int32_t>(value, out); });
    case kInt8:
      return Direct<ArrayType>(
          [](T value, std::string& out) { return PutChecked<int64_t>(value, out); });
    case kFloat8:
      return Direct<ArrayType>([](T value, std::string& out) {
        return PutInt64(std::bit_cast<int64_t>(static_cast<double>(value)), out), true;
      });
    case kNumeric:
      return Direct<ArrayType>([](T value, std::string& out) {
        return EncodeNumeric(arrow::Decimal128(value), 0, out), true;
      });
    case kBool:
      return Direct<ArrayType>([](T value, std::string& out) {
        PutLength(1, out);
        return out += value != 0 ? '\1' : '\0', true;
      });
    default:  // The server's types are open.
      return std::make_unique<TextEncoder>(target);
  }
}

// Halves go to even, as the server casts a float.
template <typename Wire>
bool PutRounded(double value, std::string& out) {
  const double whole = std::nearbyint(value);
  constexpr double kEdge = -static_cast<double>(std::numeric_limits<Wire>::min());
  if (!(whole >= -kEdge && whole < kEdge)) return false;
  return PutIntegerAs<Wire>(static_cast<Wire>(whole), out);
}

template <typename ArrayType>
std::unique_ptr<ColumnEncoder> FromReal(PgColumn target) {
  using T = typename ArrayType::value_type;
  switch (target.type) {
    case kFloat4:
      return Direct<ArrayType>([](T value, std::string& out) {
        const auto small = static_cast<float>(value);
        if (std::isinf(small) && !std::isinf(value)) return false;
        return PutInt32(std::bit_cast<int32_t>(small), out), true;
      });
    case kFloat8:
      return Direct<ArrayType>([](T value, std::string& out) {
        return PutInt64(std::bit_cast<int64_t>(static_cast<double>(value)), out), true;
      });
    case kInt2:
      return Direct<ArrayType>([](T value, std::string& out) {
        return PutRounded<int16_t>(static_cast<double>(value), out);
      });
    case kInt4:
      return Direct<ArrayType>([](T value, std::string& out) {
        return PutRounded<int32_t>(static_cast<double>(value), out);
      });
    case kInt8:
      return Direct<ArrayType>([](T value, std::string& out) {
        return PutRounded<int64_t>(static_cast<double>(value), out);
      });
    default:  // The server's types are open.
      return std::make_unique<TextEncoder>(target);
  }
}

class DecimalEncoder final : public ColumnEncoder {
 public:
  DecimalEncoder(PgColumn target, int scale) : target_(target), scale_(scale) {}
  bool Append(int64_t row, std::string& out) override {
    const auto& decimals = checked_cast<const arrow::Decimal128Array&>(*array_);
    const arrow::Decimal128 value(decimals.GetValue(row));
    if (target_.type == kNumeric) return EncodeNumeric(value, scale_, out), true;
    if (target_.type == kInt2 || target_.type == kInt4 || target_.type == kInt8) {
      // Halves go away from zero, as the server casts a numeric.
      const arrow::Decimal128 whole(value.ReduceScaleBy(scale_, true));
      return PutParsed(whole.ToIntegerString(), target_, out);
    }
    return PutParsed(value.ToString(scale_), target_, out);
  }

 private:
  PgColumn target_;
  int scale_;
};

bool PutInterval(int64_t micros, std::string& out) {
  PutLength(16, out);
  const uint64_t value = htobe64(static_cast<uint64_t>(micros));
  out.append(reinterpret_cast<const char*>(&value), 8);
  out.append(8, '\0');  // No days, no months.
  return true;
}

std::unique_ptr<ColumnEncoder> FromTimestamp(PgColumn target) {
  if (target.type == kTimestamp || target.type == kTimestamptz) {
    return Direct<arrow::TimestampArray>([](int64_t micros, std::string& out) {
      return PutInt64(micros - kEpochMicros, out), true;
    });
  }
  if (target.type == kDate) {
    return Direct<arrow::TimestampArray>([](int64_t micros, std::string& out) {
      const int64_t days = micros / kMicrosPerDay - (micros % kMicrosPerDay < 0 ? 1 : 0);
      return PutInt32(static_cast<int32_t>(days - kEpochDays), out), true;
    });
  }
  return std::make_unique<TextEncoder>(target);
}

std::unique_ptr<ColumnEncoder> FromDate(PgColumn target) {
  if (target.type == kDate) {
    return Direct<arrow::Date32Array>(
        [](int32_t days, std::string& out) { return PutInt32(days - kEpochDays, out), true; });
  }
  if (target.type == kTimestamp || target.type == kTimestamptz) {
    return Direct<arrow::Date32Array>([](int32_t days, std::string& out) {
      return PutInt64((int64_t{days} - kEpochDays) * kMicrosPerDay, out), true;
    });
  }
  return std::make_unique<TextEncoder>(target);
}

std::unique_ptr<ColumnEncoder> FromSpan(PgColumn target) {
  if (target.type == kInterval) return Direct<arrow::DurationArray>(PutInterval);
  if (target.type == kTime) {
    return Direct<arrow::DurationArray>([](int64_t micros, std::string& out) {
      if (micros < 0 || micros > kMicrosPerDay) return false;
      return PutInt64(micros, out), true;
    });
  }
  return std::make_unique<TextEncoder>(target);
}

std::unique_ptr<ColumnEncoder> FromText(PgColumn target) {
  if (IsTextual(target.type) || !IsKnown(target.type) || target.type == kBytea) {
    return Direct<arrow::StringArray>(
        [target](std::string_view text, std::string& out) { return PutText(text, target, out); });
  }
  return Direct<arrow::StringArray>(
      [target](std::string_view text, std::string& out) { return PutParsed(text, target, out); });
}

std::unique_ptr<ColumnEncoder> FromBool(PgColumn target) {
  if (target.type == kBool) {
    return Direct<arrow::BooleanArray>([](bool value, std::string& out) {
      PutLength(1, out);
      return out += value ? '\1' : '\0', true;
    });
  }
  const bool number = target.type == kInt2 || target.type == kInt4 || target.type == kInt8 ||
                      target.type == kNumeric || target.type == kFloat4 || target.type == kFloat8;
  if (number) {
    return Direct<arrow::BooleanArray>([target](bool value, std::string& out) {
      return PutParsed(value ? "1" : "0", target, out);
    });
  }
  return std::make_unique<TextEncoder>(target);
}

std::unique_ptr<ColumnEncoder> MakeEncoder(const arrow::DataType& type, PgColumn target) {
  switch (type.id()) {
    case arrow::Type::BOOL:
      return FromBool(target);
    case arrow::Type::INT8:
      return FromInteger<arrow::Int8Array>(target);
    case arrow::Type::UINT8:
      return FromInteger<arrow::UInt8Array>(target);
    case arrow::Type::INT16:
      return FromInteger<arrow::Int16Array>(target);
    case arrow::Type::UINT16:
      return FromInteger<arrow::UInt16Array>(target);
    case arrow::Type::INT32:
      return FromInteger<arrow::Int32Array>(target);
    case arrow::Type::UINT32:
      return FromInteger<arrow::UInt32Array>(target);
    case arrow::Type::INT64:
      return FromInteger<arrow::Int64Array>(target);
    case arrow::Type::UINT64:
      return FromInteger<arrow::UInt64Array>(target);
    case arrow::Type::FLOAT:
      return FromReal<arrow::FloatArray>(target);
    case arrow::Type::DOUBLE:
      return FromReal<arrow::DoubleArray>(target);
    case arrow::Type::DECIMAL128:
      return std::make_unique<DecimalEncoder>(
          target, checked_cast<const arrow::DecimalType&>(type).scale());
    case arrow::Type::STRING:
      return FromText(target);
    case arrow::Type::BINARY:
      if (target.type != kBytea) return std::make_unique<TextEncoder>(target);
      return Direct<arrow::BinaryArray>([](std::string_view bytes, std::string& out) {
        PutLength(bytes.size(), out);
        return out.append(bytes), true;
      });
    case arrow::Type::DATE32:
      return FromDate(target);
    case arrow::Type::TIMESTAMP:
      return FromTimestamp(target);
    case arrow::Type::DURATION:
      return FromSpan(target);
    default:  // Arrow's enum is open.
      return std::make_unique<TextEncoder>(target);
  }
}

}  // namespace

std::string CellText(const arrow::Array& column, int64_t row) {
  if (column.IsNull(row)) return "";
  switch (column.type_id()) {
    case arrow::Type::STRING:
      return std::string(checked_cast<const arrow::StringArray&>(column).GetView(row));
    case arrow::Type::DECIMAL128:
      return checked_cast<const arrow::Decimal128Array&>(column).FormatValue(row);
    case arrow::Type::TIMESTAMP:
    case arrow::Type::DATE32: {
      std::string text = CellJson(column, row).as_string();
      if (column.type_id() == arrow::Type::DATE32) return text.substr(0, 10);
      if (text.ends_with("Z")) text.pop_back();
      text[text.find('T')] = ' ';
      return text;
    }
    default: {  // Arrow's enum is open; JSON has a text for all of it.
      const Json json = CellJson(column, row);
      return json.is_string() ? json.as_string() : DumpJson(json);
    }
  }
}

RowEncoder::RowEncoder(const arrow::Schema& schema, const std::vector<PgColumn>& targets) {
  for (int i = 0; i < schema.num_fields(); ++i) {
    columns_.push_back(MakeEncoder(*schema.field(i)->type(), targets[static_cast<size_t>(i)]));
  }
}
RowEncoder::RowEncoder(RowEncoder&&) noexcept = default;
RowEncoder& RowEncoder::operator=(RowEncoder&&) noexcept = default;
RowEncoder::~RowEncoder() = default;

std::string RowEncoder::Header() {
  return std::string("PGCOPY\n\377\r\n\0", 11) + std::string(8, '\0');
}
std::string RowEncoder::Trailer() {
  return "\xff\xff";
}

void RowEncoder::Show(const arrow::RecordBatch& batch) {
  for (size_t i = 0; i < columns_.size(); ++i)
    columns_[i]->Show(*batch.column(static_cast<int>(i)));
}

int RowEncoder::Append(int64_t row, std::string& out) {
  const uint16_t count = htobe16(static_cast<uint16_t>(columns_.size()));
  out.append(reinterpret_cast<const char*>(&count), 2);
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i]->IsNull(row)) {
      out.append("\xff\xff\xff\xff", 4);
    } else if (!columns_[i]->Append(row, out)) {
      return static_cast<int>(i);
    }
  }
  return -1;
}

}  // namespace weir::connectors::postgres
