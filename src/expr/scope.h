#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/json.h"

namespace weir::expr {

/// What an expression can see where it stands. An accessor that is not available there answers
/// nothing, and the evaluator says "not expected at this location".
class Scope {
 public:
  virtual ~Scope() = default;

  /// pipeline(): system variables, `parameters`, `globalParameters`.
  virtual std::optional<Json> Pipeline() const { return std::nullopt; }
  /// item(): the current element of ForEach or Filter.
  virtual std::optional<Json> Item() const { return std::nullopt; }
  /// dataset(): the dataset's parameters.
  virtual std::optional<Json> Dataset() const { return std::nullopt; }
  /// linkedService(): the linked service's parameters.
  virtual std::optional<Json> LinkedService() const { return std::nullopt; }
  /// trigger() and triggerBody(), in trigger JSON.
  virtual std::optional<Json> Trigger() const { return std::nullopt; }
  virtual std::optional<Json> TriggerBody() const { return std::nullopt; }

  /// activity('name'): `output`, `status`, `error`, … Names ignore case.
  virtual bool has_activities() const { return false; }
  virtual std::optional<Json> Activity(std::string_view /*name*/) const { return std::nullopt; }
  /// variables('name'). Names ignore case.
  virtual bool has_variables() const { return false; }
  virtual std::optional<Json> Variable(std::string_view /*name*/) const { return std::nullopt; }

  /// The names that activity() and variables() know here, for "did you mean" in their errors.
  virtual std::vector<std::string> ActivityNames() const { return {}; }
  virtual std::vector<std::string> VariableNames() const { return {}; }

  /// The clock of utcNow(), getFutureTime() and getPastTime().
  virtual UtcTime Now() const = 0;
  /// Where guid() and rand() draw from.
  virtual SeededRandom& Random() const = 0;
};

}  // namespace weir::expr
