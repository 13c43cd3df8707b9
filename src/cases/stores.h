#pragma once

#include <memory>
#include <string>

#include "base/cancel.h"
#include "base/clock.h"
#include "base/json.h"
#include "connectors/testing/memory_file_store.h"
#include "copy/services.h"
#include "engine/activity.h"

namespace weir::cases {

/// Stores for one case: files and a DuckDB database, both in memory, and the activities on them.
class CaseStores {
 public:
  CaseStores();

  connectors::testing::MemoryFileStore& files() { return *files_; }
  copy::Services services() const { return {connectors_, formats_}; }
  /// Run statements in the database.
  Result<> Sql(const std::string& script);
  /// The rows of a query as an array of objects.
  Result<Json> Rows(const std::string& query);

  /// The linked service of that name: "db" is the database, all else the files.
  model::LinkedServiceInstance LinkedService(const std::string& name) const;
  model::DatasetInstance Dataset(const std::string& name, const Json& properties) const;

  /// Run an activity; `datasets` are properties by name; `callback`: {body} of one that has come.
  Result<Json> Run(const Json& activity, const Json& datasets, const Json& callback = Json());
  /// Run a Copy between two datasets given by their properties.
  Result<Json> Copy(const Json& source, const Json& sink, const Json& type_properties);

 private:
  std::string database_;
  std::shared_ptr<connectors::testing::MemoryFileStore> files_;
  connectors::ConnectorRegistry connectors_;
  formats::FormatRegistry formats_;
  engine::ActivityRegistry activities_;
};

/// Properties of a dataset of files: `type`, `folder`, `file` ("" for none) and format settings.
Json FileDataset(const std::string& type, const std::string& folder, const std::string& file,
                 const Json& settings = Json());
Json TableDataset(const std::string& table);

}  // namespace weir::cases
