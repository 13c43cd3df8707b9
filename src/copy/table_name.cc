#include "copy/table_name.h"

#include <vector>

namespace weir::copy {

connectors::TableName SplitTableName(const std::string& text) {
  std::vector<std::string> parts(1);
  char closing = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (closing != 0) {
      if (c != closing) {
        parts.back() += c;
      } else if (at + 1 < text.size() && text[at + 1] == closing) {
        parts.back() += c;  // A doubled closing quote stands for itself.
        ++at;
      } else {
        closing = 0;
      }
    } else if (c == '[' || c == '"' || c == '`') {
      closing = c == '[' ? ']' : c;
    } else if (c == '.') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  connectors::TableName name;
  name.table = parts.back();
  if (parts.size() > 1) name.schema = parts[parts.size() - 2];
  return name;
}

connectors::TableName TableOf(const model::DatasetInstance& dataset) {
  const Json& settings = dataset.type_properties();
  connectors::TableName name;
  name.schema = settings["schema"].as_string();
  name.table = settings["table"].as_string();
  if (name.table.empty()) return SplitTableName(settings["tableName"].as_string());
  return name;
}

}  // namespace weir::copy
