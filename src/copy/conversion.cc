#include "copy/conversion.h"

#include <arrow/array.h>
#include <arrow/type.h>
#include <arrow/util/bitmap_ops.h>

#include "base/names.h"
#include "copy/column_builder.h"
#include "copy/conversion_parts.h"
#include "copy/interim_types.h"
#include "copy/settings.h"
#include "copy/time_pattern.h"

namespace weir::copy {
namespace {

/// Cultures whose numbers and dates read as those of en-US do; others would need their own tables.
bool IsKnownCulture(const std::string& culture) {
  return culture.empty() || SameName(culture, "en") || SameName(culture, "en-us") ||
         SameName(culture, "invariant") || SameName(culture, "iv");
}

}  // namespace

Result<ConversionSettings> ReadConversionSettings(const Json& settings) {
  ConversionSettings out;
  WEIR_ASSIGN(out.allow_truncation, ReadFlag(settings, "allowDataTruncation", true));
  WEIR_ASSIGN(out.boolean_as_number, ReadFlag(settings, "treatBooleanAsNumber", false));
  WEIR_ASSIGN(out.datetime_format, ReadText(settings, "dateTimeFormat"));
  WEIR_ASSIGN(out.datetimeoffset_format, ReadText(settings, "dateTimeOffsetFormat"));
  WEIR_ASSIGN(out.timespan_format, ReadText(settings, "timeSpanFormat"));
  WEIR_ASSIGN(out.culture, ReadText(settings, "culture"));
  for (const std::string& format : {out.datetime_format, out.datetimeoffset_format}) {
    if (format.empty()) continue;
    WEIR_TRY(TimePattern::Compile(format));
  }
  const std::string& span = out.timespan_format;
  if (!span.empty() && span != "c" && span != "t" && span != "T" && span != "g" && span != "G") {
    return Fail(ErrorKind::kUnsupported, "UnsupportedTimeFormat",
                "'timeSpanFormat' must be a standard format (c, g, G), got '" + span + "'");
  }
  if (!IsKnownCulture(out.culture)) {
    return Fail(ErrorKind::kUnsupported, "UnsupportedCulture",
                "'culture' must be en-us or invariant, got '" + out.culture + "'");
  }
  return out;
}

Result<std::shared_ptr<arrow::Buffer>> ValidityOf(const arrow::Array& in,
                                                  const std::vector<CellFault>& faults,
                                                  size_t first_fault) {
  const bool has_nulls = in.null_count() > 0;
  if (!has_nulls && faults.size() == first_fault) return std::shared_ptr<arrow::Buffer>();
  std::shared_ptr<arrow::Buffer> bits;
  if (has_nulls) {
    if (in.offset() == 0 && faults.size() == first_fault) return in.null_bitmap();
    WEIR_ARROW_ASSIGN(bits,
                      arrow::internal::CopyBitmap(arrow::default_memory_pool(),
                                                  in.null_bitmap_data(), in.offset(), in.length()),
                      kConversionFailed);
  } else {
    WEIR_ARROW_ASSIGN(bits, arrow::AllocateBitmap(in.length()), kConversionFailed);
    arrow::bit_util::SetBitsTo(bits->mutable_data(), 0, in.length(), true);
  }
  for (size_t i = first_fault; i < faults.size(); ++i) {
    arrow::bit_util::ClearBit(bits->mutable_data(), faults[i].row);
  }
  return bits;
}

Result<ColumnConversion> PlanConversion(const arrow::Field& from, const arrow::Field& to,
                                        const ConversionSettings& settings) {
  const TypeGroup from_group = GroupOf(from);
  const TypeGroup to_group = GroupOf(to);
  const bool same_type = from.type()->Equals(*to.type());
  if (same_type && !(from_group == TypeGroup::kString && to_group == TypeGroup::kGuid)) {
    return ColumnConversion();
  }
  if (!CanConvert(from_group, to_group)) {
    return Fail(ErrorKind::kUnsupported, "TypeConversionNotSupported",
                "column '" + from.name() + "' of type " + InterimName(from) +
                    " cannot be converted to " + InterimName(to) + " of column '" + to.name() +
                    "'");
  }
  if (from.type()->id() == arrow::Type::STRING) return PlanFromText(to, settings);
  if (to.type()->id() == arrow::Type::STRING && from_group != TypeGroup::kNull) {
    return PlanToText(from, settings);
  }
  return PlanBetweenValues(from, to, settings);
}

Error CellError(const std::string& column, const std::string& value, const std::string& type) {
  return Fail(ErrorKind::kInvalid, "UserErrorInvalidDataValue",
              "Column '" + column + "' contains an invalid value '" + value +
                  "'. Cannot convert '" + value + "' to type '" + type + "'.");
}

}  // namespace weir::copy
