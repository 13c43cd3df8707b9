#include "v1/validation.h"

#include <algorithm>
#include <cmath>

#include "v1/windows.h"

namespace weir::v1 {

Json ValidationOf(const model::V1Dataset& dataset, const Json& reference, bool one_file) {
  constexpr double kMegabyte = 1024 * 1024;
  const model::V1ExternalPolicy& policy = dataset.external_policy;
  const auto patience =
      (policy.retry_timeout + policy.retry_interval) * std::max<int64_t>(policy.maximum_retry, 1);
  Json settings = Json::Object({{"timeout", SpanText(patience)},
                                {"sleep", policy.retry_interval.count()},
                                {"dataset", reference}});
  if (!one_file) {
    settings.Set("childItems", true);
  } else if (dataset.validation.minimum_size_mb) {
    settings.Set("minimumSize",
                 static_cast<int64_t>(std::ceil(*dataset.validation.minimum_size_mb * kMegabyte)));
  }
  return Json::Object({{"name", "WaitFor_" + dataset.name},
                       {"type", "Validation"},
                       {"dependsOn", Json::Array()},
                       {"typeProperties", settings}});
}

}  // namespace weir::v1
