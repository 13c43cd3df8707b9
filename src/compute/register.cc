#include "compute/register.h"

namespace weir::compute {

Result<> RegisterCompute(engine::ActivityRegistry& registry, const ComputeTools& tools) {
  const std::vector<engine::ActivitySpec> specs = {};
  static_cast<void>(tools);
  for (const engine::ActivitySpec& spec : specs) WEIR_TRY(registry.Add(spec));
  return {};
}

}  // namespace weir::compute
