#pragma once

#include "base/clock.h"
#include "expr/scope.h"

namespace weir::expr {

/// A scope made from a context file: an object with any of `pipeline`, `variables`, `activities`
/// (name → `output`, `status`, …), `item`, `dataset`, `linkedService`, `trigger`, `triggerBody` and
/// `now` (what utcNow() answers, always). An accessor whose key is missing is not available.
class ContextScope final : public Scope {
 public:
  /// Without `now` in the context the clock stands at `now`; `seed` is for guid() and rand().
  /// Errors: kInvalid InvalidContext naming the key at fault.
  static Result<ContextScope> Make(const Json& context, UtcTime now = SystemClock().Now(),
                                   uint64_t seed = EntropySeed());

  std::optional<Json> Pipeline() const override { return Key("pipeline"); }
  std::optional<Json> Item() const override { return Key("item"); }
  std::optional<Json> Dataset() const override { return Key("dataset"); }
  std::optional<Json> LinkedService() const override { return Key("linkedService"); }
  std::optional<Json> Trigger() const override { return Key("trigger"); }
  /// `triggerBody`, else `trigger.outputs.body`.
  std::optional<Json> TriggerBody() const override;
  bool has_activities() const override { return context_.Find("activities") != nullptr; }
  std::optional<Json> Activity(std::string_view name) const override;
  bool has_variables() const override { return context_.Find("variables") != nullptr; }
  std::optional<Json> Variable(std::string_view name) const override;
  std::vector<std::string> ActivityNames() const override;
  std::vector<std::string> VariableNames() const override;
  UtcTime Now() const override { return now_; }
  SeededRandom& Random() const override { return random_; }

 private:
  ContextScope(Json context, UtcTime now, uint64_t seed)
      : context_(std::move(context)), now_(now), random_(seed) {}
  std::optional<Json> Key(std::string_view name) const;

  Json context_;
  UtcTime now_;
  mutable SeededRandom random_;
};

}  // namespace weir::expr
