#pragma once

#include <string>
#include <vector>

#include "model/finding.h"
#include "model/v1/factory.h"

namespace weir::model {

/// Where a document of version 1 comes from.
struct V1Origin {
  /// The name of a document that has none.
  std::string stem;
  /// As findings name it; may be empty.
  std::string file;
};

/// Read a document, {"name", "properties"} or the properties alone: a file, or a body of the
/// 2015-10-01 REST interface. Property names ignore case. What cannot be read is a finding at its
/// place and keeps its default; unknown properties stay in the document.
///
/// Codes: InvalidName, MissingProperty, WrongType, InvalidTimeSpan, InvalidAvailability,
/// InvalidActivePeriod, SlicePolicyOutOfRange, NoOutput, ActivityWithoutName, DuplicateActivity,
/// ScopedDatasetNotOneTime; warnings: TemplateExpression.
V1Pipeline ReadV1Pipeline(Json document, const V1Origin& origin, std::vector<Finding>* findings);
V1Dataset ReadV1Dataset(Json document, const V1Origin& origin, std::vector<Finding>* findings);
V1LinkedService ReadV1LinkedService(Json document, const V1Origin& origin,
                                    std::vector<Finding>* findings);

}  // namespace weir::model
