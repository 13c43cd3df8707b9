#include "copy/services.h"

namespace weir::copy {

Result<std::shared_ptr<connectors::FileStore>> OpenFiles(
    const Services& services, const model::LinkedServiceInstance& linked_service) {
  WEIR_ASSIGN(const connectors::ConnectorSpec* const spec,
              services.connectors.Find(linked_service.type));
  if (!spec->open_files) {
    return Fail(ErrorKind::kUnsupported, "NotAFileStore",
                "linked service '" + linked_service.name + "' of type " + linked_service.type +
                    " is no file store");
  }
  Result<std::shared_ptr<connectors::FileStore>> store = spec->open_files(linked_service);
  if (!store) return std::move(store).error().At("linked service " + linked_service.name);
  return store;
}

Result<std::shared_ptr<connectors::FileStore>> OpenFiles(
    const Services& services, const model::LinkedServiceInstance& linked_service,
    const Json& store_settings, const CancelToken* cancel) {
  WEIR_ASSIGN(const std::shared_ptr<connectors::FileStore> store,
              OpenFiles(services, linked_service));
  return store->WithSettings(store_settings, cancel);
}

Result<std::unique_ptr<connectors::Database>> OpenDatabase(
    const Services& services, const model::LinkedServiceInstance& linked_service) {
  WEIR_ASSIGN(const connectors::ConnectorSpec* const spec,
              services.connectors.Find(linked_service.type));
  if (!spec->open_database) {
    return Fail(ErrorKind::kUnsupported, "NotADatabase",
                "linked service '" + linked_service.name + "' of type " + linked_service.type +
                    " is no database");
  }
  Result<std::unique_ptr<connectors::Database>> database = spec->open_database(linked_service);
  if (!database) return std::move(database).error().At("linked service " + linked_service.name);
  return database;
}

Result<bool> IsDatabase(const Services& services,
                        const model::LinkedServiceInstance& linked_service) {
  WEIR_ASSIGN(const connectors::ConnectorSpec* const spec,
              services.connectors.Find(linked_service.type));
  return static_cast<bool>(spec->open_database);
}

}  // namespace weir::copy
