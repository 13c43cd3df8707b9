#pragma once

#include <optional>
#include <string>

#include "expr/scope.h"
#include "model/factory.h"
#include "store/store.h"

namespace weir::api::arm {

/// What an expression saw at its place in a run that is kept: as the run's records tell it, and,
/// for the items of loops, the pipeline as it is now. Secure values were never kept: they are
/// "***".
///
/// Reads the records that are asked for, one question each, and of variables the first 2,000 that
/// set one. Errors of the store: an accessor answers nothing, and error() says why.
class PastScope final : public expr::Scope {
 public:
  /// `pipeline`: its properties. All must outlive the scope.
  PastScope(store::Store& store, const store::RunRecord& run, const model::Factory& factory,
            const Json& pipeline);

  /// Stand where the activity of that name ran: in that activity run, if one is named, else its
  /// last failure, else its last run. Where it never ran: in the first iteration of the loops
  /// around it. False: the pipeline has no such activity, or that is none of its last 2,000 runs.
  bool StandAt(const std::string& activity, const std::string& activity_run = "");
  /// "Each[3]/If": where one stands; empty at the top.
  const std::string& path() const { return path_; }
  const std::optional<Error>& error() const { return error_; }

  std::optional<Json> Pipeline() const override;
  /// Of the trigger run that started the run, also by a parent; nothing if none did.
  std::optional<Json> Trigger() const override;
  std::optional<Json> TriggerBody() const override;
  std::optional<Json> Item() const override;
  bool has_activities() const override { return true; }
  std::optional<Json> Activity(std::string_view name) const override;
  bool has_variables() const override { return true; }
  std::optional<Json> Variable(std::string_view name) const override;
  std::vector<std::string> ActivityNames() const override;
  std::vector<std::string> VariableNames() const override;
  UtcTime Now() const override { return now_; }
  SeededRandom& Random() const override { return random_; }

 private:
  std::vector<store::ActivityRunRecord> Records(store::RunField field, std::vector<Json> values,
                                                bool newest_first) const;
  Json Fired() const;
  std::optional<Json> ItemOf(const Json& loop, const std::string& path, size_t index) const;

  store::Store& store_;
  const store::RunRecord& run_;
  const model::Factory& factory_;
  const Json& pipeline_;
  std::string path_;
  std::string activity_;
  UtcTime now_;
  mutable SeededRandom random_;
  mutable std::optional<Error> error_;
};

}  // namespace weir::api::arm
