#pragma once

#include "base/json.h"
#include "base/result.h"
#include "copy/services.h"
#include "model/instance.h"

namespace weir::copy {

/// Check that a source's type fits its dataset.
/// Errors: kInvalid InvalidCopySource in ADF's words: `… invalid "source" property. The source type
/// is not compatible with the dataset 'D' and its linked service 'L'.`
Result<> CheckSourceType(const model::DatasetInstance& dataset, const Json& source,
                         const Services& services);

/// The same for a sink.
Result<> CheckSinkType(const model::DatasetInstance& dataset, const Json& sink,
                       const Services& services);

/// The first source type that fits the dataset: "DelimitedTextSource", "PostgreSqlV2Source".
/// Errors: kUnsupported if nothing here reads, or writes, such a dataset.
Result<std::string> SourceTypeFor(const model::DatasetInstance& dataset, const Services& services);

/// The same of its sinks.
Result<std::string> SinkTypeFor(const model::DatasetInstance& dataset, const Services& services);

/// The store settings of a source: `storeSettings`, or a legacy source's own properties with the
/// filters and the web request that its dataset holds.
Json ReadSettingsOf(const model::DatasetInstance& dataset, const Json& source);

/// The store settings of a sink: `storeSettings`, or a legacy sink's own properties.
Json WriteSettingsOf(const Json& sink);

/// Open the file store of a sink under those settings.
/// Errors: as OpenFiles; kUnsupported for `metadata` where the store keeps none.
Result<std::shared_ptr<connectors::FileStore>> OpenSinkFiles(
    const Services& services, const model::LinkedServiceInstance& linked_service,
    const Json& settings, const CancelToken* cancel);

}  // namespace weir::copy
