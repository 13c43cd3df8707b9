#include "model/json_schema.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "model/catalogue.h"
#include "model/shape_check.h"

namespace weir::model {
namespace {

using Kind = FieldType::Kind;

// Definitions are named for their model; those that are no model have a small letter or a prefix.
const std::string kBase = "anyOf.";     // A base: one of its models.
const std::string kValues = "values.";  // An enum.

/// `@…`, or a text that holds `@{…}`; "@@" is an at sign. As IsExpression.
constexpr std::string_view kExpression = R"(^@(?!@)|@\{)";

Json Reference(const std::string& definition) {
  return Json::Object({{"$ref", "#/definitions/" + definition}});
}

Json OneOf(std::initializer_list<const char*> types) {
  Json list = Json::Array();
  for (const char* type : types) list.Append(type);
  return list;
}

/// The schema, for values that are no expression.
Json UnlessExpression(Json schema) {
  return Json::Object({{"if", Reference("expression")}, {"else", std::move(schema)}});
}

/// {"value": …, "type": "Expression"}
Json ExpressionObject() {
  return Json::Object(
      {{"type", "object"},
       {"properties",
        Json::Object({{"type", Json::Object({{"enum", OneOf({"Expression", "expression"})}})},
                      {"value", Json::Object({{"description", "The expression: @…"}})}})},
       {"required", OneOf({"type", "value"})}});
}

/// A pattern for the name in any case.
std::string AnyCase(const std::string& name) {
  std::string pattern;
  for (const char c : name) {
    const bool small = c >= 'a' && c <= 'z';
    const bool letter = small || (c >= 'A' && c <= 'Z');
    const char other = static_cast<char>(small ? c - 'a' + 'A' : c - 'A' + 'a');
    pattern += letter ? std::string{'[', c, other, ']'} : std::string{c};
  }
  return pattern;
}

/// Demands the property, under its own name unless it is there in another case: names ignore case,
/// which `required` does not.
Json Demand(const std::string& name) {
  const Json other =
      Json::Object({{"not", Json::Object({{"pattern", "^" + AnyCase(name) + "$"}})}});
  return Json::Object({{"if", Json::Object({{"propertyNames", other}})},
                       {"then", Json::Object({{"required", Json::Array({name})}})}});
}

/// A value of the JSON types, or an expression; a text must match the pattern.
Json Scalar(std::initializer_list<const char*> types, const std::string& pattern,
            const std::string& expected) {
  Json schema = Json::Object({{"type", OneOf(types)}});
  Json branches = Json::Array();
  if (!pattern.empty()) {
    branches.Append(Json::Object(
        {{"if", Json::Object({{"type", "string"}})},
         {"then", Json::Object({{"pattern", pattern + "|" + std::string(kExpression)},
                                {"patternErrorMessage",
                                 "expected " + expected + ", or an expression: '@…'"}})}}));
  }
  branches.Append(Json::Object(
      {{"if", Json::Object({{"type", "object"}})}, {"then", Reference("expressionObject")}}));
  schema.Set("allOf", std::move(branches));
  return schema;
}

/// Builds the definitions that a root needs, each once.
class SchemaBuilder {
 public:
  /// The schema of values of a type; `hint` is what Field::expr says.
  Json Value(const FieldType& type, const std::string& hint) {
    switch (type.kind) {
      case Kind::kAny:
        return Hinted(hint);
      case Kind::kText:
      case Kind::kTime:
        return Define("text");
      case Kind::kInteger:
        return Define("integer");
      case Kind::kNumber:
        return Define("number");
      case Kind::kBoolean:
        return Define("boolean");
      case Kind::kEnum:
        return Define(catalogue_.FindEnum(type.name) == nullptr ? "text" : kValues + type.name);
      case Kind::kLiteral:
        return Json::Object({});
      case Kind::kList:
        return UnlessExpression(Json::Object(
            {{"type", OneOf({"array", "null"})}, {"items", Value(*type.element, "")}}));
      case Kind::kMap:
        return UnlessExpression(Json::Object({{"type", OneOf({"object", "null"})},
                                              {"additionalProperties", Value(*type.element, "")}}));
      case Kind::kModel:
        return Object(type.name);
    }
    return Json::Object({});
  }

  /// What the schemas given so far refer to.
  Json Definitions() && {
    Define("expression");
    while (!open_.empty()) {
      const std::string name = std::move(open_.back());
      open_.pop_back();
      Json schema = Build(name);
      definitions_.insert_or_assign(name, std::move(schema));
    }
    Json all = Json::Object({});
    for (auto& [name, schema] : definitions_) all.Set(name, std::move(schema));
    return all;
  }

 private:
  Json Define(const std::string& name) {
    if (definitions_.try_emplace(name).second) open_.push_back(name);
    return Reference(name);
  }

