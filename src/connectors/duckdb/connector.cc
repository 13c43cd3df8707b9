#include "connectors/connector.h"

#include <filesystem>

#include "connectors/duckdb/database.h"

namespace weir::connectors::duckdb {
namespace {

Result<std::unique_ptr<Database>> Open(const model::LinkedServiceInstance& linked_service) {
  const Json& settings = linked_service.type_properties();
  std::string path = model::SettingText(settings["path"]);
  if (path.empty()) {
    return Fail(ErrorKind::kInvalid, "LinkedServiceInvalid",
                "typeProperties.path must name a DuckDB file or ':memory:NAME'")
        .At(linked_service.name);
  }
  std::string procedures = model::SettingText(settings["procedures"]);
  if (path == ":memory:") path += linked_service.name;
  if (!path.starts_with(":memory:")) {
    std::error_code failed;
    const auto absolute = std::filesystem::weakly_canonical(path, failed);
    if (!failed) path = absolute.string();
    if (procedures.empty()) procedures = path + ".procedures";
  }
  WEIR_ASSIGN(std::shared_ptr<Connection> connection, Connection::Open(path));
  return std::unique_ptr<Database>(
      std::make_unique<DuckDatabase>(std::move(connection), std::move(procedures)));
}

}  // namespace

Result<> Register(ConnectorRegistry& registry) {
  return registry.Add({
      .name = "duckdb",
      .linked_services = {"DuckDB"},
      .datasets = {"DuckDBTable"},
      .copy_sources = {"DuckDBSource"},
      .copy_sinks = {"DuckDBSink"},
      .open_files = nullptr,
      .open_database = Open,
  });
}

}  // namespace weir::connectors::duckdb
