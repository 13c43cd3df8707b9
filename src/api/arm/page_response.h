#pragma once

#include <utility>

#include "api/error_body.h"
#include "base/json.h"
#include "store/run_query.h"

namespace weir::api::arm {

/// The answer to a query: {"value": [each record as `print` gives it], "continuationToken"}; the
/// last page has no token.
template <typename Record, typename Print>
http::ServerResponse PageResponse(const store::Page<Record>& page, const Print& print) {
  Json value = Json::Array();
  for (const Record& record : page.records) value.Append(print(record));
  Json body = Json::Object({{"value", std::move(value)}});
  if (!page.continuation.empty()) body.AppendMember("continuationToken", page.continuation);
  return JsonResponse(body);
}

}  // namespace weir::api::arm
