#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "engine/run_request.h"
#include "model/local.h"
#include "model/v1/factory.h"
#include "schedule/slices/slice_book.h"
#include "store/store.h"
#include "v1/rewrite.h"

namespace weir::slices {

/// How slices of a factory are made: for each activity a pipeline of version 2 that has the slice
/// as parameters, lowered once. What cannot be put so is lowered for each slice.
///
/// One thread at a time.
class Plans {
 public:
  /// `local` overlays linked services and says what answers instead of running; it must outlive
  /// the plans. `owner`: the key of the factory in the service whose gateways carry out what their
  /// linked services name; empty: it is done here.
  Plans(std::shared_ptr<const model::V1Factory> factory,
        const std::optional<model::LocalFile>& local, std::string owner = "")
      : factory_(std::move(factory)), local_(local), owner_(std::move(owner)) {}

  const model::V1Factory& factory() const { return *factory_; }

  /// A run that makes the slice. Errors: kNotFound ActivityNotFound; as v1::LowerSlice.
  Result<engine::RunRequest> Make(const schedule::StartSlice& start);
  /// A run that looks at the data of the slice. Errors: kNotFound DatasetNotFound; as
  /// v1::LowerCheck.
  Result<engine::RunRequest> Look(const schedule::CheckSlice& check);
  /// What runs of the factory read who go on after a restart; see Definitions::Restore.
  Result<std::shared_ptr<engine::Definitions>> Restore(const std::string& snapshot) const;

 private:
  using Lower = std::function<Result<model::Factory>(const v1::Rewriter& rewriter)>;
  struct Plan {
    std::string pipeline;
    std::shared_ptr<engine::Definitions> definitions;  ///< Null: to be lowered for each slice.
  };
  Result<engine::RunRequest> Request(const std::string& key, const schedule::Interval& slice,
                                     const Lower& lower);
  Plan PlanOf(model::Factory lowered) const;
  void Own(engine::Definitions* definitions) const;

  std::shared_ptr<const model::V1Factory> factory_;
  const std::optional<model::LocalFile>& local_;
  const std::string owner_;
  std::map<std::string, Plan> plans_;  ///< By what is made.
};

/// How an attempt that is over ended.
schedule::SliceOutcome OutcomeOf(const store::RunRecord& run);

}  // namespace weir::slices
