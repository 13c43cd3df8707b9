#include "model/yaml_file.h"

#include <yaml-cpp/yaml.h>

#include <fstream>
#include <sstream>

#include "model/json_file.h"

namespace weir::model {
namespace {

constexpr int kDepthMax = 200;

Position PlaceOf(const YAML::Mark& mark) {
  if (mark.line < 0) return {};
  return {static_cast<uint32_t>(mark.line) + 1, static_cast<uint32_t>(mark.column) + 1};
}

Json Scalar(const YAML::Node& node) {
  const std::string& text = node.Scalar();
  if (node.Tag() != "?") return text;  // Quoted or a block.
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") return {};
  if (text == "true" || text == "True" || text == "TRUE") return true;
  if (text == "false" || text == "False" || text == "FALSE") return false;
  const Result<Json> number = ParseJson(text, {.strict = true});
  return number && number->is_number() ? *number : Json(text);
}

Result<Json> Convert(const YAML::Node& node, int depth) {
  if (depth > kDepthMax) {
    return Fail(ErrorKind::kInvalid, "InvalidYaml", "nested deeper than 200 levels")
        .At(PlaceOf(node.Mark()));
  }
  Json json;
  if (node.IsSequence()) {
    json = Json::Array();
    for (const YAML::Node& item : node) {
      WEIR_ASSIGN(Json value, Convert(item, depth + 1));
      json.Append(std::move(value));
    }
  } else if (node.IsMap()) {
    json = Json::Object();
    for (const auto& pair : node) {
      WEIR_ASSIGN(Json value, Convert(pair.second, depth + 1));
      json.AppendMember(pair.first.Scalar(), std::move(value), PlaceOf(pair.first.Mark()));
    }
  } else if (node.IsScalar()) {
    json = Scalar(node);
  }
  json.set_position(PlaceOf(node.Mark()));
  return json;
}

}  // namespace

Result<Json> ParseYaml(std::string_view text) {
  try {
    return Convert(YAML::Load(std::string(text)), 0);
  } catch (const YAML::Exception& exception) {
    return Fail(ErrorKind::kInvalid, "InvalidYaml", exception.msg).At(PlaceOf(exception.mark));
  }
}

Result<Json> ReadDataFile(const std::string& path) {
  if (!path.ends_with(".yaml") && !path.ends_with(".yml")) return ReadJsonFile(path);
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return Fail(ErrorKind::kNotFound, "FileNotFound", "the file cannot be read").At(path);
  }
  std::ostringstream text;
  text << file.rdbuf();
  Result<Json> json = ParseYaml(text.str());
  if (!json) return std::move(json).error().At(path);
  return json;
}

}  // namespace weir::model
