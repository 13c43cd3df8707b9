#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace weir::model {

/// Evaluates the expressions of one ARM template: `[concat(parameters('factoryName'), '/P')]`.
///
/// What only the cloud can answer (reference, listKeys …) and parameters without a value become a
/// placeholder text in angle brackets, and are noted.
class ArmEvaluator {
 public:
  /// `declared` and `variables` are the template's own; `given` maps parameter names to values.
  ArmEvaluator(Json declared, Json variables, Json given)
      : declared_(std::move(declared)),
        variables_(std::move(variables)),
        given_(std::move(given)) {}

  /// The value with every expression in it evaluated and `[[` undone; places are kept.
  /// A text that does not parse as an expression stays and is noted.
  Json Evaluate(const Json& value);

  /// The values that were given for parameters.
  const Json& given() const { return given_; }
  /// Who answers `reference(id)`: the value, or nothing if only the cloud knows.
  using Answer = std::function<std::optional<Json>(const std::string& id)>;
  void set_reference(Answer answer) { reference_ = std::move(answer); }
  /// The index that `copyIndex()` gives.
  void set_copy_index(int64_t index) { copy_index_ = index; }

  /// Something that could not be evaluated: where, and what a person should know.
  struct Note {
    Position position;
    std::string code;
    std::string message;
  };
  std::vector<Note> TakeNotes() { return std::move(notes_); }

 private:
  friend class ArmExpressionParser;
  struct Value {
    Json json;
    bool placeholder = false;
  };
  Value Parameter(const std::string& name);
  Value Variable(const std::string& name);
  Value Defined(const std::string& kind, const std::string& name, const Json& definition);
  Value Call(std::string_view name, std::vector<Value> args, std::string_view source);
  Json EvaluateText(const Json& text);
  Json EvaluateLevel(const Json& value, int depth);
  void NoteOnce(std::string code, std::string message);

  Json declared_;
  Json variables_;
  Json given_;
  Answer reference_;
  int64_t copy_index_ = 0;
  int depth_ = 0;
  /// Values of parameters and variables by "kind name", so that a chain of them costs its length
  /// once.
  std::map<std::string, Json> known_;
  std::set<std::string> open_;
  Position position_;
  std::vector<std::string> noted_;
  std::vector<Note> notes_;
};

}  // namespace weir::model
