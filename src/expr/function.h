#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "expr/scope.h"

namespace weir::expr {

class DateFormat;
struct Expression;
struct Evaluation;
struct FunctionSpec;

/// One call as the function sees it: itself, what stands around it, and what was prepared.
struct Call {
  const FunctionSpec& spec;
  const Scope& scope;
  /// The date format argument, parsed when the expression was, if it is a literal.
  const DateFormat* format = nullptr;

  /// "The function 'f' expects <expected>. The provided value is of type '<kind>'."
  Error WrongType(std::string_view expected, const Json& value) const;
  /// "The function 'f' <rest>"
  Error Failure(std::string_view rest) const;
};

using Arguments = std::span<const Json>;

/// The arguments of a function that evaluates only those it needs.
class LazyArguments {
 public:
  LazyArguments(const Evaluation& evaluation, std::span<const Expression> expressions)
      : evaluation_(evaluation), expressions_(expressions) {}
  size_t size() const { return expressions_.size(); }
  Result<Json> Evaluate(size_t index) const;

 private:
  const Evaluation& evaluation_;
  std::span<const Expression> expressions_;
};

/// An expression (without `@`) and what comes out: JSON, or the words of the failure.
struct FunctionExample {
  std::string_view expr;
  std::string_view want;
  std::string_view error = {};
};

inline constexpr int kUnbounded = -1;

/// What a function is, as data: its reference page, its tests, its checks and its code.
struct FunctionSpec {
  std::string_view name;
  /// "text: string, start: int, length?: int"; `?` marks one that may be left out, `...` a list.
  std::string_view args;
  std::string_view returns;
  /// A page of learn.microsoft.com/azure, or "observed" or "our choice" with the reason.
  std::string_view source;
  std::vector<FunctionExample> examples;
  int args_min = 0;
  int args_max = 0;  ///< Or kUnbounded.
  /// What it says when the count is wrong: "The function 'f' <expects>. The function was …".
  std::string_view expects;
  /// Exactly one of these two.
  Result<Json> (*eval)(const Call&, Arguments) = nullptr;
  Result<Json> (*lazy)(const Call&, const LazyArguments&) = nullptr;
  /// The index of the date format argument; -1 if there is none.
  int format_arg = -1;
  /// What it answers depends on its scope, the clock or chance, not on its arguments alone.
  bool scoped = false;
};

/// Every function and accessor, in the order of their topics.
std::span<const FunctionSpec> AllFunctions();
/// Find by name, ignoring case; null if there is none.
const FunctionSpec* FindFunction(std::string_view name);
/// The names, for "did you mean".
const std::vector<std::string>& FunctionNames();

/// pipeline(), activity(), item() and the like: what a scope holds.
bool IsAccessor(const FunctionSpec& spec);

/// Check the count of arguments. Errors: InvalidTemplate with the function's own words.
Result<> CheckArgumentCount(const FunctionSpec& spec, size_t count);

// One list per topic, in functions/<topic>.cc; function.cc joins them.
std::vector<FunctionSpec> AccessorFunctions();
std::vector<FunctionSpec> StringFunctions();
std::vector<FunctionSpec> CollectionFunctions();
std::vector<FunctionSpec> LogicalFunctions();
std::vector<FunctionSpec> ConversionFunctions();
std::vector<FunctionSpec> EncodingFunctions();
std::vector<FunctionSpec> XmlFunctions();
std::vector<FunctionSpec> MathFunctions();
std::vector<FunctionSpec> DateFunctions();
std::vector<FunctionSpec> TimeZoneFunctions();

}  // namespace weir::expr
