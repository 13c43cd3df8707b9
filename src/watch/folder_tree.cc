#include "watch/folder_tree.h"

#include <fcntl.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace weir::watch {
namespace {

constexpr uint32_t kTold = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE |
                           IN_DELETE_SELF | IN_MOVE_SELF;
constexpr size_t kReadBytes = size_t{64} << 10;

Error SystemFault(int number, const std::string& path) {
  const std::string said = std::strerror(number);
  if (number == ENOENT || number == ENOTDIR) {
    return Fail(ErrorKind::kNotFound, "PathNotFound", "the folder is not there").At(path);
  }
  if (number == EACCES) {
    return Fail(ErrorKind::kDenied, "PermissionDenied", "the folder cannot be watched: " + said)
        .At(path);
  }
  return Fail(ErrorKind::kUnavailable, "WatchLimitReached",
              "the system watches no more folders (" + said +
                  "); raise fs.inotify.max_user_watches and max_user_instances")
      .At(path);
}

}  // namespace

Result<std::unique_ptr<FolderTree>> FolderTree::Open(std::string root) {
  const int file = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  if (file < 0) return SystemFault(errno, root);
  return std::unique_ptr<FolderTree>(new FolderTree(std::move(root), file));
}

FolderTree::~FolderTree() {
  close(file_);
}

Result<> FolderTree::Add(const std::string& folder) {
  const std::string full = folder.empty() ? root_ : root_ + "/" + folder;
  const int number = inotify_add_watch(file_, full.c_str(), kTold | IN_ONLYDIR | IN_EXCL_UNLINK);
  if (number < 0) return SystemFault(errno, full);
  folders_[number] = folder;
  return {};
}

void FolderTree::Forget(const std::string& folder) {
  for (auto at = folders_.begin(); at != folders_.end();) {
    if (at->second == folder || at->second.starts_with(folder + "/")) {
      inotify_rm_watch(file_, at->first);
      at = folders_.erase(at);
    } else {
      ++at;
    }
  }
}

FolderTree::News FolderTree::Read() {
  News news;
  alignas(inotify_event) std::array<char, kReadBytes> buffer;
  const ssize_t size = read(file_, buffer.data(), buffer.size());
  for (ssize_t at = 0; at < size;) {
    inotify_event event;
    std::memcpy(&event, buffer.data() + at, sizeof event);
    const char* const name = buffer.data() + at + sizeof event;
    at += static_cast<ssize_t>(sizeof event + event.len);
    if ((event.mask & IN_Q_OVERFLOW) != 0) news.lost = true;
    const auto folder = folders_.find(event.wd);
    if (folder == folders_.end()) continue;
    if ((event.mask & IN_IGNORED) != 0) {
      folders_.erase(folder);
      continue;
    }
    if ((event.mask & (IN_DELETE_SELF | IN_MOVE_SELF)) != 0) {
      // Of the others the folder above tells.
      if (folder->second.empty()) news.lost = true;
      continue;
    }
    if (event.len == 0) continue;
    const std::string path = folder->second.empty() ? name : folder->second + "/" + name;
    const bool went = (event.mask & (IN_MOVED_FROM | IN_DELETE)) != 0;
    if ((event.mask & IN_ISDIR) != 0) {
      if (went) Forget(path);
      news.folders.insert(path);
    } else if ((event.mask & IN_CREATE) == 0) {
      bool& gone = news.files[path];
      gone = gone || went;
    }
  }
  return news;
}

bool IsBeingWritten(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (file < 0) return false;
  // The kernel grants a lease for reading only while nobody writes.
  const bool granted = fcntl(file, F_SETLEASE, F_RDLCK) == 0;
  const bool written = !granted && (errno == EAGAIN || errno == EBUSY);
  if (granted) fcntl(file, F_SETLEASE, F_UNLCK);
  close(file);
  return written;
}

}  // namespace weir::watch
