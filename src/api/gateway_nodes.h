#pragma once

#include <optional>
#include <string>

#include "api/arm/factory_book.h"
#include "gateway/hub.h"
#include "http/server/server.h"

namespace weir::api {

/// The nodes of self-hosted runtimes, kept in the state of the runtimes: {"nodes": [{"id", "name",
/// "version", "boxKey", "signKey", "registered", "jobsLimit", "draining"}]}. Thread safe.
class GatewayNodes final : public gateway::NodeBook {
 public:
  explicit GatewayNodes(arm::FactoryBook& factories) : factories_(factories) {}

  Result<std::string> Enroll(const std::string& key, const gateway::NodeRecord& node) override;
  Result<gateway::NodeRecord> FindNode(const std::string& runtime_id,
                                       const std::string& node_id) const override;
  size_t CountNodes(const std::string& runtime_id) const override;

 private:
  arm::FactoryBook& factories_;
};

/// Answer `/weir/gateway/register` and `/weir/gateway/connect`, which nodes ask for with keys of
/// their own; null for other paths.
std::optional<http::ServerResponse> AnswerGateway(gateway::Hub& hub,
                                                  const http::ServerRequest& request);

}  // namespace weir::api
