#pragma once

#include <memory>

#include "connectors/auth/token_cache.h"
#include "http/client.h"

namespace weir::activity {

/// What activities reach web services with. One for the program; shared by threads.
struct Outbound {
  /// For addresses that authors write: keeps to the policy.
  std::shared_ptr<http::Client> client;
  /// Tokens of authorities and metadata services, whose addresses authors cannot choose.
  std::shared_ptr<connectors::auth::TokenCache> tokens;
};

/// `addresses`: where authors' URLs may lead; null: anywhere.
Outbound MakeOutbound(std::shared_ptr<const http::AddressPolicy> addresses = nullptr);

}  // namespace weir::activity
