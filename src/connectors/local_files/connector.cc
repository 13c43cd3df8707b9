#include "connectors/connector.h"

#include "connectors/local_files/local_path.h"
#include "connectors/local_files/local_store.h"

namespace weir::connectors::local_files {
namespace {

Result<std::shared_ptr<FileStore>> Open(const model::LinkedServiceInstance& service) {
  const std::string host = model::SettingText(service.type_properties()["host"]);
  WEIR_ASSIGN(std::string root, RootOfHost(host));
  return std::make_shared<LocalStore>(std::move(root));
}

}  // namespace

Result<> Register(ConnectorRegistry& registry) {
  return registry.Add({
      .name = "local_files",
      .linked_services = {"FileServer", "OnPremisesFileServer"},
      .datasets = {"FileShare"},
      .copy_sources = {"FileSystemSource"},
      .copy_sinks = {"FileSystemSink"},
      .maturity = Maturity::kPreview,
      .open_files = Open,
      .open_database = nullptr,
  });
}

}  // namespace weir::connectors::local_files
