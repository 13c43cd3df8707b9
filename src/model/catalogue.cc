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

/// Add the fields of `model` and of its bases to `fields`; the nearest definition of a name wins.
void CollectFields(const Json& models, const std::string& model, std::vector<Field>* fields) {
  const Json& json = models[model];
  for (const Json& field : json["fields"].items()) {
    const bool known = std::any_of(fields->begin(), fields->end(), [&field](const Field& one) {
      return one.name == field["name"].as_string();
    });
    if (!known) fields->push_back(ParseField(field));
  }
  for (const Json& base : json["bases"].items()) CollectFields(models, base.as_string(), fields);
}

void MakeOptional(const Json& names, Model* model) {
  const auto list = names.items();
  for (Field& field : model->fields) {
    if (std::find(list.begin(), list.end(), Json(field.name)) != list.end()) {
      field.required = false;
    }
  }
}

Json ParseEmbedded(const char* begin, const char* end) {
  Result<Json> json = ParseJson(std::string_view(begin, static_cast<size_t>(end - begin)));
  WEIR_CHECK(json.ok(), "the data is compiled in and tested");
  return *std::move(json);
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

Catalogue::Catalogue() {
  AddContract();
  AddAliases();
}

void Catalogue::AddContract() {
  const Json json = ParseEmbedded(weir_model_catalogue, weir_model_catalogue_end);
  const Json& models = json["models"];
  for (const Json::Member& member : models.members()) {
    Model model;
    model.name = member.name;
    model.discriminator = member.value["discriminator"].as_string();
    for (const Json& base : member.value["bases"].items()) model.bases.push_back(base.as_string());
    CollectFields(models, member.name, &model.fields);
    models_.emplace(member.name, std::move(model));
  }
  for (const Json::Member& kind : json["kinds"].members()) {
    auto& types = kinds_[kind.name];
    for (const Json& entry : kind.value.items()) {
      types.emplace(NameKey(entry["type"].as_string()), entry["class"].as_string());
    }
  }
  for (const Json::Member& member : json["enums"].members()) {
    for (const Json& value : member.value.items()) {
      enums_[member.name].push_back(value.as_string());
    }
  }
}

/// data/aliases.json: {"types": {base: {older: contract's}}, "models": {class: {base, type,
/// fields}}, "fields": {class: [field]}, "optional": {class: [name]}, "enums": {enum: [value]}}.
void Catalogue::AddAliases() {
  const Json json = ParseEmbedded(weir_model_aliases, weir_model_aliases_end);
  for (const Json::Member& member : json["models"].members()) AddModel(member.name, member.value);
  for (const Json::Member& base : json["types"].members()) {
    auto& types = kinds_[base.name];
    for (const Json::Member& older : base.value.members()) {
      const auto known = types.find(NameKey(older.value.as_string()));
      WEIR_CHECK(known != types.end(), "an alias names a type that exists");
      types.emplace(NameKey(older.name), known->second);
    }
  }
  for (const Json::Member& model : json["fields"].members()) {
    for (const Json& field : model.value.items()) {
      models_[model.name].fields.push_back(ParseField(field));
    }
  }
  for (const Json::Member& model : json["optional"].members()) {
    MakeOptional(model.value, &models_[model.name]);
  }
  for (const Json::Member& values : json["enums"].members()) {
    for (const Json& value : values.value.items()) {
      enums_[values.name].push_back(value.as_string());
    }
  }
}

void Catalogue::AddModel(const std::string& name, const Json& json) {
  Model model;
  model.name = name;
  model.discriminator = json["type"].as_string();
  for (const Json& field : json["fields"].items()) model.fields.push_back(ParseField(field));
  const std::string& base = json["base"].as_string();
  if (const Model* parent = FindModel(base)) {
    model.fields.insert(model.fields.end(), parent->fields.begin(), parent->fields.end());
  }
  if (!model.discriminator.empty()) kinds_[base][NameKey(model.discriminator)] = name;
  models_.insert_or_assign(name, std::move(model));
}

const Model* Catalogue::FindKind(std::string_view base, std::string_view type) const {
  const auto kind = kinds_.find(base);
  if (kind == kinds_.end()) return nullptr;
  const auto found = kind->second.find(NameKey(type));
  return found == kind->second.end() ? nullptr : FindModel(found->second);
}

bool Catalogue::IsKind(std::string_view base) const {
  return kinds_.contains(base);
}

std::vector<std::string> Catalogue::TypesOf(std::string_view base) const {
  std::vector<std::string> types;
  const auto kind = kinds_.find(base);
  if (kind == kinds_.end()) return types;
  for (const auto& [key, class_name] : kind->second) {
    const Model* model = FindModel(class_name);
    types.push_back(model == nullptr || model->discriminator.empty() ? key : model->discriminator);
  }
  return types;
}

const Model* Catalogue::FindModel(std::string_view name) const {
  const auto found = models_.find(name);
  return found == models_.end() ? nullptr : &found->second;
}

const std::vector<std::string>* Catalogue::FindEnum(std::string_view name) const {
  const auto found = enums_.find(name);
  return found == enums_.end() ? nullptr : &found->second;
}

}  // namespace weir::model
