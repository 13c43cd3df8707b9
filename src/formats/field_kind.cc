#include "formats/field_kind.h"

#include <arrow/type.h>
#include <arrow/util/key_value_metadata.h>

namespace weir::formats {

std::string FieldKind(const arrow::Field& field) {
  if (!field.HasMetadata()) return "";
  auto kind = field.metadata()->Get("weir.type");
  return kind.ok() ? *kind : "";
}

std::shared_ptr<arrow::Field> WithKind(const std::shared_ptr<arrow::Field>& field,
                                       const std::string& kind) {
  return field->WithMetadata(arrow::key_value_metadata({"weir.type"}, {kind}));
}

Result<> RefuseJsonColumns(const arrow::Schema& schema) {
  for (const auto& field : schema.fields()) {
    if (FieldKind(*field) != "Json") continue;
    return Fail(ErrorKind::kInvalid, "ComplexValueInTextColumn",
                "column '" + field->name() +
                    "' holds objects or arrays; map their fields by path, or set "
                    "'mapComplexValuesToString' to write them as text");
  }
  return {};
}

}  // namespace weir::formats
