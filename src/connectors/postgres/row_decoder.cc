#include "connectors/postgres/row_decoder.h"

#include <arrow/api.h>
#include <arrow/util/checked_cast.h>
#include <endian.h>

#include <cstring>
#include <limits>

#include "connectors/postgres/numeric.h"
#include "connectors/postgres/types.h"
#include "formats/batch_stream.h"

namespace weir::connectors::postgres {

constexpr const char* kCode = "SqlOperationFailed";

/// Takes one column's fields.
class ColumnDecoder {
 public:
  virtual ~ColumnDecoder() = default;
  virtual arrow::Status Append(const char* field, int32_t size) = 0;
  virtual arrow::Status AppendNull() = 0;
  virtual arrow::Result<std::shared_ptr<arrow::Array>> Finish() = 0;
};

namespace {

template <typename T>
T Load(const char* bytes) {
  if constexpr (sizeof(T) == 1) {
    return static_cast<T>(*bytes);
  } else if constexpr (sizeof(T) == 2) {
    uint16_t value;
    std::memcpy(&value, bytes, 2);
    return static_cast<T>(be16toh(value));
  } else if constexpr (sizeof(T) == 4) {
    uint32_t value;
    std::memcpy(&value, bytes, 4);
    return static_cast<T>(be32toh(value));
  } else {
    uint64_t value;
    std::memcpy(&value, bytes, 8);
    return static_cast<T>(be64toh(value));
  }
}

arrow::Status Broken(int32_t size) {
  return arrow::Status::UnknownError("a field of ", size, " bytes where another size was expected");
}

// Values of a fixed size; Convert turns the wire's number into Arrow's.
template <typename Builder, typename Wire, typename Convert>
class FixedDecoder final : public ColumnDecoder {
 public:
  FixedDecoder(const std::shared_ptr<arrow::DataType>& type, Convert convert)
      : builder_(type, arrow::default_memory_pool()), convert_(convert) {}
  arrow::Status Append(const char* field, int32_t size) override {
    if (size != static_cast<int32_t>(sizeof(Wire))) return Broken(size);
    return builder_.Append(convert_(Load<Wire>(field)));
  }
  arrow::Status AppendNull() override { return builder_.AppendNull(); }
  arrow::Result<std::shared_ptr<arrow::Array>> Finish() override { return builder_.Finish(); }

 private:
  Builder builder_;
  Convert convert_;
};

template <typename Builder, typename Wire, typename Convert>
std::unique_ptr<ColumnDecoder> Fixed(const std::shared_ptr<arrow::DataType>& type,
                                     Convert convert) {
  return std::make_unique<FixedDecoder<Builder, Wire, Convert>>(type, convert);
}

template <typename Builder>
class BytesDecoder final : public ColumnDecoder {
 public:
  explicit BytesDecoder(int32_t skip) : skip_(skip) {}
  arrow::Status Append(const char* field, int32_t size) override {
    if (size < skip_) return Broken(size);
    return builder_.Append(reinterpret_cast<const uint8_t*>(field + skip_), size - skip_);
  }
  arrow::Status AppendNull() override { return builder_.AppendNull(); }
  arrow::Result<std::shared_ptr<arrow::Array>> Finish() override { return builder_.Finish(); }

 private:
  Builder builder_;
  int32_t skip_;  // jsonb's version byte.
};

class UuidDecoder final : public ColumnDecoder {
 public:
  arrow::Status Append(const char* field, int32_t size) override {
    static constexpr char kHex[] = "0123456789abcdef";
    if (size != 16) return Broken(size);
    char text[36];
    char* out = text;
    for (int i = 0; i < 16; ++i) {
      if (i == 4 || i == 6 || i == 8 || i == 10) *out++ = '-';
      const auto byte = static_cast<unsigned char>(field[i]);
      *out++ = kHex[byte >> 4];
      *out++ = kHex[byte & 15];
    }
    return builder_.Append(text, 36);
  }
  arrow::Status AppendNull() override { return builder_.AppendNull(); }
  arrow::Result<std::shared_ptr<arrow::Array>> Finish() override { return builder_.Finish(); }

