#pragma once

#include <memory>
#include <string>
#include <vector>

#include "connectors/file_store.h"
#include "http/client.h"

namespace weir::connectors::http_files {

/// Files of a web server, read only; a path is a relative URL with its query. Nothing can be
/// listed.
class HttpStore final : public FileStore {
 public:
  /// `request` as RequestOf gives it.
  HttpStore(std::shared_ptr<http::Client> client, http::Request request,
            const CancelToken* cancel = nullptr)
      : client_(std::move(client)), request_(std::move(request)), cancel_(cancel) {}

  Result<std::shared_ptr<FileStore>> WithSettings(const Json& store_settings,
                                                  const CancelToken* cancel) override;
  /// Asks with HEAD. A POST is not made twice: its answer's size and time stay unknown.
  Result<FileEntry> Stat(const std::string& path) override;
  Result<std::vector<FileEntry>> List(const std::string& folder) override;
  Result<std::shared_ptr<arrow::io::InputStream>> OpenInput(const std::string& path) override;
  Result<std::shared_ptr<arrow::io::RandomAccessFile>> OpenRandom(const std::string& path) override;
  Result<std::unique_ptr<FileOutput>> OpenOutput(const std::string& path) override;
  Result<> DeleteFile(const std::string& path) override;
  Result<> DeleteFolder(const std::string& path) override;
  std::string Describe(const std::string& path) const override;

 private:
  Result<std::unique_ptr<http::ResponseStream>> Ask(const std::string& path,
                                                    const std::string& method) const;
  Error Unsupported(const std::string& what, const std::string& path) const;

  std::shared_ptr<http::Client> client_;
  http::Request request_;
  const CancelToken* cancel_;
};

}  // namespace weir::connectors::http_files
