#include "connectors/connector.h"

#include "connectors/http_files/http_settings.h"
#include "connectors/http_files/http_store.h"

namespace weir::connectors::http_files {
namespace {

Result<std::shared_ptr<FileStore>> Open(const std::shared_ptr<const http::AddressPolicy>& addresses,
                                        const model::LinkedServiceInstance& service) {
  WEIR_ASSIGN(http::Request request, RequestOf(service));
  http::ClientOptions options;
  options.addresses = addresses;
  return std::make_shared<HttpStore>(std::make_shared<http::Client>(std::move(options)),
                                     std::move(request));
}

}  // namespace

Result<> Register(ConnectorRegistry& registry) {
  return registry.Add({
      .name = "http_files",
      .linked_services = {"HttpServer"},
      .datasets = {"HttpFile"},
      .copy_sources = {"HttpSource"},
      .copy_sinks = {},
      .maturity = Maturity::kPreview,
      .open_files = [addresses = registry.addresses()](
                        const auto& service) { return Open(addresses, service); },
      .open_database = nullptr,
  });
}

}  // namespace weir::connectors::http_files
