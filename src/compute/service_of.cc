#include "compute/service_of.h"

#include "activity/web_request.h"
#include "base/names.h"

namespace weir::compute {

Result<model::LinkedServiceInstance> ServiceOf(engine::ActivityContext& context, const char* type) {
  const Json& reference = context.activity()["linkedServiceName"];
  if (!reference.is_object()) return activity::MissingProperty("linkedServiceName");
  WEIR_ASSIGN(model::LinkedServiceInstance service, context.LinkedService(reference));
  if (SameName(service.type, type)) return service;
  return Fail(ErrorKind::kInvalid, "2110",
              "The linked service type '" + service.type + "' is not supported for '" +
                  context.activity()["type"].as_string() + "' activities.");
}

}  // namespace weir::compute