  Json Build(const std::string& name) {
    if (name == "expression") {
      return Json::Object(
          {{"anyOf", Json::Array({Json::Object({{"type", "string"}, {"pattern", kExpression}}),
                                  Define("expressionObject")})}});
    }
    if (name == "expressionObject") return ExpressionObject();
    if (name == "text") return Text({"string", "number", "boolean", "object", "null"});
    if (name == "integer") {
      return Scalar({"integer", "string", "object", "null"}, "^-?[0-9]+$", "an integer");
    }
    if (name == "number") {
      return Scalar({"number", "string", "object", "null"},
                    R"(^-?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$|^-?(inf|nan))", "a number");
    }
    if (name == "boolean") {
      return Scalar({"boolean", "string", "object", "null"},
                    "^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$", "true or false");
    }
    if (name == "object")
      return UnlessExpression(Json::Object({{"type", OneOf({"object", "null"})}}));
    if (name.starts_with(kValues)) return Enum(name.substr(kValues.size()));
    if (name.starts_with(kBase)) return UnlessExpression(Base(name.substr(kBase.size())));
    return UnlessExpression(Plain(name));
  }

  Json Text(std::initializer_list<const char*> types) {
    Define("expressionObject");
    return Scalar(types, "", "");
  }

  Json Enum(const std::string& name) {
    Json values = Json::Array();
    for (const std::string& value : *catalogue_.FindEnum(name)) values.Append(value);
    return Json::Object(
        {{"anyOf", Json::Array({Json::Object({{"enum", std::move(values)}}), Define("text")})}});
  }

  Json Plain(const std::string& name) {
    const Model* model = catalogue_.FindModel(name);
    Json schema = Json::Object({{"type", OneOf({"object", "null"})}});
    if (model == nullptr) return schema;
    Json properties = Json::Object({});
    Json required = Json::Array();
    for (const Field& field : model->fields) {
      if (field.readonly || field.discriminator) continue;
      properties.Set(field.name, Property(field));
      if (field.required && !field.soft) required.Append(Demand(field.name));
    }
    if (!properties.empty()) schema.Set("properties", std::move(properties));
    if (!required.empty()) schema.Set("allOf", std::move(required));
    return schema;
  }

  Json Property(const Field& field) {
    Json schema = Value(field.type, field.expr);
    if (field.minimum) {
      schema =
          Json::Object({{"allOf", Json::Array({std::move(schema)})}, {"minimum", *field.minimum}});
    }
    if (!field.expr.empty()) schema.Set("description", "May be an expression: " + field.expr + ".");
    return schema;
  }

  Json Hinted(const std::string& hint) {
    if (hint == "integer" || hint == "int") return Define("integer");
    if (hint == "number" || hint == "double") return Define("number");
    if (hint == "boolean") return Define("boolean");
    if (hint == "object") return Define("object");
    if (catalogue_.FindEnum(hint) == nullptr) return Json::Object({});
    return Json::Object({{"anyOf", Json::Array({Define(kValues + hint), Json::Object({})})}});
  }

  Json Object(const std::string& name) {
    const bool secret = name.find("Secret") != std::string::npos || name == "SecureString";
    if (!secret && name != "Expression") {
      return Define(catalogue_.IsKind(name) ? kBase + name : name);
    }
    // A secret or an expression may be written as a plain text.
    const std::string object = secret ? kBase + "SecretBase" : "expressionObject";
    return Json::Object({{"if", Json::Object({{"type", "object"}})}, {"then", Define(object)}});
  }

  /// Models told apart by `type`: one branch for each, so that an error is about the right one.
  Json Base(const std::string& base) {
    const std::string key = DiscriminatorOf(base);
    Json branches = Json::Array({Demand(key)});
    const auto add_branch = [&](const std::string& spelling, const std::string& type) {
      const Json is = Json::Object({{key, Json::Object({{"const", spelling}})}});
      branches.Append(Json::Object(
          {{"if", Json::Object({{"properties", is}, {"required", Json::Array({key})}})},
           {"then", Define(catalogue_.FindKind(base, type)->name)}}));
    };
    const std::vector<std::string> types = catalogue_.TypesOf(base);
    const auto older = catalogue_.OlderTypesOf(base);
    for (const std::string& type : types) add_branch(type, type);
    for (const auto& [spelling, type] : older) add_branch(spelling, type);
    Json schema = Json::Object({{"type", OneOf({"object", "null"})},
                                {"properties", Json::Object({{key, Spellings(types, older)}})},
                                {"allOf", std::move(branches)}});
    if (base != "Activity") return schema;
    // Settings of inactive activities do not count.
    const Json inactive = Json::Object({{"pattern", "^" + AnyCase("Inactive") + "$"}});
    return Json::Object(
        {{"if", Json::Object({{"required", Json::Array({"state"})},
                              {"properties", Json::Object({{"state", inactive}})}})},
         {"else", std::move(schema)}});
  }

