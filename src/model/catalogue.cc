#include "model/catalogue.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/json.h"
#include "base/names.h"

extern "C" {
extern const char weir_model_catalogue[];
extern const char weir_model_catalogue_end[];
extern const char weir_model_aliases[];
extern const char weir_model_aliases_end[];
}

namespace weir::model {
namespace {

/// The inside of "Name[inside]"; nothing if the text is not of that form.
std::optional<std::string_view> Inside(std::string_view text, std::string_view name) {
  if (text.size() < name.size() + 2 || text.substr(0, name.size()) != name ||
      text[name.size()] != '[' || text.back() != ']') {
    return std::nullopt;
  }
  return text.substr(name.size() + 1, text.size() - name.size() - 2);
}

FieldType ListOf(FieldType::Kind kind, FieldType element) {
  return {kind, {}, std::make_shared<const FieldType>(std::move(element))};
}

/// Read a type as the catalogue writes it: "Optional[list[Union[str, DependencyCondition]]]".
FieldType ParseType(std::string_view text) {
  using Kind = FieldType::Kind;
  if (const auto inner = Inside(text, "Optional")) return ParseType(*inner);
  if (const auto inner = Inside(text, "list")) return ListOf(Kind::kList, ParseType(*inner));
  if (const auto inner = Inside(text, "dict")) {
    return ListOf(Kind::kMap, ParseType(inner->substr(inner->find(',') + 2)));
  }
  if (const auto inner = Inside(text, "Union")) {
    return {Kind::kEnum, std::string(inner->substr(inner->rfind(' ') + 1)), nullptr};
  }
  if (const auto inner = Inside(text, "Literal")) {
    return {Kind::kLiteral, std::string(inner->substr(inner->rfind('.') + 1)), nullptr};
  }
  static const std::map<std::string_view, Kind> kPlain{
      {"Any", Kind::kAny},      {"str", Kind::kText},     {"int", Kind::kInteger},
      {"float", Kind::kNumber}, {"bool", Kind::kBoolean}, {"datetime.datetime", Kind::kTime}};
  const auto plain = kPlain.find(text);
  if (plain != kPlain.end()) return {plain->second, {}, nullptr};
  return {Kind::kModel, std::string(text), nullptr};
}

Field ParseField(const Json& json) {
  Field field;
  field.name = json["name"].as_string();
  field.type = ParseType(json["type"].as_string());
  // "Optional" and required: the contract wants the key and takes null; people leave it out.
  field.required = json["required"].as_bool() && !json["type"].as_string().starts_with("Optional[");
  field.readonly = json["readonly"].as_bool();
  field.discriminator = json["discriminator"].as_bool();
  field.expr = json["expr"].as_string();
  if (json["minimum"].is_int()) field.minimum = json["minimum"].as_int();
  return field;
}

/// Lines of the embedded data are ours and tested; they parse.
Json Parse(std::string_view text) {
  Result<Json> json = ParseJson(text);
  WEIR_CHECK(json.ok(), "the data is compiled in and tested");
  return *std::move(json);
}

bool Lists(const Json& list, const std::string& name) {
  const auto items = list.items();
  return std::any_of(items.begin(), items.end(),
                     [&name](const Json& item) { return item.as_string() == name; });
}

}  // namespace

const Field* Model::Find(std::string_view field) const {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [field](const Field& one) { return SameName(one.name, field); });
  return found == fields.end() ? nullptr : &*found;
}

const Catalogue& Catalogue::Get() {
  static const Catalogue catalogue;
  return catalogue;
}

/// Find where each document begins; nothing is parsed but the few aliases.
Catalogue::Catalogue()
    : aliases_(Parse(
          {weir_model_aliases, static_cast<size_t>(weir_model_aliases_end - weir_model_aliases)})) {
  std::string_view text(weir_model_catalogue,
                        static_cast<size_t>(weir_model_catalogue_end - weir_model_catalogue));
  const std::pair<std::string_view, Lines*> sections[] = {{"{\"kind\":\"", &kind_lines_},
                                                          {"{\"enum\":\"", &enum_lines_},
                                                          {"{\"model\":\"", &model_lines_}};
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    for (const auto& [start, lines] : sections) {
      if (!line.starts_with(start)) continue;
      const std::string_view rest = line.substr(start.size());
      lines->emplace(rest.substr(0, rest.find('"')), line);
    }
  }
}

