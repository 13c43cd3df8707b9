#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
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
  /// The contract requires it; the service, or what runs here, does without.
  bool soft = false;
  bool readonly = false;
  bool discriminator = false;
  /// What the property holds where its type is kAny: "string", "integer", "array of objects" …
  std::string expr;
  std::optional<int64_t> minimum;
  /// The spelling that the service itself writes, where it is not the contract's.
  std::string written;
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
/// Names ignore case. The data is one JSON document a line and each is read when it is first asked
/// for, so that a start costs microseconds; may be asked by many threads, what it returns stays.
/// Source: azure-mgmt-datafactory (MIT), data/catalogue.jsonl; older spellings and our own
/// additions: data/aliases.json.
class Catalogue {
 public:
  /// The one that is compiled in.
  static const Catalogue& Get();
  Catalogue(const Catalogue&) = delete;
  Catalogue& operator=(const Catalogue&) = delete;

  /// The model of `base` ("Activity", "LinkedService", "Dataset", "CopySource" …) whose `type` is
  /// that; null if unknown.
  const Model* FindKind(std::string_view base, std::string_view type) const;
  /// True if models of `base` are told apart by `type`.
  bool IsKind(std::string_view base) const;
  /// Every `type` of a base, as the contract spells it.
  std::vector<std::string> TypesOf(std::string_view base) const;
  /// The older spellings that are taken beside them: {older, the contract's}.
  std::vector<std::pair<std::string, std::string>> OlderTypesOf(std::string_view base) const;
  /// A model by its class name; null if unknown.
  const Model* FindModel(std::string_view name) const;
  /// The values of an enum, older spellings behind the contract's; null if unknown.
  const std::vector<std::string>* FindEnum(std::string_view name) const;

 private:
  struct Type {
    std::string spelling;
    std::string model;
    /// An older spelling: taken, never offered.
    bool alias = false;
  };
  using Types = std::map<std::string, Type>;
  using Lines = std::map<std::string_view, std::string_view>;

  Catalogue();
  // These expect the lock.
  const Types* TypesLocked(std::string_view base) const;
  const Model* ModelLocked(std::string_view name) const;
  Model BuildModel(std::string_view name, const Json& json) const;

  Lines kind_lines_;
  Lines enum_lines_;
  Lines model_lines_;
  Json aliases_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, Types, std::less<>> kinds_;
  mutable std::map<std::string, std::vector<std::string>, std::less<>> enums_;
  mutable std::map<std::string, Model, std::less<>> models_;
};

}  // namespace weir::model