  /// The values of `type`: the contract's are offered, older ones and other capitals are taken.
  Json Spellings(const std::vector<std::string>& types,
                 const std::vector<std::pair<std::string, std::string>>& older) {
    Json known = Json::Array();
    std::string any_case;
    for (const std::string& type : types) {
      known.Append(type);
      any_case += (any_case.empty() ? "^(" : "|") + AnyCase(type);
    }
    Json spellings = Json::Array({Json::Object({{"enum", std::move(known)}})});
    for (const auto& [spelling, type] : older) {
      spellings.Append(Json::Object(
          {{"const", spelling}, {"deprecationMessage", "An older spelling of '" + type + "'"}}));
    }
    spellings.Append(
        Json::Object({{"type", "string"},
                      {"pattern", any_case + ")$"},
                      {"deprecationMessage", "Spelled with other capitals than the service's"}}));
    spellings.Append(Define("expression"));
    return Json::Object({{"anyOf", std::move(spellings)}});
  }

  const Catalogue& catalogue_ = Catalogue::Get();
  std::map<std::string, Json> definitions_;
  std::vector<std::string> open_;
};

/// The type of a kind's `properties`.
FieldType PropertiesOf(ResourceKind kind) {
  const auto model = [](std::string name) {
    return FieldType{Kind::kModel, std::move(name), nullptr};
  };
  if (const char* base = BaseOf(kind)) return model(base);
  switch (kind) {
    case ResourceKind::kManagedVirtualNetwork:
      return model("ManagedVirtualNetwork");
    case ResourceKind::kManagedPrivateEndpoint:
      return model("ManagedPrivateEndpoint");
    case ResourceKind::kGlobalParameters:
      return {
          Kind::kMap, {}, std::make_shared<const FieldType>(model("GlobalParameterSpecification"))};
    case ResourceKind::kPipeline:
    case ResourceKind::kDataset:
    case ResourceKind::kLinkedService:
    case ResourceKind::kTrigger:
    case ResourceKind::kDataFlow:
    case ResourceKind::kIntegrationRuntime:
    case ResourceKind::kCredential:
    case ResourceKind::kFactory:
    case ResourceKind::kChangeDataCapture:
    case ResourceKind::kAlert:
      break;
  }
  return {};
}

}  // namespace

Json SchemaOf(ResourceKind kind) {
  const ResourceKindInfo& info = InfoOf(kind);
  SchemaBuilder builder;
  Json properties = builder.Value(PropertiesOf(kind), "");
  // As MakeResource tells them apart; a new, empty file is offered the whole.
  Json whole = Json::Object(
      {{"anyOf",
        Json::Array({Json::Object({{"required", Json::Array({"properties"})}}),
                     Json::Object({{"required", Json::Array({"name"})}, {"maxProperties", 1}}),
                     Json::Object({{"maxProperties", 0}})})}});
  const Json name = Json::Object({{"type", "string"},
                                  {"description", "The name of the " + std::string(info.title) +
                                                      ": that of the file, without .json"}});
  Json wrapped =
      Json::Object({{"properties", Json::Object({{"name", name}, {"properties", properties}})}});
  if (kind != ResourceKind::kFactory) wrapped.Set("required", Json::Array({"properties"}));
  return Json::Object({{"$schema", "http://json-schema.org/draft-07/schema#"},
                       {"title", kind == ResourceKind::kAlert
                                     ? "An alert of a factory"
                                     : "A " + std::string(info.title) + " of Azure Data Factory"},
                       {"type", "object"},
                       {"if", std::move(whole)},
                       {"then", std::move(wrapped)},
                       {"else", std::move(properties)},
                       {"definitions", std::move(builder).Definitions()}});
}

Json EditorSettings(const std::string& schemas) {
  Json list = Json::Array();
  for (const ResourceKindInfo& info : ResourceKinds()) {
    const std::string folder(info.folder);
    Json files = Json::Array();
    for (const std::string& spelling :
         std::set<std::string>{folder, folder + "s", std::string(info.collection)}) {
      files.Append("**/" + spelling + "/*.json");
    }
    if (info.kind == ResourceKind::kGlobalParameters) files.Append("**/*_GlobalParameters.json");
    std::string url = schemas;
    url.append("/").append(folder).append(".json");
    list.Append(Json::Object({{"fileMatch", std::move(files)}, {"url", std::move(url)}}));
  }
  return Json::Object({{"json.schemas", std::move(list)}});
}

}  // namespace weir::model