const Catalogue::Types* Catalogue::TypesLocked(std::string_view base) const {
  const auto known = kinds_.find(base);
  if (known != kinds_.end()) return &known->second;
  const auto line = kind_lines_.find(base);
  if (line == kind_lines_.end()) return nullptr;
  Types types;
  const Json json = Parse(line->second);
  for (const Json::Member& type : json["types"].members()) {
    types.emplace(NameKey(type.name), Type{type.name, type.value.as_string(), false});
  }
  for (const Json::Member& model : aliases_["models"].members()) {
    const std::string& type = model.value["type"].as_string();
    if (type.empty() || model.value["base"].as_string() != base) continue;
    types.emplace(NameKey(type), Type{type, model.name, false});
  }
  for (const Json::Member& older : aliases_["types"][base].members()) {
    const auto now = types.find(NameKey(older.value.as_string()));
    WEIR_CHECK(now != types.end(), "an alias names a type that exists");
    types.emplace(NameKey(older.name), Type{now->second.spelling, now->second.model, true});
  }
  return &kinds_.emplace(base, std::move(types)).first->second;
}

const Model* Catalogue::ModelLocked(std::string_view name) const {
  const auto known = models_.find(name);
  if (known != models_.end()) return &known->second;
  const auto line = model_lines_.find(name);
  Model model;
  if (line != model_lines_.end()) {
    model = BuildModel(name, Parse(line->second));
  } else if (const Json* added = aliases_["models"].Find(name)) {
    Json json = *added;
    json.Set("discriminator", json["type"]);
    json.Set("bases", json["base"].is_null() ? Json::Array() : Json::Array({json["base"]}));
    model = BuildModel(name, json);
  } else {
    return nullptr;
  }
  return &models_.emplace(name, std::move(model)).first->second;
}

/// Own fields, those that aliases add, then those of the bases that are not defined anew.
Model Catalogue::BuildModel(std::string_view name, const Json& json) const {
  Model model;
  model.name = name;
  model.discriminator = json["discriminator"].as_string();
  for (const Json& field : json["fields"].items()) model.fields.push_back(ParseField(field));
  for (const Json& field : aliases_["fields"][name].items()) {
    model.fields.push_back(ParseField(field));
  }
  for (const Json& base : json["bases"].items()) {
    model.bases.push_back(base.as_string());
    const Model* parent = ModelLocked(base.as_string());
    if (parent == nullptr) continue;
    for (const Field& field : parent->fields) {
      if (model.Find(field.name) == nullptr) model.fields.push_back(field);
    }
  }
  const Json& optional = aliases_["optional"][name];
  const Json& soft = aliases_["soft"][name];
  const Json& spellings = aliases_["spellings"][name];
  for (Field& field : model.fields) {
    if (Lists(optional, field.name)) field.required = false;
    if (Lists(soft, field.name)) field.soft = true;
    field.written = spellings[field.name].as_string();
  }
  return model;
}

const Model* Catalogue::FindKind(std::string_view base, std::string_view type) const {
  const std::lock_guard lock(mutex_);
  const Types* types = TypesLocked(base);
  if (types == nullptr) return nullptr;
  const auto found = types->find(NameKey(type));
  return found == types->end() ? nullptr : ModelLocked(found->second.model);
}

bool Catalogue::IsKind(std::string_view base) const {
  return kind_lines_.contains(base);
}

std::vector<std::string> Catalogue::TypesOf(std::string_view base) const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> spellings;
  const Types* types = TypesLocked(base);
  if (types == nullptr) return spellings;
  for (const auto& [key, type] : *types) {
    if (!type.alias) spellings.push_back(type.spelling);
  }
  return spellings;
}

std::vector<std::pair<std::string, std::string>> Catalogue::OlderTypesOf(
    std::string_view base) const {
  std::vector<std::pair<std::string, std::string>> spellings;
  for (const Json::Member& older : aliases_["types"][base].members()) {
    spellings.emplace_back(older.name, older.value.as_string());
  }
  return spellings;
}

const Model* Catalogue::FindModel(std::string_view name) const {
  const std::lock_guard lock(mutex_);
  return ModelLocked(name);
}

const std::vector<std::string>* Catalogue::FindEnum(std::string_view name) const {
  const std::lock_guard lock(mutex_);
  const auto known = enums_.find(name);
  if (known != enums_.end()) return &known->second;
  const auto line = enum_lines_.find(name);
  if (line == enum_lines_.end()) return nullptr;
  std::vector<std::string> values;
  const Json json = Parse(line->second);
  for (const Json& value : json["values"].items()) values.push_back(value.as_string());
  for (const Json& value : aliases_["enums"][name].items()) values.push_back(value.as_string());
  return &enums_.emplace(name, std::move(values)).first->second;
}

}  // namespace weir::model
