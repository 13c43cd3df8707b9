#include "connectors/azure_storage/blob_output.h"

#include <arrow/io/interfaces.h>
#include <arrow/result.h>
#include <arrow/status.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <deque>
#include <future>
#include <optional>

#include "base/ids.h"
#include "formats/batch_stream.h"

namespace weir::connectors::azure_storage {
namespace {

constexpr int64_t kMiB = int64_t{1} << 20;
constexpr int64_t kDefaultBlockBytes = 8 * kMiB;
constexpr int64_t kBlockBytesMax = 100 * kMiB;
// A blob has at most 50,000 blocks. Doubling at every 5,000th gives room for the service's largest.
constexpr size_t kBlocksPerSize = 5000;
constexpr size_t kBlocksMax = 50000;
// Bytes on their way at once, beside the block that is being filled.
constexpr int64_t kInFlightBytesMax = 24 * kMiB;

class BlobOutputStream final : public arrow::io::OutputStream {
 public:
  BlobOutputStream(std::shared_ptr<const BlobClient> client, std::string path,
                   BlobWriteSettings settings)
      : client_(std::move(client)),
        path_(std::move(path)),
        settings_(std::move(settings)),
        block_bytes_(settings_.block_bytes > 0 ? settings_.block_bytes : kDefaultBlockBytes),
        mark_(NewGuid().substr(0, 28)) {}

  arrow::Status Write(const void* data, int64_t size) override {
    if (closed_) return arrow::Status::Invalid("the file is closed");
    const auto* bytes = static_cast<const char*>(data);
    position_ += size;
    while (size > 0) {
      const int64_t room = block_bytes_ - static_cast<int64_t>(block_.size());
      const int64_t count = std::min(room, size);
      block_.append(bytes, static_cast<size_t>(count));
      bytes += count;
      size -= count;
      if (count == room) {
        const Result<> uploaded = Upload();
        if (!uploaded) return formats::ToArrow(uploaded.error());
      }
    }
    return arrow::Status::OK();
  }
  using arrow::io::OutputStream::Write;
  arrow::Status Close() override {
    closed_ = true;
    return arrow::Status::OK();
  }
  bool closed() const override { return closed_; }
  arrow::Result<int64_t> Tell() const override { return position_; }

  Result<> Commit() {
    closed_ = true;
    if (block_ids_.empty()) return client_->PutBlob(path_, std::move(block_), settings_.metadata);
    if (!block_.empty()) WEIR_TRY(Upload());
    while (!on_the_way_.empty()) WEIR_TRY(AwaitOne());
    return client_->PutBlockList(path_, block_ids_, settings_.metadata);
  }

 private:
  /// Send the block away. All ids of a blob must have one length: 36 characters, as the service's
  /// own clients have, so that blocks which another writer left behind do no harm.
  Result<> Upload() {
    if (block_ids_.size() == kBlocksMax) {
      return Fail(ErrorKind::kInvalid, "AzureBlobInvalidBlockSize",
                  "a blob has at most 50000 blocks; set a larger 'blockSizeInMB'")
          .At(client_->Describe(path_));
    }
    char number[12];
    std::snprintf(number, sizeof number, "%08zx", block_ids_.size());
    block_ids_.push_back(Base64(mark_ + number));
    const auto in_flight_max =
        static_cast<size_t>(std::max<int64_t>(1, kInFlightBytesMax / block_bytes_));
    while (on_the_way_.size() >= in_flight_max) WEIR_TRY(AwaitOne());
    on_the_way_.push_back(std::async(std::launch::async,
                                     [client = client_, path = path_, id = block_ids_.back(),
                                      block = std::move(block_)]() mutable -> Result<> {
                                       return client->PutBlock(path, id, std::move(block));
                                     }));
    if (settings_.block_bytes == 0 && block_ids_.size() % kBlocksPerSize == 0) {
      block_bytes_ = std::min(block_bytes_ * 2, kBlockBytesMax);
    }
    block_ = std::string();
    block_.reserve(static_cast<size_t>(block_bytes_));
    return {};
  }
  Result<> AwaitOne() {
    Result<> result = on_the_way_.front().get();
    on_the_way_.pop_front();
    return result;
  }

  const std::shared_ptr<const BlobClient> client_;
  const std::string path_;
  const BlobWriteSettings settings_;
  int64_t block_bytes_;
  const std::string mark_;
  std::string block_;
  std::vector<std::string> block_ids_;
  std::deque<std::future<Result<>>> on_the_way_;  // Destroying one waits for its end.
  int64_t position_ = 0;
  bool closed_ = false;
};

class BlobOutput final : public FileOutput {
 public:
  explicit BlobOutput(std::shared_ptr<BlobOutputStream> stream) : stream_(std::move(stream)) {}
  std::shared_ptr<arrow::io::OutputStream> stream() override { return stream_; }
  Result<> Commit() override { return stream_->Commit(); }

 private:
  std::shared_ptr<BlobOutputStream> stream_;
};

bool IsMetadataName(const std::string& name) {
  return !name.empty() && std::isdigit(static_cast<unsigned char>(name[0])) == 0 &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
         });
}

}  // namespace

Result<BlobWriteSettings> WriteSettingsOf(const Json& store_settings) {
  BlobWriteSettings settings;
  const Json& size = store_settings["blockSizeInMB"];
  if (!size.is_null()) {
    const int64_t megabytes = size.as_int();
    if (!size.is_int() || megabytes < 4 || megabytes > 100) {
      return Fail(ErrorKind::kInvalid, "AzureBlobInvalidBlockSize",
                  "Block size should between 4 MB and 100 MB, got " + DumpJson(size))
          .At("storeSettings.blockSizeInMB");
    }
    settings.block_bytes = megabytes * kMiB;
  }
  for (const Json& one : store_settings["metadata"].items()) {
    const std::string& name = one["name"].as_string();
    const std::string& value = one["value"].as_string();
    if (!IsMetadataName(name)) {
      return Fail(ErrorKind::kInvalid, "InvalidSetting",
                  "a name of blob metadata has letters, digits and '_' and starts with no digit, "
                  "got '" +
                      name + "'")
          .At("storeSettings.metadata");
    }
    if (value.starts_with("$$")) {
      return Fail(ErrorKind::kUnsupported, "UnsupportedMetadata",
                  "metadata '" + name + "' asks for '" + value +
                      "', which must be replaced by a value before a blob is written")
          .At("storeSettings.metadata");
    }
    settings.metadata.push_back({"x-ms-meta-" + name, value});
  }
  return settings;
}

std::unique_ptr<FileOutput> MakeBlobOutput(std::shared_ptr<const BlobClient> client,
                                           std::string path, BlobWriteSettings settings) {
  return std::make_unique<BlobOutput>(
      std::make_shared<BlobOutputStream>(std::move(client), std::move(path), std::move(settings)));
}

}  // namespace weir::connectors::azure_storage
