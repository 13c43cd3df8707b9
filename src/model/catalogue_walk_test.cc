// Walks every type of the catalogue: an instance made from it is clean, and what is taken away or
// turned into another JSON type is reported at its place.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "model/catalogue.h"
#include "model/shape_check.h"

namespace weir::model {
namespace {

using Kind = FieldType::Kind;

/// Bases told apart by `type`, and models of resources that have none.
const std::vector<std::string>& Bases() {
  static const std::vector<std::string> bases{"Activity",
                                              "LinkedService",
                                              "Dataset",
                                              "Trigger",
                                              "IntegrationRuntime",
                                              "DataFlow",
                                              "CopySource",
                                              "CopySink",
                                              "DatasetStorageFormat",
                                              "StoreReadSettings",
                                              "StoreWriteSettings",
                                              "FormatReadSettings",
                                              "FormatWriteSettings",
                                              "DatasetLocation",
                                              "Credential",
                                              "FactoryRepoConfiguration",
                                              "CustomSetupBase",
                                              "ExportSettings",
                                              "ImportSettings",
                                              "WebLinkedServiceTypeProperties",
                                              "SsisObjectMetadata",
                                              "CompressionReadSettings",
                                              "SecretBase",
                                              "DependencyReference",
                                              "LinkedIntegrationRuntimeType",
                                              "CopyTranslator",
                                              "TabularSource",
                                              "SparkConfigurationReference"};
  return bases;
}
const std::vector<std::string>& PlainModels() {
  static const std::vector<std::string> models{"Pipeline",
                                               "FactoryProperties",
                                               "ChangeDataCapture",
                                               "ManagedPrivateEndpoint",
                                               "ManagedVirtualNetwork",
                                               "GlobalParameterSpecification"};
  return models;
}

std::string DiscriminatorOf(const Model& model) {
  const auto found = std::find_if(model.fields.begin(), model.fields.end(),
                                  [](const Field& field) { return field.discriminator; });
  return found == model.fields.end() ? "type" : found->name;
}

/// Makes instances: the required properties alone, or all of them.
class Maker {
 public:
  explicit Maker(bool all) : all_(all) {}

  Json OfModel(const Model& model, int depth) const {
    Json value = Json::Object();
    for (const Field& field : model.fields) {
      if (field.readonly) continue;
      if (field.discriminator && !model.discriminator.empty()) {
        value.Set(field.name, model.discriminator);
      } else if (field.required || (all_ && depth < kDepthMax)) {
        value.Set(field.name, OfField(field, depth));
      }
    }
    return value;
  }

  Json OfKind(const std::string& base, int depth) const {
    const Catalogue& catalogue = Catalogue::Get();
    // Activities hold activities: Wait ends it.
    const std::vector<std::string> types = catalogue.TypesOf(base);
    const std::string type = base == "Activity" ? "Wait" : types.front();
    return OfModel(*catalogue.FindKind(base, type), depth + 1);
  }

  Json OfField(const Field& field, int depth) const {
    Json value = OfType(field.type, field.expr, depth);
    if (field.minimum && value.is_int()) return Json(*field.minimum);
    return value;
  }

 private:
  static constexpr int kDepthMax = 3;

  Json OfType(const FieldType& type, const std::string& hint, int depth) const {
    switch (type.kind) {
      case Kind::kAny:
        return OfHint(hint);
      case Kind::kText:
      case Kind::kLiteral:
        return "x";
      case Kind::kTime:
        return "2024-01-01T00:00:00Z";
      case Kind::kInteger:
        return 1;
      case Kind::kNumber:
        return 1.5;
      case Kind::kBoolean:
        return true;
      case Kind::kEnum:
        return OfEnum(type.name);
      case Kind::kList:
        return Json::Array({OfType(*type.element, "", depth + 1)});
      case Kind::kMap:
        return Json::Object({{"k", OfType(*type.element, "", depth + 1)}});
      case Kind::kModel:
        return OfNamed(type.name, depth);
    }
    return {};
  }

  static Json OfHint(const std::string& hint) {
    if (hint == "integer" || hint == "int") return 1;
    if (hint == "number" || hint == "double") return 1.5;
    if (hint == "boolean") return true;
    if (hint == "object") return Json::Object();
    if (hint.starts_with("array")) return Json::Array();
    return "x";
  }

  static Json OfEnum(const std::string& name) {
    const std::vector<std::string>* values = Catalogue::Get().FindEnum(name);
    return values == nullptr ? Json("x") : Json(values->front());
  }

  Json OfNamed(const std::string& name, int depth) const {
    if (Catalogue::Get().IsKind(name)) return OfKind(name, depth);
    const Model* model = Catalogue::Get().FindModel(name);
    return model == nullptr ? Json::Object() : OfModel(*model, depth + 1);
  }

  bool all_;
};

/// A value that is not of the field's type; null where every JSON type is taken.
Json WrongFor(const Field& field) {
  switch (field.type.kind) {
    case Kind::kAny:
      if (field.expr == "boolean" || field.expr == "integer" || field.expr == "int") return "x";
      if (field.expr == "number" || field.expr == "double") return "x";
      if (field.expr == "object" || field.expr.starts_with("array")) return 7;
      return {};
    case Kind::kText:
    case Kind::kTime:
    case Kind::kEnum:
      return Json::Array({1});
    case Kind::kInteger:
    case Kind::kNumber:
    case Kind::kBoolean:
    case Kind::kList:
    case Kind::kMap:
      return "x";
    case Kind::kModel:  // An expression may be what it gives.
      return field.type.name == "Expression" ? Json() : Json(7);
    case Kind::kLiteral:
      return {};
  }
  return {};
}

/// The document as it would be read from a file, so that it has places.
Json Placed(const Json& value) {
  const Result<Json> read = ParseJson(PrettyJson(value));
  EXPECT_TRUE(read.ok());
  return read ? *read : Json();
}

std::vector<std::string> Said(const Json& value, const std::string& base) {
  std::vector<Finding> findings;
  CheckShapeOf(value, base, "x.json", &findings);
  std::vector<std::string> said;
  for (const Finding& finding : findings) said.push_back(finding.ToString());
  return said;
}

/// How often each claim was put to the test.
struct Counts {
  int types = 0;
  int required = 0;
  int typed = 0;
};

/// Checks one type of a base, or a plain model.
class TypeWalk {
 public:
  TypeWalk(std::string base, const Model& model, Counts* counts)
      : base_(std::move(base)), model_(model), counts_(counts) {}

