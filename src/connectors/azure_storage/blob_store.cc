#include "connectors/azure_storage/blob_store.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "connectors/azure_storage/blob_input.h"

namespace weir::connectors::azure_storage {
namespace {

constexpr int kPageItems = 5000;
// Deletions that are on their way at once.
constexpr size_t kDeletersMax = 8;

/// A path that a URL can carry. Errors: kInvalid PathEscapesRoot.
Result<> CheckPath(const std::string& path) {
  size_t at = 0;
  while (at <= path.size()) {
    const size_t end = std::min(path.find('/', at), path.size());
    const std::string part = path.substr(at, end - at);
    if (part == ".." || part == ".") {
      return Fail(ErrorKind::kInvalid, "PathEscapesRoot",
                  "a path must not have '.' or '..' as a part, got '" + path + "'")
          .At(path);
    }
    at = end + 1;
  }
  return {};
}

FileEntry EntryOf(const std::string& container, const BlobItem& item) {
  FileEntry entry;
  entry.path = container.empty() ? item.name : container + "/" + item.name;
  if (item.name.empty()) entry.path = container;
  entry.is_folder = item.is_folder;
  entry.modified = item.modified;
  entry.created = item.created;
  if (!item.is_folder) {
    entry.size_bytes = item.size_bytes;
    entry.content_md5 = item.content_md5;
    entry.stamp = item.etag;
  }
  return entry;
}

/// Sort by name; a folder that is both a prefix and a marked blob is one entry.
void Tidy(std::vector<FileEntry>& entries) {
  std::sort(entries.begin(), entries.end(), [](const FileEntry& left, const FileEntry& right) {
    if (left.path != right.path) return left.path < right.path;
    if (left.is_folder != right.is_folder) return left.is_folder;
    return left.modified.has_value() && !right.modified.has_value();
  });
  const auto twice = [](const FileEntry& left, const FileEntry& right) {
    return left.path == right.path && left.is_folder && right.is_folder;
  };
  entries.erase(std::unique(entries.begin(), entries.end(), twice), entries.end());
}

/// Delete many blobs, several at once; the first error stops the rest.
Result<> DeleteAll(const BlobClient& client, const std::vector<std::string>& paths) {
  std::atomic<size_t> next{0};
  std::mutex mutex;
  Result<> outcome;
  std::atomic<bool> failed{false};
  const auto work = [&] {
    for (size_t i = next++; i < paths.size() && !failed; i = next++) {
      Result<> deleted = client.Delete(paths[i]);
      if (deleted.ok() || deleted.error().kind() == ErrorKind::kNotFound) continue;
      const std::lock_guard lock(mutex);
      if (!failed.exchange(true)) outcome = std::move(deleted);
    }
  };
  std::vector<std::thread> threads;
  for (size_t i = 1; i < std::min(kDeletersMax, paths.size()); ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  return outcome;
}

}  // namespace

Result<std::shared_ptr<FileStore>> BlobStore::WithSettings(const Json& store_settings,
                                                           const CancelToken* cancel) {
  WEIR_ASSIGN(BlobWriteSettings settings, WriteSettingsOf(store_settings));
  return std::make_shared<BlobStore>(std::make_shared<const BlobClient>(*client_, cancel),
                                     std::move(settings));
}

Result<std::string> BlobStore::ShareFile(const std::string& path, UtcTime until) const {
  WEIR_TRY(CheckPath(path));
  return client_->Share(path, until);
}

std::string BlobStore::Describe(const std::string& path) const {
  return client_->Describe(path);
}

Error BlobStore::IsFolder(const std::string& path) const {
  return Fail(ErrorKind::kInvalid, "PathIsFolder",
              "expected a file at '" + Describe(path) + "', found a folder")
      .At(Describe(path));
}

Result<bool> BlobStore::HasChildren(const std::string& path) {
  const std::string name = NameOf(path);
  const std::string prefix = name.empty() ? "" : name + "/";
  const auto page = client_->List(ContainerOf(path), prefix, false, "", 1);
  if (!page && page.error().kind() == ErrorKind::kNotFound) return false;
  WEIR_TRY(page);
  // Pages may come empty and go on.
  return !page->items.empty() || !page->next.empty();
}

Error BlobStore::WhyNoFile(const std::string& path, Error error) {
  if (error.kind() != ErrorKind::kNotFound) return error;
  const Result<bool> folder = HasChildren(path);
  if (!folder) return folder.error();
  return *folder ? IsFolder(path) : error;
}

Result<FilePage> BlobStore::ListAll(const std::string& prefix, const std::string& from) {
  FilePage page;
  std::string container = ContainerOf(prefix);
  std::string marker = from;
  std::string next_container;
  if (prefix.find('/') == std::string::npos) {
    // The containers one after the other; `from` is "container/marker".
    WEIR_ASSIGN(const std::vector<FileEntry> containers, ListRoot());
    container = ContainerOf(from);
    marker = NameOf(from);
    for (const FileEntry& one : containers) {
      if (!one.path.starts_with(prefix) || one.path < container) continue;
      if (container.empty()) container = one.path;
      if (one.path == container) continue;
      next_container = one.path;
      break;
    }
    if (container.empty()) return page;
  }
  Result<BlobPage> blobs = client_->List(container, NameOf(prefix), false, marker, kPageItems);
  if (!blobs && blobs.error().kind() != ErrorKind::kNotFound) return blobs.error();
  if (blobs) {
    for (const BlobItem& item : blobs->items) {
      if (!item.is_folder) page.files.push_back(EntryOf(container, item));
    }
    page.next = blobs->next;
  }
  if (prefix.find('/') == std::string::npos) {
    if (!page.next.empty()) {
      page.next.insert(0, container + "/");
    } else if (!next_container.empty()) {
      page.next = next_container + "/";
    }
  }
  return page;
}

Result<FileEntry> BlobStore::Stat(const std::string& path) {
  WEIR_TRY(CheckPath(path));
  if (path.empty()) return EntryOf("", BlobItem{.name = "", .is_folder = true});
  const auto item = client_->Stat(path);
  if (item.ok()) return EntryOf(ContainerOf(path), *item);
  if (item.error().kind() != ErrorKind::kNotFound || NameOf(path).empty()) return item.error();
  WEIR_ASSIGN(const bool folder, HasChildren(path));
  if (!folder) return item.error();
  return EntryOf(ContainerOf(path), BlobItem{.name = NameOf(path), .is_folder = true});
}

Result<std::vector<FileEntry>> BlobStore::ListRoot() {
  std::vector<FileEntry> entries;
  if (!client_->account().container.empty()) {
    entries.push_back(
        EntryOf("", BlobItem{.name = client_->account().container, .is_folder = true}));
    return entries;
  }
  std::string from;
  do {
    WEIR_ASSIGN(BlobPage page, client_->ListContainers(from));
    for (const BlobItem& item : page.items) entries.push_back(EntryOf("", item));
    from = page.next;
  } while (!from.empty());
  Tidy(entries);
  return entries;
}

Result<std::vector<FileEntry>> BlobStore::List(const std::string& folder) {
  WEIR_TRY(CheckPath(folder));
  if (folder.empty()) return ListRoot();
  const std::string container = ContainerOf(folder);
  const std::string prefix = NameOf(folder).empty() ? "" : NameOf(folder) + "/";
  std::vector<FileEntry> entries;
  bool marker = false;
  std::string from;
  do {
    WEIR_ASSIGN(BlobPage page, client_->List(container, prefix, true, from, kPageItems));
    for (const BlobItem& item : page.items) {
      const bool itself = item.name == prefix && !prefix.empty();  // A blob named "folder/".
      marker = marker || itself;
      if (!itself) entries.push_back(EntryOf(container, item));
    }
    from = page.next;
  } while (!from.empty());
  if (entries.empty() && !prefix.empty() && !marker) {
    WEIR_ASSIGN(const BlobItem item, client_->Stat(folder));
    if (!item.is_folder) {
      return Fail(ErrorKind::kInvalid, "PathIsNotFolder",
                  "expected a folder at '" + Describe(folder) + "', found a file")
          .At(Describe(folder));
    }
  }
  Tidy(entries);
  return entries;
}

Result<std::shared_ptr<arrow::io::InputStream>> BlobStore::OpenInput(const std::string& path) {
  WEIR_TRY(CheckPath(path));
  if (NameOf(path).empty()) {
    WEIR_TRY(Stat(path));
    return IsFolder(path);
  }
  auto opened = client_->Open(path, 0, "");
  if (!opened) return WhyNoFile(path, std::move(opened).error());
  const std::string* marked = http::FindHeader((*opened)->headers(), "x-ms-meta-hdi_isfolder");
  if (marked != nullptr && *marked == "true") return IsFolder(path);
  return MakeBlobInput(client_, path, *std::move(opened));
}

Result<std::shared_ptr<arrow::io::RandomAccessFile>> BlobStore::OpenRandom(
    const std::string& path) {
  WEIR_TRY(CheckPath(path));
  if (NameOf(path).empty()) {
    WEIR_TRY(Stat(path));
    return IsFolder(path);
  }
  auto item = client_->Stat(path);
  if (!item) return WhyNoFile(path, std::move(item).error());
  if (item->is_folder) return IsFolder(path);
  return MakeBlobFile(client_, path, *std::move(item));
}

Result<std::unique_ptr<FileOutput>> BlobStore::OpenOutput(const std::string& path) {
  WEIR_TRY(CheckPath(path));
  if (NameOf(path).empty() || path.ends_with('/')) return IsFolder(path);
  return MakeBlobOutput(client_, path, settings_);
}

Result<> BlobStore::DeleteFile(const std::string& path) {
  WEIR_TRY(CheckPath(path));
  if (NameOf(path).empty()) {
    WEIR_TRY(Stat(path));
    return IsFolder(path);
  }
  Result<> deleted = client_->Delete(path);
  if (!deleted) return WhyNoFile(path, std::move(deleted).error());
  return {};
}

Result<> BlobStore::DeleteChildren(const std::string& path, size_t* deleted) {
  std::vector<std::string> folders;
  std::string from;
  do {
    WEIR_ASSIGN(const BlobPage page,
                client_->List(ContainerOf(path), NameOf(path) + "/", false, from, kPageItems));
    std::vector<std::string> files;
    for (const BlobItem& item : page.items) {
      (item.is_folder ? folders : files).push_back(ContainerOf(path) + "/" + item.name);
    }
    *deleted += files.size();
    WEIR_TRY(DeleteAll(*client_, files));
    from = page.next;
  } while (!from.empty());
  // A data lake deletes a folder only when it is empty: the deepest first.
  *deleted += folders.size();
  std::sort(folders.rbegin(), folders.rend());
  for (const std::string& folder : folders) WEIR_TRY(DeleteAll(*client_, {folder}));
  return {};
}

Result<> BlobStore::DeleteFolder(const std::string& path) {
  WEIR_TRY(CheckPath(path));
  if (path.empty()) {
    return Fail(ErrorKind::kUnsupported, "UnsupportedDelete",
                "deleting every container of account '" + client_->account().name +
                    "' is refused; name one")
        .At(Describe(path));
  }
  if (NameOf(path).empty()) return client_->Delete(path);
  size_t deleted = 0;
  WEIR_TRY(DeleteChildren(path, &deleted));
  const auto itself = client_->Stat(path);  // In a data lake a folder is a blob of its own.
  if (itself.ok() && itself->is_folder) return client_->Delete(path);
  if (deleted > 0) return {};
  if (!itself) return itself.error();
  return Fail(ErrorKind::kInvalid, "PathIsNotFolder",
              "expected a folder at '" + Describe(path) + "', found a file")
      .At(Describe(path));
}

}  // namespace weir::connectors::azure_storage
