#include "connectors/output_parameters.h"

#include "base/names.h"

namespace weir::connectors {

std::string BareParameterName(const std::string& name) {
  const size_t start = name.find_first_not_of("@:$");
  return start == std::string::npos ? "" : name.substr(start);
}

Json OutputParameters(const std::vector<SqlParameter>& parameters,
                      const std::vector<ScriptResult::ResultSet>& result_sets) {
  Json outputs;
  for (const SqlParameter& parameter : parameters) {
    if (parameter.direction.empty() || SameName(parameter.direction, "Input")) continue;
    const std::string name = BareParameterName(parameter.name);
    Json value = SameName(parameter.direction, "Output") ? Json() : parameter.value;
    for (const ScriptResult::ResultSet& set : result_sets) {
      if (set.rows.empty()) continue;
      if (const Json* found = set.rows.back().Find(name)) value = *found;
    }
    outputs.Set(name, std::move(value));
  }
  return outputs;
}

}  // namespace weir::connectors