  void Run() {
    ++counts_->types;
    minimal_ = Maker(false).OfModel(model_, 0);
    EXPECT_EQ(Said(Placed(minimal_), base_), std::vector<std::string>());
    EXPECT_EQ(Said(Placed(Maker(true).OfModel(model_, 0)), base_), std::vector<std::string>());
    CheckCase();
    CheckFields(model_, {});
  }

 private:
  void CheckCase() {
    if (model_.discriminator.empty()) return;
    Json odd = minimal_;
    std::string type = model_.discriminator;
    for (char& c : type) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    if (type == model_.discriminator) return;
    odd.Set(DiscriminatorOf(model_), type);
    const std::vector<std::string> said = Said(Placed(odd), base_);
    ASSERT_EQ(said.size(), 1U) << type;
    EXPECT_NE(said[0].find("warning: '" + type + "' is spelled"), std::string::npos) << said[0];
  }

  /// The fields of `model`, whose object stands in the minimal instance behind `path`; those of
  /// `typeProperties` too.
  void CheckFields(const Model& model, const std::vector<std::string>& path) {
    for (const Field& field : model.fields) {
      if (field.readonly || field.discriminator) continue;
      SCOPED_TRACE(field.name);
      if (field.required) CheckMissing(field, path);
      CheckWrong(field, path);
      const Model* inner = field.type.kind == Kind::kModel && path.empty()
                               ? Catalogue::Get().FindModel(field.type.name)
                               : nullptr;
      if (inner == nullptr || Catalogue::Get().IsKind(field.type.name)) continue;
      Json whole = minimal_;
      if (minimal_.Find(field.name) == nullptr) {
        minimal_.Set(field.name, Maker(false).OfField(field, 0));
      }
      if (minimal_[field.name].is_object()) CheckFields(*inner, {field.name});
      minimal_ = std::move(whole);
    }
  }

  /// The instance with `value` (null: nothing) in place of a field.
  Json Changed(const std::string& field, const std::vector<std::string>& path,
               const Json& value) const {
    Json whole = minimal_;
    Json object = path.empty() ? whole : whole[path[0]];
    if (value.is_null()) {
      object.Remove(field);
    } else {
      object.Set(field, value);
    }
    if (path.empty()) return Placed(object);
    whole.Set(path[0], object);
    return Placed(whole);
  }

  static const Json& At(const Json& whole, const std::vector<std::string>& path) {
    return path.empty() ? whole : whole[path[0]];
  }

  void CheckMissing(const Field& field, const std::vector<std::string>& path) {
    ++counts_->required;
    const Json whole = Changed(field.name, path, {});
    const std::vector<std::string> said = Said(whole, base_);
    ASSERT_EQ(said.size(), 1U);
    const std::string place = "x.json:" + At(whole, path).position().ToString() + ": ";
    const std::string severity = field.soft ? "warning" : "error";
    EXPECT_TRUE(said[0].starts_with(place + severity)) << said[0] << " at " << place;
    EXPECT_NE(said[0].find("'" + field.name + "' is missing"), std::string::npos) << said[0];
  }

  void CheckWrong(const Field& field, const std::vector<std::string>& path) {
    const Json wrong = WrongFor(field);
    if (wrong.is_null()) return;
    ++counts_->typed;
    const Json whole = Changed(field.name, path, wrong);
    const std::vector<std::string> said = Said(whole, base_);
    const std::string place = "x.json:" + At(whole, path)[field.name].position().ToString() + ": ";
    const bool found = std::any_of(said.begin(), said.end(), [&](const std::string& one) {
      return one.starts_with(place) && one.find("'" + field.name + "' must be") != one.npos;
    });
    EXPECT_TRUE(found) << "nothing said of " << DumpJson(whole);
    EXPECT_EQ(said.size(), 1U);
  }

  std::string base_;
  const Model& model_;
  Counts* counts_;
  Json minimal_;
};

TEST(CatalogueWalk, EveryTypeIsCheckedInEveryProperty) {
  const Catalogue& catalogue = Catalogue::Get();
  Counts counts;
  for (const std::string& base : Bases()) {
    for (const std::string& type : catalogue.TypesOf(base)) {
      SCOPED_TRACE(base + " " + type);
      const Model* model = catalogue.FindKind(base, type);
      ASSERT_NE(model, nullptr);
      TypeWalk(base, *model, &counts).Run();
    }
  }
  for (const std::string& name : PlainModels()) {
    SCOPED_TRACE(name);
    const Model* model = catalogue.FindModel(name);
    ASSERT_NE(model, nullptr);
    TypeWalk(name, *model, &counts).Run();
  }
  std::cout << counts.types << " types, " << counts.required << " required properties, "
            << counts.typed << " typed properties\n";
  EXPECT_GE(counts.types, 580);
  EXPECT_GE(counts.required, 1100);
  EXPECT_GE(counts.typed, 5000);
}

}  // namespace
}  // namespace weir::model
