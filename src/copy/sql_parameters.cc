#include "copy/sql_parameters.h"

namespace weir::copy {

Result<std::vector<connectors::SqlParameter>> ReadSqlParameters(const Json& parameters) {
  std::vector<connectors::SqlParameter> out;
  if (parameters.is_null()) return out;
  if (!parameters.is_object()) {
    return Fail(ErrorKind::kInvalid, "InvalidProperty",
                "'storedProcedureParameters' must be an Object, got " +
                    std::string(KindName(parameters.kind())))
        .At(parameters.position());
  }
  for (const Json::Member& member : parameters.members()) {
    connectors::SqlParameter parameter;
    parameter.name = member.name;
    const bool wrapped = member.value.is_object() && member.value.Find("value") != nullptr;
    parameter.value = wrapped ? member.value["value"] : member.value;
    if (wrapped) parameter.type = member.value["type"].as_string();
    out.push_back(std::move(parameter));
  }
  return out;
}

}  // namespace weir::copy