 private:
  arrow::StringBuilder builder_;
};

class IntervalDecoder final : public ColumnDecoder {
 public:
  IntervalDecoder()
      : builder_(arrow::duration(arrow::TimeUnit::MICRO), arrow::default_memory_pool()) {}
  arrow::Status Append(const char* field, int32_t size) override {
    if (size != 16) return Broken(size);
    const auto months = Load<int32_t>(field + 12);
    if (months != 0) {
      return arrow::Status::Invalid("an interval of ", months,
                                    " months is no time span; cast it to text in the query");
    }
    constexpr int64_t kMicrosPerDay = 86400LL * 1000000;
    return builder_.Append(Load<int64_t>(field) + Load<int32_t>(field + 8) * kMicrosPerDay);
  }
  arrow::Status AppendNull() override { return builder_.AppendNull(); }
  arrow::Result<std::shared_ptr<arrow::Array>> Finish() override { return builder_.Finish(); }

 private:
  arrow::DurationBuilder builder_;
};

class DecimalDecoder final : public ColumnDecoder {
 public:
  explicit DecimalDecoder(const std::shared_ptr<arrow::DataType>& type)
      : builder_(type),
        scale_(arrow::internal::checked_cast<const arrow::DecimalType&>(*type).scale()) {}
  arrow::Status Append(const char* field, int32_t size) override {
    arrow::Decimal128 value;
    if (!DecodeNumeric(field, size, scale_, &value)) {
      return arrow::Status::Invalid("the number ", NumericText(field, size),
                                    " cannot be a decimal; cast it to text in the query");
    }
    return builder_.Append(value);
  }
  arrow::Status AppendNull() override { return builder_.AppendNull(); }
  arrow::Result<std::shared_ptr<arrow::Array>> Finish() override { return builder_.Finish(); }

 private:
  arrow::Decimal128Builder builder_;
  int scale_;
};

class NumericTextDecoder final : public ColumnDecoder {
 public:
  arrow::Status Append(const char* field, int32_t size) override {
    return builder_.Append(NumericText(field, size));
  }
  arrow::Status AppendNull() override { return builder_.AppendNull(); }
  arrow::Result<std::shared_ptr<arrow::Array>> Finish() override { return builder_.Finish(); }

