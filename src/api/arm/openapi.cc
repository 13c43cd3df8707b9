#include "api/arm/openapi.h"

#include <deque>
#include <set>

#include "api/arm/handlers.h"
#include "api/arm/routes.h"
#include "api/v1/routes.h"
#include "base/check.h"
#include "base/json.h"
#include "base/names.h"
#include "model/catalogue.h"

namespace weir::api::arm {
namespace {

using model::Catalogue;
using model::FieldType;

constexpr std::string_view kSchemas = "#/components/schemas/";

Json Typed(const char* type) {
  return Json::Object({{"type", type}});
}

/// Writes models, and those that they name, until none is left.
class Schemas {
 public:
  Json Reference(const std::string& name) {
    if (seen_.insert(name).second) waiting_.push_back(name);
    return Json::Object({{"$ref", std::string(kSchemas) + name}});
  }

  Json Write() {
    Json written = Json::Object();
    while (!waiting_.empty()) {
      const std::string name = waiting_.front();
      waiting_.pop_front();
      const bool kind = Catalogue::Get().IsKind(name);
      written.AppendMember(name, kind ? Base(name) : Object(name));
    }
    return written;
  }

 private:
  Json Of(const FieldType& type) {
    switch (type.kind) {
      case FieldType::Kind::kAny:
        return Json::Object();
      case FieldType::Kind::kText:
      case FieldType::Kind::kTime:
        return Typed("string");
      case FieldType::Kind::kInteger:
        return Typed("integer");
      case FieldType::Kind::kNumber:
        return Typed("number");
      case FieldType::Kind::kBoolean:
        return Typed("boolean");
      case FieldType::Kind::kList:
        return Json::Object({{"type", "array"}, {"items", Of(*type.element)}});
      case FieldType::Kind::kMap:
        return Json::Object({{"type", "object"}, {"additionalProperties", Of(*type.element)}});
      case FieldType::Kind::kModel:
        return Reference(type.name);
      case FieldType::Kind::kEnum:
        return Enum(type.name);
      case FieldType::Kind::kLiteral:
        return Json::Object({{"type", "string"}, {"enum", Json::Array({type.name})}});
    }
    return {};
  }

  /// Its values are known ones, and any other text.
  static Json Enum(const std::string& name) {
    Json schema = Typed("string");
    const std::vector<std::string>* values = Catalogue::Get().FindEnum(name);
    if (values == nullptr) return schema;
    Json list = Json::Array();
    for (const std::string& value : *values) list.Append(value);
    schema.Set("x-ms-enum", Json::Object({{"name", name}, {"modelAsString", true}}));
    schema.Set("x-known-values", std::move(list));
    return schema;
  }

  Json Object(const std::string& name) {
    const model::Model* model = Catalogue::Get().FindModel(name);
    if (model == nullptr) return Typed("object");
    Json properties = Json::Object();
    Json required = Json::Array();
    for (const model::Field& field : model->fields) {
      Json schema = Of(field.type);
      const bool needed = field.required && !field.soft;
      if (needed) required.Append(field.name);
      // Beside a $ref nothing counts in OpenAPI 3.0.
      if (!needed && schema.Find("$ref") != nullptr) {
        schema = Json::Object({{"allOf", Json::Array({schema})}});
      }
      if (!needed && !schema.empty()) schema.Set("nullable", true);
      if (field.readonly) schema.Set("readOnly", true);
      properties.AppendMember(field.name, std::move(schema));
    }
    Json object = Json::Object({{"type", "object"}, {"properties", std::move(properties)}});
    if (!required.empty()) object.Set("required", std::move(required));
    return object;
  }

  Json Base(const std::string& base) {
    Json mapping = Json::Object();
    for (const std::string& type : Catalogue::Get().TypesOf(base)) {
      const model::Model* model = Catalogue::Get().FindKind(base, type);
      if (model == nullptr) continue;
      mapping.AppendMember(type, Reference(model->name)["$ref"]);
    }
    return Json::Object({{"type", "object"},
                         {"properties", Json::Object({{"type", Typed("string")}})},
                         {"required", Json::Array({"type"})},
                         // No discriminator: unknown types are kept too, only running one fails.
                         {"x-models-by-type", std::move(mapping)}});
  }

