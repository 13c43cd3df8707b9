#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "connectors/database.h"
#include "connectors/file_store.h"
#include "model/instance.h"

namespace weir::http {
class AddressPolicy;
}

namespace weir::connectors {

enum class Maturity { kStable, kPreview };

/// What a connector serves and can do. Data: documents, capability lists and validation come from
/// it.
struct ConnectorSpec {
  std::string name;                          ///< Its folder.
  std::vector<std::string> linked_services;  ///< Newest first; the rest are aliases.
  std::vector<std::string> datasets;         ///< Own dataset types (tables, legacy files).
  std::vector<std::string> copy_sources;     ///< {"AzurePostgreSqlSource", "PostgreSqlSource"}
  std::vector<std::string> copy_sinks;
  Maturity maturity = Maturity::kPreview;
  /// Exactly one of the two is set. Opening checks the connection's settings; a database connects.
  std::function<Result<std::shared_ptr<FileStore>>(const model::LinkedServiceInstance&)> open_files;
  std::function<Result<std::unique_ptr<Database>>(const model::LinkedServiceInstance&)>
      open_database;
};

/// The connectors a program was built with. Made in main, passed down; safe to read from all
/// threads.
class ConnectorRegistry {
 public:
  /// `addresses`: where connectors that follow an author's URL may connect to; null: anywhere.
  explicit ConnectorRegistry(std::shared_ptr<const http::AddressPolicy> addresses = nullptr)
      : addresses_(std::move(addresses)) {}
  const std::shared_ptr<const http::AddressPolicy>& addresses() const { return addresses_; }
  Result<> Add(ConnectorSpec spec);
  /// By linked service type, ignoring case.
  /// Errors: kUnsupported UnsupportedLinkedService naming the type and the nearest known ones.
  Result<const ConnectorSpec*> Find(const std::string& linked_service_type) const;
  const std::vector<ConnectorSpec>& all() const { return specs_; }

 private:
  std::shared_ptr<const http::AddressPolicy> addresses_;
  std::vector<ConnectorSpec> specs_;
};

/// Every connector that this build has (generated from src/connectors/CMakeLists.txt).
Result<> RegisterConnectors(ConnectorRegistry& registry);

}  // namespace weir::connectors