 private:
  arrow::StringBuilder builder_;
};

// Infinity is .NET's first or last moment, as ADF reads it.
constexpr int64_t kFirstMicros = -62135596800000000;
constexpr int64_t kLastMicros = 253402300799999999;

int64_t FromServerTime(int64_t micros) {
  if (micros == std::numeric_limits<int64_t>::max()) return kLastMicros;
  if (micros == std::numeric_limits<int64_t>::min()) return kFirstMicros;
  return micros + kEpochMicros;
}

int32_t FromServerDate(int32_t days) {
  if (days == std::numeric_limits<int32_t>::max()) return 2932896;  // 9999-12-31
  if (days == std::numeric_limits<int32_t>::min()) return -719162;  // 0001-01-01
  return days + kEpochDays;
}

template <typename T>
T Same(T value) {
  return value;
}

std::unique_ptr<ColumnDecoder> MakeDecoder(const ServerColumn& column,
                                           const std::shared_ptr<arrow::DataType>& type) {
  switch (column.type) {
    case kBool:
      return Fixed<arrow::BooleanBuilder, int8_t>(type, [](int8_t value) { return value != 0; });
    case kInt2:
      return Fixed<arrow::Int16Builder, int16_t>(type, Same<int16_t>);
    case kInt4:
      return Fixed<arrow::Int32Builder, int32_t>(type, Same<int32_t>);
    case kInt8:
      return Fixed<arrow::Int64Builder, int64_t>(type, Same<int64_t>);
    case kOid:
      return Fixed<arrow::UInt32Builder, uint32_t>(type, Same<uint32_t>);
    case kFloat4:
      return Fixed<arrow::FloatBuilder, int32_t>(type, std::bit_cast<float, int32_t>);
    case kFloat8:
      return Fixed<arrow::DoubleBuilder, int64_t>(type, std::bit_cast<double, int64_t>);
    case kDate:
      return Fixed<arrow::Date32Builder, int32_t>(type, FromServerDate);
    case kTime:
      return Fixed<arrow::DurationBuilder, int64_t>(type, Same<int64_t>);
    case kTimestamp:
    case kTimestamptz:
      return Fixed<arrow::TimestampBuilder, int64_t>(type, FromServerTime);
    case kInterval:
      return std::make_unique<IntervalDecoder>();
    case kNumeric:
      if (type->id() == arrow::Type::DECIMAL128) return std::make_unique<DecimalDecoder>(type);
      return std::make_unique<NumericTextDecoder>();
    case kUuid:
      return std::make_unique<UuidDecoder>();
    case kBytea:
      return std::make_unique<BytesDecoder<arrow::BinaryBuilder>>(0);
    case kJsonb:
      return std::make_unique<BytesDecoder<arrow::StringBuilder>>(1);
    default:  // Text, and what the query casts to text.
      return std::make_unique<BytesDecoder<arrow::StringBuilder>>(0);
  }
}

Error FieldError(const arrow::Status& status, const std::string& column) {
  if (status.IsUnknownError()) {
    return Fail(ErrorKind::kInternal, kCode,
                "the server sent " + status.message() + " for column '" + column + "'");
  }
  return Fail(ErrorKind::kInvalid, "UserErrorInvalidDataValue",
              "column '" + column + "': " + status.message());
}

Error BrokenRow() {
  return Fail(ErrorKind::kInternal, kCode, "the server sent a row that cannot be read");
}

}  // namespace

RowDecoder::RowDecoder(std::vector<ServerColumn> columns) {
  arrow::FieldVector fields;
  for (const ServerColumn& column : columns) {
    fields.push_back(InterimField(column.name, column.type, column.modifier));
    columns_.push_back(MakeDecoder(column, fields.back()->type()));
  }
  schema_ = arrow::schema(std::move(fields));
}
RowDecoder::RowDecoder(RowDecoder&&) noexcept = default;
RowDecoder::~RowDecoder() = default;

Result<> RowDecoder::AddCopyRow(const char* row, size_t size) {
  const char* const end = row + size;
  if (size < 2 || Load<int16_t>(row) != static_cast<int16_t>(columns_.size())) return BrokenRow();
  row += 2;
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (end - row < 4) return BrokenRow();
    const auto length = Load<int32_t>(row);
    row += 4;
    if (length > end - row) return BrokenRow();
    const arrow::Status status =
        length < 0 ? columns_[i]->AppendNull() : columns_[i]->Append(row, length);
    if (!status.ok()) return FieldError(status, schema_->field(static_cast<int>(i))->name());
    if (length > 0) row += length;
  }
  ++rows_;
  bytes_ += static_cast<int64_t>(size);
  return {};
}

Result<> RowDecoder::AddResultRow(const PGresult* result, int row) {
  for (size_t i = 0; i < columns_.size(); ++i) {
    const int column = static_cast<int>(i);
    const int length = PQgetlength(result, row, column);
    const arrow::Status status = PQgetisnull(result, row, column) != 0
                                     ? columns_[i]->AppendNull()
                                     : columns_[i]->Append(PQgetvalue(result, row, column), length);
    if (!status.ok()) return FieldError(status, schema_->field(column)->name());
    bytes_ += length + 4;
  }
  ++rows_;
  return {};
}

Result<std::shared_ptr<arrow::RecordBatch>> RowDecoder::TakeBatch() {
  arrow::ArrayVector arrays;
  for (const auto& column : columns_) {
    WEIR_ARROW_ASSIGN(auto array, column->Finish(), kCode);
    arrays.push_back(std::move(array));
  }
  auto batch = arrow::RecordBatch::Make(schema_, rows_, std::move(arrays));
  rows_ = 0;
  bytes_ = 0;
  return batch;
}

}  // namespace weir::connectors::postgres
