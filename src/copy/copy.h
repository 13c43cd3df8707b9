#pragma once

#include <functional>
#include <memory>
#include <string>

#include "copy/services.h"

namespace weir::copy {

class RowSource;

/// A copy as its activity asks for it, expressions evaluated.
struct CopyRequest {
  const Services& services;
  std::string activity_name;
  std::string activity_run_id;
  const Json& type_properties;  ///< source, sink, translator, …
  const model::DatasetInstance& source;
  const model::DatasetInstance& sink;
  /// Resolves the references of log locations.
  std::function<Result<model::LinkedServiceInstance>(const Json&)> linked_service;
  const CancelToken& cancel;
  const Clock& clock;
  std::function<void(const Counters&)> report;  ///< Called often, from any thread.
  /// What becomes of the rows between the source and the mapping; null: nothing. Rows only.
  std::function<std::unique_ptr<RowSource>(std::unique_ptr<RowSource>)> through = nullptr;
};

/// Copy the source into the sink and give the activity's output as ADF shows it.
///
/// Rows when both sides have a format or are tables; bytes when both are Binary.
/// Errors: AsCopyError's (code 2200 with ADF's message); kUnsupported naming the property for what
/// is not done here; kCancelled.
/// Source: copy activity overview, "monitoring" (output keys).
Result<Json> RunCopy(const CopyRequest& request);

}  // namespace weir::copy
