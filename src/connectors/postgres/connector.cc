#include "connectors/connector.h"

#include "connectors/postgres/database.h"
#include "connectors/postgres/settings.h"

namespace weir::connectors::postgres {
namespace {

Result<std::unique_ptr<Database>> Open(const model::LinkedServiceInstance& linked_service) {
  auto settings = ReadSettings(linked_service.type_properties());
  if (!settings) return std::move(std::move(settings).error().At(linked_service.name));
  auto connection = Connection::Open(*settings);
  if (!connection) return std::move(std::move(connection).error().At(linked_service.name));
  return std::unique_ptr<Database>(std::make_unique<PostgresDatabase>(*std::move(connection)));
}

}  // namespace

Result<> Register(ConnectorRegistry& registry) {
  return registry.Add({
      .name = "postgres",
      .linked_services = {"PostgreSqlV2", "AzurePostgreSql", "PostgreSql"},
      .datasets = {"PostgreSqlV2Table", "AzurePostgreSqlTable", "PostgreSqlTable"},
      .copy_sources = {"PostgreSqlV2Source", "AzurePostgreSqlSource", "PostgreSqlSource"},
      .copy_sinks = {"AzurePostgreSqlSink"},
      .open_files = nullptr,
      .open_database = Open,
  });
}

}  // namespace weir::connectors::postgres
