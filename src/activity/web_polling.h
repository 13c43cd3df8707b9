#pragma once

#include <optional>

#include "engine/activity.h"
#include "http/message.h"

namespace weir::activity {

/// Follows the asynchronous pattern: as long as the answer is 202 with a Location, ask there again
/// after Retry-After (10 s if absent), at most 7 days. Holds no thread while it waits, and goes on
/// after a restart without asking the first address again. Only one origin gets what authenticates
/// the request: a Location elsewhere is asked without it.
/// Source: control-flow-web-activity ("asynchronous request-reply"); intervals and origins are our
/// choice.
class Polling {
 public:
  /// `first`: the request that is, or was, sent first.
  Polling(engine::ActivityContext& context, const http::Request& first)
      : context_(context), first_(first) {}

  /// True if an earlier call of this attempt got a 202: then Request() asks its Location.
  bool under_way() const { return context_.handle()["poll"].is_string(); }
  http::Request Request() const;
  /// When the first call of this attempt began.
  UtcTime start() const;
  /// True if the activity must wait: the handle is saved and the engine calls again, at `latest` at
  /// the latest. Errors: kUnavailable 2108 after 7 days; as SaveHandle.
  Result<bool> MustWait(const http::Response& response, std::optional<UtcTime> latest = {});

 private:
  engine::ActivityContext& context_;
  const http::Request& first_;
};

}  // namespace weir::activity
