#pragma once

#include "api/arm/factory_book.h"
#include "api/v1/resource_path.h"
#include "base/json.h"
#include "base/result.h"
#include "gateway/hub.h"
#include "model/finding.h"
#include "model/v1/factory.h"

namespace weir::api::v1 {

using arm::Kept;

/// The document to keep of a PUT's body: {"name", "properties"} and what else clients may write;
/// the name is the path's. Secrets that came back hidden are taken from `old` (null if there is
/// none). What only the service writes is dropped.
/// Errors: kInvalid InvalidRequestContent without properties, or with a hidden secret that is not
/// known; the code of what is wrong in it (model/v1/read.h), saying all of it, at the first place.
Result<Json> ReadDocument(const ResourcePath& path, const Json& body, const Kept* old);

/// Put a document that ReadDocument gave into a factory; kinds that a factory's slices know nothing
/// of change nothing. `findings` may be null.
void PutInto(model::V1Factory* factory, const ResourcePath& path, const Json& document,
             std::vector<model::Finding>* findings);
void RemoveFrom(model::V1Factory* factory, const ResourcePath& path);

/// How a resource is shown.
struct PrintStyle {
  /// The answer of the PUT that makes it: it is PendingCreation.
  bool pending = false;
  /// In a list: of activities only name and type.
  bool summary = false;
  /// Of a gateway: its keys, for who may write it.
  bool keys = false;
  const gateway::Hub* hub = nullptr;  ///< Of a gateway: who knows its nodes; null: nobody.
};
/// As clients see it: {"name", "id", "properties", …}, no secret in it.
Json PrintResource(const ResourcePath& path, const Kept& kept, PrintStyle style);

/// `findings` as one error; they must not be empty.
Error ErrorOf(const std::vector<model::Finding>& findings);

}  // namespace weir::api::v1
