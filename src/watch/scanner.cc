#include "watch/scanner.h"

#include <algorithm>

#include "base/ids.h"
#include "base/names.h"

namespace weir::watch {
namespace {

using connectors::FileEntry;

/// Files in one report, so that the first runs do not wait for the last.
constexpr size_t kFilesPerReport = 500;
constexpr int64_t kKnownPage = 1000;

Json EventOf(const trigger::WatchOrder& order, const std::string& path, const FileEntry* entry,
             UtcTime now) {
  schedule::BlobChange change;
  const size_t slash = path.find('/');
  change.container = path.substr(0, slash);
  change.path = slash == std::string::npos ? "" : path.substr(slash + 1);
  change.deleted = entry == nullptr;
  change.time = now;
  if (entry != nullptr) {
    change.size = entry->size_bytes;
    change.time = entry->modified.value_or(now);
  }
  change.id = NewGuid();
  Json event = schedule::BlobEventOf(change);
  event.Set("topic", order.filter.scope());
  return event;
}

/// A file's state where the store has no stamp.
std::string StampOf(const FileEntry& entry) {
  if (!entry.stamp.empty()) return entry.stamp;
  return std::to_string(ToMicros(entry.modified.value_or(UtcTime()))) + "-" +
         std::to_string(entry.size_bytes);
}

}  // namespace

trigger::FileReport Compare(const trigger::WatchOrder& order, const std::vector<Found>& found,
                            const std::map<std::string, std::string>& known, bool silent,
                            UtcTime now) {
  trigger::FileReport report;
  report.watch = order.watch;
  for (const Found& one : found) {
    const std::string& path = one.entry.path;
    const auto before = known.find(path);
    const std::string stamp = one.gone ? std::string() : StampOf(one.entry);
    if (before == known.end() ? one.gone : before->second == stamp) continue;
    report.files.push_back({order.watch, path, stamp});
    if (silent) continue;
    const bool went = one.gone || (one.replaced && before != known.end());
    if (went) report.events.push_back(EventOf(order, path, nullptr, now));
    if (!one.gone) report.events.push_back(EventOf(order, path, &one.entry, now));
  }
  return report;
}

Result<> Scanner::Tell(const std::vector<Found>& found) {
  if (found.empty()) return {};
  std::vector<std::string> paths;
  for (const Found& one : found) paths.push_back(one.entry.path);
  WEIR_ASSIGN(const auto known, ledger_.Stamps(paths));
  const trigger::FileReport report = Compare(order_, found, known, !order_.complete, clock_.Now());
  return report.files.empty() ? Result<>() : ledger_.Report(report);
}

Result<> Scanner::Take(std::vector<FileEntry> files, Seen* seen) {
  std::vector<Found> found;
  for (FileEntry& file : files) {
    if (file.is_folder || !order_.filter.Covers(file.path)) continue;
    seen->insert(StableHash(file.path));
    found.push_back({std::move(file)});
  }
  for (size_t at = 0; at < found.size(); at += kFilesPerReport) {
    const auto first = found.begin() + static_cast<ptrdiff_t>(at);
    const auto last =
        found.begin() + static_cast<ptrdiff_t>(std::min(found.size(), at + kFilesPerReport));
    std::vector<Found> part(std::make_move_iterator(first), std::make_move_iterator(last));
    // Only what is news is asked whether it is finished: that opens the file.
    if (unfinished_) {
      std::vector<std::string> paths;
      for (const Found& one : part) paths.push_back(one.entry.path);
      WEIR_ASSIGN(const auto known, ledger_.Stamps(paths));
      std::erase_if(part, [&](const Found& one) {
        const auto before = known.find(one.entry.path);
        if (before != known.end() && before->second == StampOf(one.entry)) return true;
        const bool unfinished = unfinished_(one.entry);
        if (unfinished) written_.emplace(one.entry.path, false);
        return unfinished;
      });
    }
    WEIR_TRY(Tell(part));
  }
  return {};
}

Result<> Scanner::Sweep(const std::string& prefix, const Seen& seen) {
  std::string after;
  while (true) {
    WEIR_ASSIGN(const auto known, ledger_.Files(prefix, after, kKnownPage));
    if (known.empty()) return {};
    after = known.back().path;
    std::vector<Found> gone;
    for (const store::WatchedFile& file : known) {
      if (seen.contains(StableHash(file.path))) continue;
      Found one;
      one.entry.path = file.path;
      one.gone = true;
      gone.push_back(std::move(one));
    }
    WEIR_TRY(Tell(gone));
  }
}

Result<> Scanner::ListAll(const CancelToken& cancel) {
  Seen seen;
  std::string from;
  do {
    WEIR_TRY(cancel.Check());
    WEIR_ASSIGN(connectors::FilePage page, store_.ListAll(order_.filter.PathPrefix(), from));
    WEIR_TRY(Take(std::move(page.files), &seen));
    from = std::move(page.next);
  } while (!from.empty());
  return Sweep("", seen);
}

std::string Scanner::TopFolder() const {
  const std::string prefix = order_.filter.PathPrefix();
  return prefix.substr(0, prefix.rfind('/') == std::string::npos ? 0 : prefix.rfind('/'));
}

/// False for a folder below which no path begins as it must.
bool Scanner::MayHold(const std::string& folder) const {
  const std::string prefix = order_.filter.PathPrefix();
  const std::string path = folder.empty() ? "" : folder + "/";
  const size_t both = std::min(prefix.size(), path.size());
  return SameName(std::string_view(prefix).substr(0, both), std::string_view(path).substr(0, both));
}

Result<> Scanner::Walk(const std::string& folder, const Entering& entering,
                       const CancelToken& cancel) {
  Seen seen;
  std::vector<std::string> folders = {folder};
  while (!folders.empty()) {
    const std::string at = std::move(folders.back());
    folders.pop_back();
    WEIR_TRY(cancel.Check());
    if (!MayHold(at)) continue;
    if (entering) {
      // One that went meanwhile is found empty below.
      const Result<> entered = entering(at);
      if (!entered && entered.error().kind() != ErrorKind::kNotFound) return entered;
    }
    auto entries = store_.List(at);
    // Gone, or a file is there now.
    const bool none = !entries && !at.empty() &&
                      (entries.error().kind() == ErrorKind::kNotFound ||
                       entries.error().code() == "PathIsNotFolder");
    if (none) continue;
    WEIR_TRY(entries);
    for (const FileEntry& entry : *entries) {
      if (entry.is_folder) folders.push_back(entry.path);
    }
    WEIR_TRY(Take(*std::move(entries), &seen));
  }
  return Sweep(folder.empty() ? "" : folder + "/", seen);
}

Result<> Scanner::LookAt(const std::map<std::string, bool>& paths) {
  std::vector<Found> found;
  for (const auto& [path, went] : paths) {
    if (!order_.filter.Covers(path)) continue;
    Result<FileEntry> entry = store_.Stat(path);
    if (!entry && entry.error().kind() != ErrorKind::kNotFound) return entry.error();
    Found one;
    one.replaced = went;
    if (entry && !entry->is_folder) {
      if (unfinished_ && unfinished_(*entry)) {
        written_[path] |= went;
        continue;
      }
      one.entry = *std::move(entry);
    } else {
      one.gone = true;
    }
    one.entry.path = path;
    found.push_back(std::move(one));
    if (found.size() < kFilesPerReport) continue;
    WEIR_TRY(Tell(found));
    found.clear();
  }
  return Tell(found);
}

Result<> Scanner::Complete() {
  trigger::FileReport report;
  report.watch = order_.watch;
  report.complete = true;
  order_.complete = true;
  return ledger_.Report(report);
}

}  // namespace weir::watch
