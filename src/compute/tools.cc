#include "compute/tools.h"

namespace weir::compute {

Result<> CheckLocalCommands(const ComputeTools& tools, const std::string& service) {
  if (*tools.local_commands) return {};
  return Fail(ErrorKind::kDenied, "LocalCommandsNotAllowed",
              "this service runs no commands of pipelines on its own machine; its operator "
              "allows them with 'weir serve --local-commands'")
      .At(service);
}

}  // namespace weir::compute
