#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "model/factory.h"
#include "model/finding.h"

namespace weir::model {

/// What kind of store a linked service type is, for stand-ins.
enum class StoreShape {
  kFiles,   ///< A folder stands in for it.
  kTables,  ///< A DuckDB file stands in for it.
  kOther,   ///< Left as it is.
};

/// The shape of a linked service type, in any case. Source: data/stand_ins.json.
StoreShape ShapeOf(std::string_view linked_service_type);

/// What a local file says beyond linked services.
class LocalSettings {
 public:
  LocalSettings() = default;
  LocalSettings(Json parameters, Json activities)
      : parameters_(std::move(parameters)), activities_(std::move(activities)) {}

  /// Values {name: value} for the parameters of a pipeline: those set for all, then its own.
  Json ParametersOf(std::string_view pipeline) const;
  /// What an activity shall answer instead of running, {"output": …} or {"error": …}; null if it
  /// runs. "Pipeline/Activity" wins over "Activity".
  const Json* FakeOf(std::string_view pipeline, std::string_view activity) const;
  /// The linked service through which a storage account is reached; empty if it is not said.
  std::string StorageOf(std::string_view account) const;
  void set_storage_accounts(Json accounts) { storage_accounts_ = std::move(accounts); }

 private:
  Json parameters_;
  Json activities_;
  Json storage_accounts_;
};

/// A local file, read.
struct LocalFile {
  Json document;
  std::string folder;  ///< In which it is.
  std::string name;
};

/// The file that `weir local` writes and `--local` reads, beside the factory.
inline constexpr std::string_view kLocalFileName = "weir.local.json";

/// Overlay a factory with the content of a local file:
/// `{"linkedServices": {name: properties}, "globalParameters": {name: value},
///   "parameters": {name: value, pipeline: {name: value}}, "activities": {name: {"output": …}},
///   "storageAccounts": {account: linked service}}`.
///
/// A linked service with a `type` takes the place of the original's type, properties and runtime
/// and keeps its parameters; without one, its typeProperties are merged in. SecureStrings may say
/// where their value is (local_secrets.h). Relative paths of
/// folders and database files are resolved against `folder`. Unknown names are findings in `file`.
LocalSettings ApplyLocal(const Json& local, const std::string& folder, const std::string& file,
                         Factory* factory, std::vector<Finding>* findings);

/// A local file for a whole factory, and what it leaves alone.
struct LocalDraft {
  Json document;
  /// One sentence for each linked service without a stand-in.
  std::vector<std::string> notes;
};

/// Write stand-ins for every file store (".weir/files/<name>") and SQL store
/// (".weir/<name>.duckdb").
LocalDraft WriteLocal(const Factory& factory);

}  // namespace weir::model
