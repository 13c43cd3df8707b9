#pragma once

#include <filesystem>
#include <string>

#include "base/json.h"
#include "copy/services.h"

namespace weir::copy::testing {

/// Real stores for the time of one test: a folder and an empty DuckDB database, and the datasets
/// that point into them.
class StoreFixture {
 public:
  StoreFixture();
  ~StoreFixture();
  StoreFixture(const StoreFixture&) = delete;
  StoreFixture& operator=(const StoreFixture&) = delete;

  /// Put `files` ({path: text}, {path: {"base64": …}}, {path: {"repeat": text, "times": n}}), make
  /// empty `folders`, run the statements of `setup`.
  void Prepare(const Json& test_case);

  /// A dataset from its properties; files lie in the folder, tables in the database. A
  /// `linkedService` among them ({"type", "typeProperties"}) takes the store's place.
  model::DatasetInstance Dataset(const Json& properties, const std::string& name) const;
  /// The linked service of the reference's name: "db" is the database, all else the folder.
  model::LinkedServiceInstance LinkedService(const Json& reference) const;

  /// Compare with `files` ({path: text}, null: absent), `counts` ({folder: files in it}) and `rows`
  /// ({query: [row, …]}) as gtest expectations.
  void Check(const Json& want) const;

  Services services() const { return {connectors_, formats_}; }
  const std::filesystem::path& root() const { return root_; }

 private:
  std::filesystem::path root_;
  std::string database_;
  connectors::ConnectorRegistry connectors_;
  formats::FormatRegistry formats_;
};

/// Expect that each member of `want` is in `got` with that value; objects are compared member by
/// member, "*" stands for any value that is not null.
void ExpectMembers(const Json& want, const Json& got, const std::string& where);

/// Expect the error that a case names by `code` and `says`.
void ExpectError(const Json& want, const Error& error);

}  // namespace weir::copy::testing
