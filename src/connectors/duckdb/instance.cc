#include "connectors/duckdb/instance.h"

#include <filesystem>
#include <map>
#include <mutex>
#include <vector>

#include "connectors/cancel_watch.h"
#include "connectors/duckdb/batch_function.h"

namespace weir::connectors::duckdb {
namespace {

constexpr size_t kStatementShownMax = 500;

struct OpenInstances {
  std::mutex mutex;
  // DuckDB's own cache makes opening wait while the last handle to the same file is closing.
  duckdb_instance_cache cache = duckdb_create_instance_cache();
  std::map<std::string, std::weak_ptr<Instance>> by_path;
  std::vector<std::shared_ptr<Instance>> in_memory;  // These have nowhere else to live.
};

OpenInstances& Instances() {
  // Never destroyed: connections of static objects may outlive any order of destruction.
  static auto* const instances = new OpenInstances();
  return *instances;
}

Result<DatabaseHandle> OpenDatabase(const std::string& path) {
  duckdb_config config = nullptr;
  if (duckdb_create_config(&config) != DuckDBSuccess) {
    return Fail(ErrorKind::kInternal, "SqlFailedToConnect", "out of memory");
  }
  // A missing extension would wait for the network instead of saying so.
  duckdb_set_config(config, "autoinstall_known_extensions", "false");
  duckdb_set_config(config, "autoload_known_extensions", "false");
  // A stand-in that `weir local` wrote has no folder yet; opening says why none could be made.
  std::error_code ignored;
  if (!path.starts_with(":memory:")) {
    std::filesystem::create_directories(std::filesystem::path(path).parent_path(), ignored);
  }
  DatabaseHandle database;
  char* error = nullptr;
  const duckdb_state state = duckdb_get_or_create_from_cache(Instances().cache, path.c_str(),
                                                             database.out(), config, &error);
  duckdb_destroy_config(&config);
  if (state != DuckDBSuccess) {
    return Fail(ErrorKind::kUnavailable, "SqlFailedToConnect",
                "cannot open the DuckDB database '" + path + "': " + TakeText(error))
        .At(path);
  }
  return database;
}

bool Has(const std::string& text, const char* words) {
  return text.find(words) != std::string::npos;
}

}  // namespace

Result<std::shared_ptr<Instance>> Instance::Open(const std::string& path) {
  OpenInstances& instances = Instances();
  const std::lock_guard lock(instances.mutex);
  std::weak_ptr<Instance>& known = instances.by_path[path];
  if (auto shared = known.lock()) return shared;
  WEIR_ASSIGN(DatabaseHandle database, OpenDatabase(path));
  ConnectionHandle conversion;
  if (duckdb_connect(database.get(), conversion.out()) != DuckDBSuccess) {
    return Fail(ErrorKind::kUnavailable, "SqlFailedToConnect",
                "cannot connect to the DuckDB database '" + path + "'");
  }
  auto shared = std::make_shared<Instance>(std::move(database), std::move(conversion));
  WEIR_TRY(RegisterBatchFunction(shared->conversion()));
  known = shared;
  if (path.starts_with(":memory:")) instances.in_memory.push_back(shared);
  return shared;
}

Result<std::shared_ptr<Connection>> Connection::Open(const std::string& path) {
  WEIR_ASSIGN(std::shared_ptr<Instance> instance, Instance::Open(path));
  ConnectionHandle handle;
  if (duckdb_connect(instance->database(), handle.out()) != DuckDBSuccess) {
    return Fail(ErrorKind::kUnavailable, "SqlFailedToConnect",
                "cannot connect to the DuckDB database '" + path + "'");
  }
  auto connection = std::make_shared<Connection>(std::move(instance), std::move(handle));
  WEIR_TRY(connection->Run("SET TimeZone='UTC'"));
  return connection;
}

Result<int64_t> Connection::Run(const std::string& sql, const CancelToken* cancel) {
  ResultHandle result;
  const CancelWatch watch(cancel, [this] { duckdb_interrupt(get()); });
  if (duckdb_query(get(), sql.c_str(), result.get()) != DuckDBSuccess) {
    if (cancel != nullptr) WEIR_TRY(cancel->Check());
    return FromResult(result.get(), sql);
  }
  return static_cast<int64_t>(duckdb_rows_changed(result.get()));
}

Error FromDuckDB(duckdb_error_type type, const std::string& message, const std::string& sql) {
  std::string text = message;
  if (!sql.empty()) {
    const bool cut = sql.size() > kStatementShownMax;
    text += " (in: " + sql.substr(0, kStatementShownMax) + (cut ? "…)" : ")");
  }
  if (Has(message, "Catalog Error: Table with name") ||
      (Has(message, "Catalog Error") && Has(message, "schema") && Has(message, "not exist")) ||
      Has(message, "Catalog Error: Schema with name")) {
    return Fail(ErrorKind::kNotFound, "SqlTableNotFound", std::move(text));
  }
  if (type == DUCKDB_ERROR_INTERRUPT || message.starts_with("INTERRUPT Error")) {
    return Fail(ErrorKind::kCancelled, "OperationCancelled", "the query was interrupted");
  }
  if (type == DUCKDB_ERROR_IO || message.starts_with("IO Error")) {
    return Fail(ErrorKind::kUnavailable, "SqlOperationFailed", std::move(text));
  }
  if (type == DUCKDB_ERROR_INTERNAL || type == DUCKDB_ERROR_OUT_OF_MEMORY ||
      type == DUCKDB_ERROR_FATAL) {
    return Fail(ErrorKind::kInternal, "SqlOperationFailed", std::move(text));
  }
  return Fail(ErrorKind::kInvalid, "SqlOperationFailed", std::move(text));
}

Error FromResult(duckdb_result* result, const std::string& sql) {
  const char* message = duckdb_result_error(result);
  return FromDuckDB(duckdb_result_error_type(result), message == nullptr ? "" : message, sql);
}

Result<> CheckErrorData(duckdb_error_data data, const std::string& doing) {
  const ErrorData owned(data);
  if (!owned || !duckdb_error_data_has_error(owned.get())) return {};
  return FromDuckDB(duckdb_error_data_error_type(owned.get()),
                    duckdb_error_data_message(owned.get()), "")
      .While(doing);
}

}  // namespace weir::connectors::duckdb
