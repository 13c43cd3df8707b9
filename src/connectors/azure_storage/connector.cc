#include "connectors/connector.h"

#include "connectors/azure_storage/blob_store.h"

namespace weir::connectors::azure_storage {
namespace {

Result<std::shared_ptr<FileStore>> Open(const model::LinkedServiceInstance& service) {
  WEIR_ASSIGN(Account account, AccountOf(service));
  std::shared_ptr<auth::TokenSource> tokens;
  if (const auto* application = std::get_if<auth::ServicePrincipal>(&account.credential)) {
    tokens = auth::MakeTokenSource(*application, auth::DefaultTokenTools());
  } else if (const auto* machine = std::get_if<auth::ManagedIdentity>(&account.credential)) {
    tokens = auth::MakeTokenSource(*machine, auth::DefaultTokenTools());
  }
  return std::make_shared<BlobStore>(std::make_shared<const BlobClient>(
      std::move(account), std::make_shared<http::Client>(), std::move(tokens)));
}

}  // namespace

Result<> Register(ConnectorRegistry& registry) {
  return registry.Add({
      .name = "azure_storage",
      .linked_services = {"AzureBlobStorage", "AzureBlobFS", "AzureStorage"},
      .datasets = {"AzureBlob", "AzureBlobFSFile"},
      .copy_sources = {"BlobSource", "AzureBlobFSSource"},
      .copy_sinks = {"BlobSink", "AzureBlobFSSink"},
      .maturity = Maturity::kPreview,
      .open_files = Open,
      .open_database = nullptr,
  });
}

}  // namespace weir::connectors::azure_storage
