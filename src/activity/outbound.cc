#include "activity/outbound.h"

namespace weir::activity {

Outbound MakeOutbound(std::shared_ptr<const http::AddressPolicy> addresses) {
  http::ClientOptions options;
  options.addresses = std::move(addresses);
  return {std::make_shared<http::Client>(std::move(options)),
          std::make_shared<connectors::auth::TokenCache>(connectors::auth::DefaultTokenTools())};
}

}  // namespace weir::activity
