#pragma once

#include <string>

#include "api/arm/factory_book.h"
#include "base/json.h"
#include "base/result.h"
#include "model/factory.h"

namespace weir::api::arm {

/// What stands for a secret in an answer. Sent back in a PUT, it means: the one that is there.
inline constexpr std::string_view kHidden = "**********";

/// The document to keep of a PUT's body: what the contract lets clients write, secrets that came
/// back hidden taken from `old` (null if there is none).
/// Errors: kInvalid InvalidRequestContent without properties; kInvalid BadRequest, saying what is
/// against the contract and where, a missing or abstract `type` among it.
Result<Json> ReadDocument(const ResourcePath& path, const Json& body, const Kept* old);

/// Check what a factory has beside its properties: location, tags, identity.
/// Errors: kInvalid InvalidRequestContent.
Result<> CheckFactoryMembers(const Json& document);

/// As clients see it: {"id", "name", "type", "etag", "properties", …}, no secret in it.
Json PrintResource(model::ResourceKind kind, const Kept& kept);

/// Check the name of a resource that is to be made. Errors: kInvalid InvalidResourceName.
Result<> CheckName(const ResourcePath& path);

}  // namespace weir::api::arm
