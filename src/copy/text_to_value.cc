#include <arrow/array.h>
#include <arrow/builder.h>
#include <arrow/type.h>
#include <arrow/util/base64.h>

#include "copy/cell_parse.h"
#include "copy/column_builder.h"
#include "copy/conversion.h"
#include "copy/conversion_parts.h"
#include "copy/interim_types.h"
#include "copy/time_pattern.h"

namespace weir::copy {
namespace {

using arrow::Array;
using arrow::StringArray;
using arrow::Type;
using ArrayPtr = std::shared_ptr<Array>;

const StringArray& Texts(const ArrayPtr& in) {
  return static_cast<const StringArray&>(*in);
}

template <typename Value, typename Parse>
ColumnConversion ParseTo(std::shared_ptr<arrow::DataType> type, Parse parse) {
  return [type = std::move(type), parse](const ArrayPtr& in, std::vector<CellFault>& faults) {
    const StringArray& texts = Texts(in);
    return FillColumn<Value>(
        texts, type, faults,
        [&](int64_t row, Value* out) { return parse(texts.GetView(row), out); },
        [&](int64_t row) { return texts.GetString(row); });
  };
}

/// As .NET's NumberStyles.Integer: neither a point nor thousands separators.
template <typename Integer>
ColumnConversion ParseToWhole(const arrow::Field& to) {
  return ParseTo<Integer>(to.type(), ParseWhole<Integer>);
}

ColumnConversion ParseToBits() {
  return [](const ArrayPtr& in, std::vector<CellFault>& faults) {
    const StringArray& texts = Texts(in);
    return FillBits(
        texts, faults,
        [&](int64_t row, bool* out) { return ParseBoolean(texts.GetView(row), out); },
        [&](int64_t row) { return texts.GetString(row); });
  };
}

/// 128-bit values are laid out as Arrow's decimals are on this machine: low word first.
ColumnConversion ParseToDecimal(const arrow::Field& to, bool exact) {
  const auto& type = static_cast<const arrow::Decimal128Type&>(*to.type());
  return ParseTo<Int128>(to.type(), [precision = type.precision(), scale = type.scale(), exact](
                                        std::string_view text, Int128* out) {
    return ParseDecimal(text, precision, scale, exact, out);
  });
}

bool ReadMoment(const TimePattern* pattern, std::string_view text, ParsedTime* out) {
  return pattern == nullptr ? ParseTime(text, out) : pattern->Parse(text, out);
}

/// A DateTime is the moment in UTC where the text names a zone, else the clock face as written.
ColumnConversion ParseToTimestamp(const arrow::Field& to,
                                  std::shared_ptr<const TimePattern> pattern) {
  return ParseTo<int64_t>(to.type(), [pattern](std::string_view text, int64_t* out) {
    ParsedTime time;
    if (!ReadMoment(pattern.get(), text, &time)) return false;
    *out = time.micros - time.offset_minutes * 60 * kMicrosPerSecond;
    return true;
  });
}

ColumnConversion ParseToDate(const arrow::Field& to, std::shared_ptr<const TimePattern> pattern) {
  return ParseTo<int32_t>(to.type(), [pattern](std::string_view text, int32_t* out) {
    ParsedTime time;
    if (!ReadMoment(pattern.get(), text, &time)) return false;
    const int64_t days = time.micros / kMicrosPerDay;
    *out = static_cast<int32_t>(time.micros % kMicrosPerDay < 0 ? days - 1 : days);
    return true;
  });
}

ColumnConversion ParseToGuid() {
  return [](const ArrayPtr& in, std::vector<CellFault>& faults) -> Result<ArrayPtr> {
    const StringArray& texts = Texts(in);
    arrow::StringBuilder builder;
    WEIR_ARROW_TRY(builder.Reserve(texts.length()), kConversionFailed);
    WEIR_ARROW_TRY(builder.ReserveData(texts.length() * 36), kConversionFailed);
    char guid[36];
    for (int64_t row = 0; row < texts.length(); ++row) {
      if (texts.IsNull(row)) {
        builder.UnsafeAppendNull();
      } else if (ParseGuid(texts.GetView(row), guid)) {
        builder.UnsafeAppend(guid, 36);
      } else {
        faults.push_back({row, texts.GetString(row)});
        builder.UnsafeAppendNull();
      }
    }
    ArrayPtr out;
    WEIR_ARROW_TRY(builder.Finish(&out), kConversionFailed);
    return out;
  };
}

ColumnConversion ParseToBytes() {
  return [](const ArrayPtr& in, std::vector<CellFault>& faults) -> Result<ArrayPtr> {
    const StringArray& texts = Texts(in);
    arrow::BinaryBuilder builder;
    WEIR_ARROW_TRY(builder.Reserve(texts.length()), kConversionFailed);
    for (int64_t row = 0; row < texts.length(); ++row) {
      if (texts.IsNull(row)) {
        builder.UnsafeAppendNull();
        continue;
      }
      const auto bytes = arrow::util::base64_decode(TrimBlanks(texts.GetView(row)));
      if (bytes.ok()) {
        WEIR_ARROW_TRY(builder.Append(*bytes), kConversionFailed);
      } else {
        faults.push_back({row, texts.GetString(row)});
        builder.UnsafeAppendNull();
      }
    }
    ArrayPtr out;
    WEIR_ARROW_TRY(builder.Finish(&out), kConversionFailed);
    return out;
  };
}

Result<std::shared_ptr<const TimePattern>> OptionalPattern(const std::string& format) {
  if (format.empty()) return std::shared_ptr<const TimePattern>();
  WEIR_ASSIGN(TimePattern pattern, TimePattern::Compile(format));
  return std::make_shared<const TimePattern>(std::move(pattern));
}

template <typename Real>
ColumnConversion ParseToReal(const arrow::Field& to) {
  return ParseTo<Real>(to.type(), [](std::string_view text, Real* out) {
    double value = 0;
    if (!ParseReal(text, &value)) return false;
    *out = static_cast<Real>(value);
    return true;
  });
}

Result<ColumnConversion> PlanMoment(const arrow::Field& to, const ConversionSettings& settings) {
  const bool with_zone = to.type()->id() == Type::TIMESTAMP &&
                         !static_cast<const arrow::TimestampType&>(*to.type()).timezone().empty();
  const std::string& format = with_zone && !settings.datetimeoffset_format.empty()
                                  ? settings.datetimeoffset_format
                                  : settings.datetime_format;
  WEIR_ASSIGN(std::shared_ptr<const TimePattern> pattern, OptionalPattern(format));
  if (to.type()->id() == Type::DATE32) return ParseToDate(to, std::move(pattern));
  return ParseToTimestamp(to, std::move(pattern));
}

}  // namespace

Result<ColumnConversion> PlanFromText(const arrow::Field& to, const ConversionSettings& settings) {
  const bool truncate = settings.allow_truncation;
  switch (to.type()->id()) {
    case Type::BOOL:
      return ParseToBits();
    case Type::INT8:
      return ParseToWhole<int8_t>(to);
    case Type::INT16:
      return ParseToWhole<int16_t>(to);
    case Type::INT32:
      return ParseToWhole<int32_t>(to);
    case Type::INT64:
      return ParseToWhole<int64_t>(to);
    case Type::UINT8:
      return ParseToWhole<uint8_t>(to);
    case Type::UINT16:
      return ParseToWhole<uint16_t>(to);
    case Type::UINT32:
      return ParseToWhole<uint32_t>(to);
    case Type::UINT64:
      return ParseToWhole<uint64_t>(to);
    case Type::FLOAT:
      return ParseToReal<float>(to);
    case Type::DOUBLE:
      return ParseToReal<double>(to);
    case Type::DECIMAL128:
      return ParseToDecimal(to, !truncate);
    case Type::TIMESTAMP:
    case Type::DATE32:
      return PlanMoment(to, settings);
    case Type::DURATION:
      return ParseTo<int64_t>(
          to.type(), [](std::string_view text, int64_t* out) { return ParseDuration(text, out); });
    case Type::BINARY:
      return ParseToBytes();
    case Type::STRING:
      if (GroupOf(to) == TypeGroup::kGuid) return ParseToGuid();
      return ColumnConversion();
    default:  // Arrow's types are open-ended.
      return ColumnConversion();
  }
}

}  // namespace weir::copy
