#include "api/v1/routes.h"

#include <string>
#include <utility>

#include "base/check.h"
#include "base/names.h"

extern "C" const char weir_v1_routes[];

namespace weir::api::v1 {
namespace {

constexpr std::string_view kFactory =
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/"
    "Microsoft.DataFactory/datafactories/{dataFactoryName}";

Json Content(Json schema) {
  return Json::Object(
      {{"content",
        Json::Object({{"application/json", Json::Object({{"schema", std::move(schema)}})}})}});
}

/// The answer is a text in any of these forms, too.
void AddTexts(const Json& media_types, Json* content) {
  const Json text = Json::Object({{"schema", Json::Object({{"type", "string"}})}});
  for (const Json& one : media_types.items()) content->Set(one.as_string(), text);
}

Json SchemaOf(const Json& row, std::string_view member) {
  Json one = Json::Object({{"$ref", "#/components/schemas/" + row[member].as_string()}});
  if (!row["list"].as_bool()) return one;
  return Json::Object(
      {{"type", "object"},
       {"required", Json::Array({"value"})},
       {"properties",
        Json::Object({{"value", Json::Object({{"type", "array"}, {"items", std::move(one)}})},
                      {"nextLink", Json::Object({{"type", "string"}})}})}});
}

/// A row with what OpenAPI asks for beside it: "request", "answers" and "parameters".
Json Expanded(const Json& row) {
  Json expanded = row;
  std::string path = row["path"].as_string();
  const size_t at = path.find('~');
  if (at != std::string::npos) path.replace(at, 1, kFactory);
  expanded.Set("path", std::move(path));
  if (row["takes"].is_string()) {
    Json request =
        Content(Json::Object({{"$ref", "#/components/schemas/" + row["takes"].as_string()}}));
    request.Set("required", !row["optional"].as_bool());
    expanded.Set("request", std::move(request));
  }
  Json answers = Json::Object();
  const std::string& ok = row["ok"].as_string();
  for (size_t start = 0; start < ok.size(); start += 5) {
    const std::string status = ok.substr(start, 3);
    Json answer = Json::Object({{"description", "done"}});
    const bool body = row["gives"].is_string() && (status == "200" || status == "201");
    if (body) {
      Json content = Content(SchemaOf(row, "gives"))["content"];
      AddTexts(row["texts"], &content);
      answer.Set("content", std::move(content));
    }
    answers.AppendMember(status, std::move(answer));
  }
  expanded.Set("answers", std::move(answers));
  Json query = Json::Array({"api-version"});
  for (const Json& name : row["query"].items()) query.Append(name);
  expanded.Set("query", std::move(query));
  return expanded;
}

const Json& Table() {
  static const Json table = [] {
    Result<Json> read = ParseJson(weir_v1_routes);
    WEIR_CHECK(read.ok(), "the table was parsed by its test");
    return *std::move(read);
  }();
  return table;
}

}  // namespace

const arm::RouteTable& Routes() {
  static const arm::RouteTable routes = [] {
    Json rows = Json::Array();
    for (const Json& row : Table()["routes"].items()) rows.Append(Expanded(row));
    return arm::RouteTable(rows);
  }();
  return routes;
}

const Json& Schemas() {
  return Table()["schemas"];
}

bool IsV1Path(std::string_view path) {
  constexpr std::string_view kMark = "/microsoft.datafactory/datafactories";
  const std::string key = NameKey(path);
  const size_t at = key.find(kMark);
  if (at == std::string::npos) return false;
  const size_t behind = at + kMark.size();
  return behind == key.size() || key[behind] == '/';
}

}  // namespace weir::api::v1
