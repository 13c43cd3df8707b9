#pragma once

#include <string>

#include "compute/rest.h"

namespace weir::compute::hadoop {

/// A HDFS, through WebHDFS. Paths are absolute. Thread safe.
class WebHdfs {
 public:
  /// `uri`: "http://namenode:9870". `user`: whose files they are, where nobody signs in.
  WebHdfs(std::shared_ptr<http::Client> client, const std::string& uri, std::string user);

  struct Status {
    int64_t size_bytes = 0;
    int64_t modified_ms = 0;
  };
  /// Errors: kNotFound NotAtService; as Ask.
  Result<Status> Stat(const std::string& path, const CancelToken* cancel) const;
  /// The files of a folder, by name; folders are left out.
  Result<std::vector<std::string>> List(const std::string& folder, const CancelToken* cancel) const;
  /// Write a whole file, in place of one that is there; folders are made.
  Result<> Put(const std::string& path, std::string bytes, const CancelToken* cancel) const;
  /// At most `bytes_max` bytes from `from`; "" beyond the end.
  Result<std::string> Read(const std::string& path, int64_t from, int64_t bytes_max,
                           const CancelToken* cancel) const;
  /// A file, or a folder with all in it; good if there is none.
  Result<> Delete(const std::string& path, const CancelToken* cancel) const;
  /// How the cluster's programs name a path: "webhdfs://namenode:9870/path".
  std::string UriOf(const std::string& path) const;

 private:
  std::string Query(const std::string& path, const std::string& operation) const;

  RestService service_;
  std::string origin_;
  std::string user_;
};

}  // namespace weir::compute::hadoop