  std::set<std::string, std::less<>> seen_;
  std::deque<std::string> waiting_;
};

Json Content(Json schema) {
  return Json::Object({{"application/json", Json::Object({{"schema", std::move(schema)}})}});
}

Json Parameters(const Route& route) {
  Json parameters = Json::Array();
  const auto add = [&](const std::string& name, const char* in, bool required, Json schema) {
    parameters.Append(Json::Object(
        {{"name", name}, {"in", in}, {"required", required}, {"schema", std::move(schema)}}));
  };
  for (const std::string& segment : route.segments) {
    if (!segment.starts_with('{')) continue;
    add(segment.substr(1, segment.size() - 2), "path", true,
        Json::Object({{"type", "string"}, {"minLength", 1}}));
  }
  for (const std::string& name : route.query) {
    if (name == "api-version") {
      const std::string_view version =
          v1::IsV1Path(route.path) ? v1::kApiVersions[0] : kApiVersions[0];
      add(name, "query", true,
          Json::Object({{"type", "string"}, {"enum", Json::Array({version})}}));
    } else {
      add(name, "query", false, Typed(name.starts_with("is") ? "boolean" : "string"));
    }
  }
  for (const std::string& name : route.headers) add(name, "header", false, Typed("string"));
  for (const Json& one : route.row["parameters"].items()) parameters.Append(one);
  return parameters;
}

Json Responses(const Route& route, Schemas* schemas) {
  Json responses = Json::Object();
  const bool handled = FindOperation(route.operation).handler != nullptr;
  for (const std::string& status : route.statuses) {
    if (!handled) break;
    Json response = Json::Object({{"description", "done"}});
    if (status == "200" && !route.answer.empty()) {
      Json schema = schemas->Reference(route.answer);
      if (route.paged) {
        schema = Json::Object(
            {{"type", "object"},
             {"required", Json::Array({"value"})},
             {"properties",
              Json::Object({{"value", Json::Object({{"type", "array"}, {"items", schema}})},
                            {"nextLink", Typed("string")}})}});
      }
      response.Set("content", Content(std::move(schema)));
    }
    responses.AppendMember(status, std::move(response));
  }
  Json error = Json::Object({{"description", "not supported"},
                             {"content", Content(schemas->Reference("ErrorResponse"))}});
  if (!handled) responses.AppendMember("501", error);
  error.Set("description", "refused, and why");
  responses.AppendMember("default", std::move(error));
  return responses;
}

/// An operation of the contract.
Json Operation(const Route& route, Schemas* schemas) {
  Json operation = Json::Object({{"operationId", route.operation},
                                 {"description", "Action of roles: " + route.action},
                                 {"parameters", Parameters(route)}});
  if (!route.body.empty()) {
    operation.AppendMember(
        "requestBody",
        Json::Object({{"required", true}, {"content", Content(schemas->Reference(route.body))}}));
  } else if (route.operation == "pipelines_create_run") {
    operation.AppendMember("requestBody", Json::Object({{"content", Content(Typed("object"))}}));
  }
  operation.AppendMember("responses", Responses(route, schemas));
  return operation;
}

/// One of our own: most of it is in its row.
Json OwnOperation(const Route& route, Schemas* schemas) {
  std::string description = route.row["description"].as_string();
  if (!route.action.empty()) description += " Action of roles: " + route.action;
  Json operation = Json::Object({{"operationId", route.operation},
                                 {"description", std::move(description)},
                                 {"parameters", Parameters(route)}});
  const auto copy = [&](const char* name, const char* as) {
    if (const Json* value = route.row.Find(name)) operation.AppendMember(as, *value);
  };
  copy("security", "security");
  copy("request", "requestBody");
  Json responses = route.row["answers"];
  responses.AppendMember("default",
                         Json::Object({{"description", "refused, and why"},
                                       {"content", Content(schemas->Reference("ErrorResponse"))}}));
  operation.AppendMember("responses", std::move(responses));
  return operation;
}

Json Document() {
  Schemas schemas;
  Json paths = Json::Object();
  const auto add = [&](const Route& route, Json operation) {
    Json path = paths[route.path];
    path.Set(NameKey(route.method), std::move(operation));
    paths.Set(route.path, std::move(path));
  };
  for (const Route& route : RouteTable::Get().routes()) add(route, Operation(route, &schemas));
  for (const Route& route : RouteTable::Own().routes()) add(route, OwnOperation(route, &schemas));
  for (const Route& route : v1::Routes().routes()) add(route, OwnOperation(route, &schemas));
  Json written = schemas.Write();
  for (const Json::Member& own : OwnSchemas().members()) written.Set(own.name, own.value);
  for (const Json::Member& own : v1::Schemas().members()) written.Set(own.name, own.value);
  Json bearer = Json::Object({{"type", "http"}, {"scheme", "bearer"}});
  return Json::Object(
      {{"openapi", "3.0.3"},
       {"info", Json::Object({{"title", "Weirworks: Data Factory"}, {"version", "2018-06-01"}})},
       {"security", Json::Array({Json::Object({{"bearer", Json::Array()}})})},
       {"paths", std::move(paths)},
       {"components",
        Json::Object({{"securitySchemes", Json::Object({{"bearer", std::move(bearer)}})},
                      {"schemas", std::move(written)}})}});
}

}  // namespace

const std::string& OpenApiText() {
  static const std::string text = DumpJson(Document());
  return text;
}

}  // namespace weir::api::arm
