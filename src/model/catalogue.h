#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace weir::model {

/// The type of a field.
struct FieldType {
  enum class Kind {
    kAny,  ///< Anything; `Field::expr` may say what an expression there gives.
    kText,
    kInteger,
    kNumber,
    kBoolean,
    kTime,     ///< A date and time as text.
    kList,     ///< Of `element`.
    kMap,      ///< Of names to `element`.
    kModel,    ///< An object; `name` is the model, or the base of models told apart by `type`.
    kEnum,     ///< A text, usually one of the enum `name`.
    kLiteral,  ///< The text `name`: a discriminator.
  };
  Kind kind = Kind::kAny;
  std::string name;
  std::shared_ptr<const FieldType> element;
};

/// One property of a model.
struct Field {
  std::string name;
  FieldType type;
  bool required = false;
  bool readonly = false;
  bool discriminator = false;
  /// What the property holds where its type is kAny: "string", "integer", "array of objects" …
  std::string expr;
  std::optional<int64_t> minimum;
};

/// The shape of a JSON object.
struct Model {
  std::string name;
  /// The value of `type` that picks it among its base's models; empty for plain models.
  std::string discriminator;
  std::vector<std::string> bases;
  /// All properties, those of the bases included.
  std::vector<Field> fields;

  /// The property of that name, ignoring case; null if none.
  const Field* Find(std::string_view field) const;
};

/// Every type of the service's contract, as data: which properties it has, of which type.
///
/// Names ignore case. Source: azure-mgmt-datafactory (MIT), data/catalogue.json; older spellings
/// and our own additions: data/aliases.json.
class Catalogue {
 public:
  /// The one that is compiled in, read on first use.
  static const Catalogue& Get();

  /// The model of `base` ("Activity", "LinkedService", "Dataset", "CopySource" …) whose `type` is
  /// that; null if unknown.
  const Model* FindKind(std::string_view base, std::string_view type) const;
  /// True if models of `base` are told apart by `type`.
  bool IsKind(std::string_view base) const;
  /// Every `type` of a base, as the contract spells it.
  std::vector<std::string> TypesOf(std::string_view base) const;
  /// A model by its class name; null if unknown.
  const Model* FindModel(std::string_view name) const;
  /// The values of an enum, older spellings behind the contract's; null if unknown.
  const std::vector<std::string>* FindEnum(std::string_view name) const;

 private:
  Catalogue();
  void AddContract();
  void AddAliases();
  void AddModel(const std::string& name, const Json& json);
  std::map<std::string, Model, std::less<>> models_;
  std::map<std::string, std::map<std::string, std::string>, std::less<>> kinds_;
  std::map<std::string, std::vector<std::string>, std::less<>> enums_;
};

}  // namespace weir::model
