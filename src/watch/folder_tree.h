#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "base/result.h"

namespace weir::watch {

/// Folders of this machine whose changes the kernel tells (inotify). Paths are relative to the
/// root, as connectors::FileEntry has them. Not thread safe.
class FolderTree {
 public:
  /// What happened: where to look.
  struct News {
    bool lost = false;              ///< Too much: look at everything.
    std::set<std::string> folders;  ///< Came or went, with all in them.
    /// Files that were closed after writing, moved in, moved away or deleted; true: they were seen
    /// to go. A file that is being written is not told.
    std::map<std::string, bool> files;
  };

  /// Errors: kUnavailable WatchLimitReached.
  static Result<std::unique_ptr<FolderTree>> Open(std::string root);
  ~FolderTree();
  FolderTree(const FolderTree&) = delete;
  FolderTree& operator=(const FolderTree&) = delete;

  /// Tell of changes in a folder from here on, not of those in folders below it. Errors: kNotFound
  /// PathNotFound, kUnavailable WatchLimitReached, kDenied.
  Result<> Add(const std::string& folder);
  /// What was told since; does not wait. Some of it, if it is much.
  News Read();
  /// Readable when there is news.
  int file() const { return file_; }

 private:
  FolderTree(std::string root, int file) : root_(std::move(root)), file_(file) {}
  void Forget(const std::string& folder);

  std::string root_;
  int file_;
  std::map<int, std::string> folders_;  ///< By the kernel's number.
};

/// True if somebody has the file open for writing, as far as the kernel tells.
bool IsBeingWritten(const std::string& path);

}  // namespace weir::watch
