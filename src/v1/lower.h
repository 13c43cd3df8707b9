#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "model/factory.h"
#include "model/v1/factory.h"
#include "v1/linked_service.h"
#include "v1/rewrite.h"

namespace weir::v1 {

/// The activity of version 2 that does what one of version 1 does, and what it refers to.
struct LoweredActivity {
  /// {"name", "type", "policy", "typeProperties", "inputs", "outputs", "linkedServiceName"}.
  Json activity;
  /// Documents {"name", "properties"} by the names of version 1.
  std::vector<Json> datasets;
  std::vector<Json> linked_services;
  std::vector<Remark> remarks;
};

/// Lower an activity, its expressions made what `rewriter` makes of them. Datasets keep the types
/// that version 2 still takes from old factories, so that formats read and write as they did.
///
/// Copy: the first input is read, the others are conditions of the schedule. Without a format on
/// both sides, or with the same, bytes are copied. `sliceIdentifierColumnName` becomes an added
/// column and a DELETE in front, `sqlWriterCleanupScript` the script before the copy.
/// What runs on a compute service is the activity of version 2 without datasets.
/// Errors: kUnsupported UnsupportedActivity of a type that version 1 does not have; kNotFound
/// DatasetNotFound, LinkedServiceNotFound; kInvalid NoOutput, MissingProperty; as Rewriter.
Result<LoweredActivity> LowerActivity(const model::V1Factory& factory,
                                      const model::V1Pipeline& pipeline,
                                      const model::V1Activity& activity, const Rewriter& rewriter);

/// A dataset alone; `activity` is the reference to it. Errors: as LowerActivity.
Result<LoweredActivity> LowerDataset(const model::V1Factory& factory,
                                     const model::V1Dataset& dataset, const Rewriter& rewriter);

/// A factory with the pipeline of that name, which has the one activity and text parameters, and
/// what it refers to.
model::Factory FactoryOf(const std::string& name, const std::string& pipeline, const Json& activity,
                         const LoweredActivity& lowered,
                         const std::vector<std::string>& parameters);

/// A factory of version 2 that holds what a slice of an activity needs: a pipeline of the name of
/// `pipeline` with this one activity, its datasets and linked services, and the parameters that
/// `rewriter` leaves open. Pure. Errors: as LowerActivity.
Result<model::Factory> LowerSlice(const model::V1Factory& factory,
                                  const model::V1Pipeline& pipeline,
                                  const model::V1Activity& activity, const Rewriter& rewriter);

/// All linked services as version 2 has them, in a factory of its own: what local stand-ins
/// overlay.
model::Factory LowerStores(const model::V1Factory& factory);

}  // namespace weir::v1
