#pragma once

#include <memory>

#include "api/arm/handlers.h"

namespace weir::api::arm {

/// The factory as it is, or with the resource at `path` as `text` says it, a JSON text that is not
/// kept; null: as it is. Secrets that came back hidden are those that are kept.
/// Errors: as FactoryBook::Get without a text; kInvalid InvalidJson, and as ReadDocument.
Result<std::shared_ptr<const model::Factory>> FactoryWith(const Services& services,
                                                          const ResourcePath& path,
                                                          const Json& text);

}  // namespace weir::api::arm
