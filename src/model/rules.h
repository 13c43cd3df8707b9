#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/factory.h"
#include "model/finding.h"

namespace weir::model {

/// Where a limit that needs no code of its own is looked for.
struct RuleTarget {
  enum class Measure {
    kValue,    ///< The number itself.
    kCount,    ///< Items or members.
    kLength,   ///< Characters.
    kSeconds,  ///< A time span.
  };
  std::string kind;  ///< "activity", or a kind of resource by its folder: "trigger".
  std::string type;  ///< Its `type`; empty: any.
  /// The property, steps joined by '.'; a step that ends in [] means each item.
  std::string property;
  Measure measure = Measure::kValue;
};

/// What one code of a finding means: a row of data/rules.json.
struct Rule {
  std::string code;
  /// The severities it comes with; the first is the usual one.
  std::vector<Severity> severities;
  std::optional<RuleTarget> target;
  std::optional<int64_t> min;
  std::optional<int64_t> max;
  /// The message, values in braces: "{found}", "{max}"; empty where the code says it itself.
  std::string text;
  std::string title;    ///< What is wrong, one or two sentences.
  std::string example;  ///< A piece of a document that has it; may be empty.
  std::string mend;     ///< What to do.
  std::string source;   ///< The article, contract or choice it is drawn from.
};

/// Every code that `weir validate` can print, in the order of the table.
const std::vector<Rule>& AllRules();
/// The rule of that code, ignoring case; null if there is none.
const Rule* FindRule(std::string_view code);

/// Adds findings of rules for one file: severity, words and limits come from the table.
class RuleReporter {
 public:
  using Values = std::vector<std::pair<std::string_view, std::string>>;

  RuleReporter(std::string file, std::vector<Finding>* findings)
      : file_(std::move(file)), findings_(findings) {}

  /// Report `code` with the values that its text names; {min} and {max} are known. `activity` is
  /// said first if it is not null, and its place taken if `position` is unknown. A limit of the
  /// service ends with its source.
  void Report(std::string_view code, Position position, const Values& values,
              const Json* activity = nullptr) const;
  /// Report the rule with words that the table does not have.
  void Add(const Rule& rule, Position position, std::string message,
           const Json* activity = nullptr) const;
  /// Report `code` if `found` is outside of the rule's limits, as {found}.
  void CheckLimit(std::string_view code, Position position, int64_t found, Values values = {},
                  const Json* activity = nullptr) const;

 private:
  std::string file_;
  std::vector<Finding>* findings_;
};

/// The text as a message shows it: in quotes if it is one, cut after 60 characters.
std::string Shown(const Json& value);

}  // namespace weir::model
