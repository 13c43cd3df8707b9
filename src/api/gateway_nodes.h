#pragma once

#include <optional>
#include <string>

#include "api/arm/factory_book.h"
#include "api/v1/factory_book.h"
#include "gateway/hub.h"
#include "http/server/server.h"

namespace weir::api {

/// The nodes of self-hosted runtimes, and of gateways of version 1, kept in their state: "nodes", a
/// list of {"id", "name", "version", "boxKey", "signKey", …}. Thread safe.
class GatewayNodes final : public gateway::NodeBook {
 public:
  GatewayNodes(arm::FactoryBook& factories, v1::FactoryBook& v1_factories)
      : factories_(factories), v1_factories_(v1_factories) {}

  Result<std::string> Enroll(const std::string& key, const gateway::NodeRecord& node) override;
  Result<gateway::NodeRecord> FindNode(const std::string& runtime_id,
                                       const std::string& node_id) const override;
  size_t CountNodes(const std::string& runtime_id) const override;
  Result<std::string> Resolve(const std::string& runtime_id) const override;

 private:
  std::vector<arm::Kept> All() const;
  std::optional<arm::Kept> Find(const std::string& runtime_id) const;

  arm::FactoryBook& factories_;
  v1::FactoryBook& v1_factories_;
};

/// Answer `/weir/gateway/register` and `/weir/gateway/connect`, which nodes ask for with keys of
/// their own; null for other paths.
std::optional<http::ServerResponse> AnswerGateway(gateway::Hub& hub,
                                                  const http::ServerRequest& request);

}  // namespace weir::api
