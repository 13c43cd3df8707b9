#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace weir::model {

/// True if a text holds a placeholder that ArmEvaluator made: `<parameter x>`, `<variable x>` or a
/// call in angle brackets.
bool IsPlaceholder(std::string_view text);

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

  /// A template's `outputs`, {name: {"type", "value"}}; `"copy": {"count", "input"}` in place of
  /// the value stands for an array.
  Json EvaluateOutputs(const Json& outputs);

  /// The values that were given for parameters.
  const Json& given() const { return given_; }
  /// Who answers `reference(id)`: the value, or nothing if only the cloud knows.
  using Answer = std::function<std::optional<Json>(const std::string& id)>;
  void set_reference(Answer answer) { reference_ = std::move(answer); }
  /// The index that `copyIndex()` and `copyIndex('loop')` give.
  void set_copy_index(const std::string& loop, int64_t index);
  /// The indices of the loops that are open, by name.
  const std::map<std::string, int64_t>& copy_indices() const { return copy_indices_; }
  void set_copy_indices(std::map<std::string, int64_t> indices) {
    copy_indices_ = std::move(indices);
  }
  /// The template's `functions`: [{"namespace", "members": {name: {"parameters", "output"}}}].
  void set_functions(Json functions) { functions_ = std::move(functions); }
  /// Count on what another evaluator has made: a nested deployment belongs to its outer one.
  /// False if that is too much already.
  bool ShareBudget(const ArmEvaluator& outer) {
    made_bytes_ = outer.made_bytes_;
    return Charge(Json());
  }
  /// What `deployment().properties.templateLink.uri` gives.
  void set_template_uri(std::string uri) { template_uri_ = std::move(uri); }

  /// Something that could not be evaluated: where, and what a person should know.
  struct Note {
    Position position;
    std::string code;
    std::string message;
  };
  std::vector<Note> TakeNotes() { return std::move(notes_); }

 private:
  friend class ArmExpressionParser;
  /// A function that is given to filter, map, reduce …: the names of its arguments and its text.
  struct Lambda {
    std::vector<std::string> names;
    std::string body;
  };
  struct Value {
    Json json;
    bool placeholder = false;
    std::shared_ptr<const Lambda> lambda = nullptr;
  };
  Value Parameter(const std::string& name);
  Value Variable(const std::string& name);
  Value Defined(const std::string& kind, const std::string& name, const Json& definition);
  Value Call(std::string_view name, std::vector<Value> args, std::string_view source);
  /// What needs the evaluator itself; nothing if `name` is none of these.
  std::optional<Value> CallOwn(std::string_view name, const std::vector<Value>& args);
  Value CopyIndex(const std::vector<Value>& args) const;
  std::optional<Value> CallDefined(std::string_view name, const std::vector<Value>& args);
  /// filter, map, reduce …; nothing if `name` is none of these.
  std::optional<Result<Json>> CallWithLambda(std::string_view name, const std::vector<Value>& args);
  Result<Json> Apply(const Lambda& lambda, const std::vector<Json>& args);
  Result<Json> EvaluateBody(const std::string& body);
  Result<Json> Filter(const std::vector<Value>& args);
  Result<Json> Map(const std::vector<Value>& args);
  Result<Json> MapValues(const std::vector<Value>& args);
  Result<Json> Reduce(const std::vector<Value>& args);
  Result<Json> Sort(const std::vector<Value>& args);
  Result<Json> ToObject(const std::vector<Value>& args);
  Result<Json> GroupBy(const std::vector<Value>& args);
  Json EvaluateText(const Json& text);
  Json EvaluateLevel(const Json& value, int depth);
  Json EvaluateObject(const Json& value, int depth);
  Json EvaluateCopies(const Json& entry, int depth);
  Json Scope(std::string_view name) const;
  /// Count a value that a call or a copy made; false, and a note, if it is too much.
  bool Charge(const Json& made);
  void NoteFailure(std::string_view source, const Error& error);
  void NoteOnce(std::string code, std::string message);

  Json declared_;
  Json variables_;
  Json given_;
  Answer reference_;
  /// By loop; "" is the innermost.
  std::map<std::string, int64_t> copy_indices_;
  std::map<std::string, Json> lambda_values_;
  Json functions_;
  std::string template_uri_;
  /// About how many bytes the calls and copies of the whole deployment have made.
  std::shared_ptr<int64_t> made_bytes_ = std::make_shared<int64_t>(0);
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
