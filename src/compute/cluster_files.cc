#include "compute/cluster_files.h"

#include <arrow/buffer.h>
#include <arrow/io/interfaces.h>

#include "activity/web_request.h"
#include "base/names.h"
#include "copy/location.h"
#include "formats/batch_stream.h"
#include "model/storage_account.h"

namespace weir::compute {
namespace {

constexpr int64_t kPieceBytes = int64_t{1} << 20;
constexpr size_t kFileBytesMax = size_t{1} << 30;

bool Gone(const Error& error) {
  return error.kind() == ErrorKind::kNotFound;
}

}  // namespace

Result<ClusterFiles> ClusterFiles::Open(engine::ActivityContext& context, const ComputeTools& tools,
                                        const Cluster& cluster, const Json& reference) {
  const Json& named = reference.is_object() ? reference : cluster.storage;
  if (!named.is_object()) return activity::MissingProperty("linkedServiceName");
  WEIR_ASSIGN(const model::LinkedServiceInstance service, context.LinkedService(named));
  ClusterFiles files;
  WEIR_ASSIGN(files.store_, copy::OpenFiles(tools.services, service));
  if (!cluster.web_hdfs.empty()) {
    files.hdfs_.emplace(tools.outbound.client, cluster.web_hdfs, cluster.user);
    return files;
  }
  files.local_folder_ = files.store_->LocalFolder();
  files.account_ = model::StorageAccountOf(service.properties);
  files.data_lake_ = SameName(service.type, "AzureBlobFS");
  if (!files.local_folder_.empty() || !files.account_.empty()) return files;
  return Fail(ErrorKind::kInvalid, "2354",
              "files of '" + service.name + "' (" + service.type + ") cannot be read by cluster '" +
                  cluster.name + "'; name its 'webHdfsUri', and they are copied there")
      .At(service.name);
}

std::string ClusterFiles::JobFolder(const JobCall& call) const {
  return hdfs_ ? "/tmp/weir/" + call.name() : "";
}

Result<std::string> ClusterFiles::AddressOf(const std::string& path) const {
  const std::string clean = copy::JoinPath(path, "");
  const Result<connectors::FileEntry> entry = store_->Stat(clean);
  if (!entry && !Gone(entry.error())) return entry.error();
  const size_t slash = clean.find('/');
  const std::string container = clean.substr(0, slash);
  if (!entry || entry->is_folder) {
    return Fail(
        ErrorKind::kInvalid, "2351",
        "Could not open the file '" + path + "' in container/fileSystem '" + container + "'.");
  }
  if (!local_folder_.empty()) return "file://" + local_folder_ + "/" + clean;
  const std::string below = slash == std::string::npos ? "" : clean.substr(slash);
  return (data_lake_ ? "abfss://" : "wasbs://") + container + "@" + account_ +
         (data_lake_ ? ".dfs" : ".blob") + ".core.windows.net" + below;
}

Result<std::string> ClusterFiles::ReadAll(const std::string& path,
                                          const CancelToken& cancel) const {
  WEIR_ASSIGN(const auto input, store_->OpenInput(copy::JoinPath(path, "")));
  std::string bytes;
  while (true) {
    WEIR_TRY(cancel.Check());
    const auto piece = input->Read(kPieceBytes);
    if (!piece.ok()) return formats::FromArrow(piece.status(), "2350");
    if ((*piece)->size() == 0) return bytes;
    bytes += (*piece)->ToString();
    if (bytes.size() > kFileBytesMax) {
      return Fail(ErrorKind::kInvalid, "2350", "'" + path + "' is larger than 1 GiB");
    }
  }
}

Result<std::string> ClusterFiles::Place(JobCall& call, const std::string& path,
                                        const std::string& name) const {
  WEIR_ASSIGN(std::string address, AddressOf(path));
  if (!hdfs_) return address;
  WEIR_ASSIGN(std::string bytes, ReadAll(path, call.cancel()));
  return PutText(call, name, std::move(bytes));
}

Result<std::string> ClusterFiles::PutText(JobCall& call, const std::string& name,
                                          std::string text) const {
  const std::string target = JobFolder(call) + "/" + name;
  WEIR_TRY(hdfs_->Put(target, std::move(text), &call.cancel()));
  return hdfs_->UriOf(target);
}

Result<std::vector<std::string>> ClusterFiles::PlaceAll(JobCall& call, const std::string& folder,
                                                        const std::string& name) const {
  const Result<std::vector<connectors::FileEntry>> entries =
      store_->List(copy::JoinPath(folder, ""));
  std::vector<std::string> addresses;
  if (!entries) {
    if (Gone(entries.error()) || entries.error().code() == "PathIsNotFolder") return addresses;
    return entries.error();
  }
  for (const connectors::FileEntry& entry : *entries) {
    if (entry.is_folder) continue;
    WEIR_ASSIGN(std::string address, Place(call, entry.path, name + "/" + entry.name()));
    addresses.push_back(std::move(address));
  }
  return addresses;
}

void ClusterFiles::Clear(JobCall& call) const {
  if (hdfs_) static_cast<void>(hdfs_->Delete(JobFolder(call), &call.cancel()));
}

}  // namespace weir::compute
