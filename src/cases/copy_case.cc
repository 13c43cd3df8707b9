#include "cases/copy_case.h"

namespace weir::cases {

std::string Line(const Json& cells) {
  std::string line;
  for (const Json& cell : cells.items()) {
    line += (line.empty() ? "" : ",") + (cell.is_string() ? cell.as_string() : DumpJson(cell));
  }
  return line + "\n";
}

Json Source(const std::string& type) {
  return Json::Object({{"type", type}});
}

Json Settings(const std::string& source, const std::string& sink, const Json& translator) {
  return Json::Object(
      {{"source", Source(source)}, {"sink", Source(sink)}, {"translator", translator}});
}

Json Documents(CaseStores& stores) {
  const std::string* text = stores.files().Find("out/o");
  Json rows = Json::Array();
  if (text == nullptr) return rows;
  for (size_t at = 0; text->find_first_not_of(" \r\n", at) != std::string::npos;) {
    Result<Json> row = ParseJsonAt(*text, &at);
    if (!row) return rows;
    rows.Append(*std::move(row));
  }
  return rows;
}

Json Values(const Json& object) {
  Json values = Json::Array();
  for (const Json::Member& member : object.members()) values.Append(member.value);
  return values;
}

}  // namespace weir::cases
