#pragma once

#include <optional>
#include <string>

#include "base/json.h"
#include "base/result.h"
#include "model/factory.h"
#include "model/v1/factory.h"
#include "schedule/slices/slice_book.h"
#include "v1/rewrite.h"

namespace weir::v1 {

/// The slices of a factory, none of them made yet. `within`: active periods are cut to it, and
/// pipelines without one have it. A pipeline of mode OneTime has one slice: its active period, or
/// the moment `now`; so have the datasets that it makes, and those that only such pipelines read.
/// Errors: kInvalid InvalidSliceExpression of an input's period; kNotFound DatasetNotFound;
/// kConflict TwoProducers; kInvalid InvalidAvailability of a dataset without slices.
Result<schedule::SliceBook> MakeBook(const model::V1Factory& factory,
                                     const std::optional<schedule::Interval>& within, UtcTime now);

/// A factory of version 2 with a pipeline "Check <dataset>" that looks at the data of a slice: by
/// GetMetadata, or by Lookup where rows have to be counted; of an external dataset for as long as
/// its `retryTimeout`. As LowerSlice else. Errors: as LowerActivity; kUnsupported
/// ValidationUnsupported where a store does not tell.
Result<model::Factory> LowerCheck(const model::V1Factory& factory, const model::V1Dataset& dataset,
                                  const Rewriter& rewriter);

/// What the output of that activity says is missing, as what was expected and what is there; empty
/// if the data is there and is enough.
std::string Shortfall(const model::V1Dataset& dataset, const Json& output);

}  // namespace weir::v1
