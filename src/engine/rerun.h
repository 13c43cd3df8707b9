#pragma once

#include <memory>
#include <string>

#include "base/secret.h"
#include "engine/run_request.h"
#include "store/store.h"

namespace weir::engine {

/// How to run again what ran before.
struct RerunWish {
  std::string run_id;
  /// Join the run group of that run, as its newest, and continue what failed because of it.
  bool grouped = true;
  std::string start_activity = {};  ///< At the top of the pipeline; empty: none.
  /// Only what did not succeed; not looked at if `start_activity` is set.
  bool from_failure = false;
  Json parameters = {};  ///< In place of those of that run, by name; null: none.
};

/// The request that runs it again with the same parameters, on the definitions as they are.
///
/// With an activity to start from, or from failure, results of activities that need not run again
/// are taken over. Then: `Wait`, variables and `Filter` run again; loops go over their items and
/// take over the iterations that did not fail and have the same item; what follows on something
/// that ran again does too; children are started again and take over in turn.
/// Not taken over, because history does not have them whole: outputs of activities with
/// `secureOutput`, and those in which a secret was masked. With other parameters nothing inside
/// loops is taken over.
///
/// Errors: kNotFound PipelineRunNotFound; kInvalid BadRequest if the run is not over, has no such
/// activity, or did not fail; what the store says.
/// Source: v2-semantics 1.8 ("monitor-visually"); parameters together with `grouped`: our choice.
Result<RunRequest> PlanRerun(store::Store& store, const Sealer& sealer, const RerunWish& wish,
                             std::shared_ptr<Definitions> definitions);

/// What a rerun of the run from failure takes over. Errors: what the store says.
Result<pipeline::RecoveryPlan> PlanRecovery(store::Store& store, const std::string& run_id);

/// The request that goes on with `heal.run_id`, whose child has run again as `child` and succeeded.
/// No request if that run was rerun meanwhile. `definitions` have its pipeline.
/// Errors: as PlanRerun.
/// Source: our choice (in Azure the parent stays failed).
Result<std::optional<RunRequest>> PlanHealing(store::Store& store, const Sealer& sealer,
                                              const Heal& heal, const store::RunRecord& child,
                                              std::shared_ptr<Definitions> definitions);

}  // namespace weir::engine
