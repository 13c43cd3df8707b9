#pragma once

#include <functional>
#include <map>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/cancel.h"
#include "base/clock.h"
#include "connectors/file_store.h"
#include "schedule/events.h"
#include "store/store.h"
#include "trigger/trigger_book.h"

namespace weir::watch {

/// What is known of a watched store, and where news of it goes.
class Ledger {
 public:
  virtual ~Ledger() = default;
  /// As store::Store has them.
  virtual Result<std::map<std::string, std::string>> Stamps(
      const std::vector<std::string>& paths) = 0;
  virtual Result<std::vector<store::WatchedFile>> Files(const std::string& prefix,
                                                        const std::string& after,
                                                        int64_t limit) = 0;
  /// Durable when it returns, all of it or nothing.
  virtual Result<> Report(const trigger::FileReport& report) = 0;
};

/// A file as it was found when looked at.
struct Found {
  connectors::FileEntry entry;
  bool gone = false;      ///< There is no such file; only its path is set.
  bool replaced = false;  ///< It was seen to go, and then to come again.
};

/// What was found against what is known: the events it makes, in order, and what is known then.
/// A file is created if its stamp is not the known one, and deleted if it is known and gone. With
/// `silent` there are no events: what is there when a watch begins is not news. Pure.
trigger::FileReport Compare(const trigger::WatchOrder& order, const std::vector<Found>& found,
                            const std::map<std::string, std::string>& known, bool silent,
                            UtcTime now);

/// Looks at a store for a trigger and reports what changed since the last look: exactly once, since
/// each report takes what is known further in the same transaction.
///
/// Memory: a page of the listing, and 8 bytes for each file while all are looked at.
class Scanner {
 public:
  /// True for a file that somebody still writes.
  using Unfinished = std::function<bool(const connectors::FileEntry& file)>;
  /// Told of each folder before its files are listed.
  using Entering = std::function<Result<>(const std::string& folder)>;

  Scanner(connectors::FileStore& store, Ledger& ledger, const Clock& clock,
          trigger::WatchOrder order, Unfinished unfinished = nullptr)
      : store_(store),
        ledger_(ledger),
        clock_(clock),
        order_(std::move(order)),
        unfinished_(std::move(unfinished)) {}

  /// Look at all files that can fire the trigger, by FileStore::ListAll. Errors: the store's;
  /// kCancelled; what the ledger says.
  Result<> ListAll(const CancelToken& cancel);
  /// Look at a folder and all below it, by FileStore::List. A folder that is not there is empty.
  Result<> Walk(const std::string& folder, const Entering& entering, const CancelToken& cancel);
  /// Look at single files; `true`: it was seen to go before.
  Result<> LookAt(const std::map<std::string, bool>& paths);
  /// Files that were news and are being written: to be looked at again. The end of a writer is told
  /// a moment before the writer is gone.
  std::map<std::string, bool> TakeUnfinished() { return std::exchange(written_, {}); }
  /// The folder in which all of them lie.
  std::string TopFolder() const;
  /// Say that all that was there when the watch began is known.
  Result<> Complete();

 private:
  using Seen = std::unordered_set<uint64_t>;

  bool MayHold(const std::string& folder) const;
  Result<> Take(std::vector<connectors::FileEntry> files, Seen* seen);
  Result<> Tell(const std::vector<Found>& found);
  Result<> Sweep(const std::string& prefix, const Seen& seen);

  connectors::FileStore& store_;
  Ledger& ledger_;
  const Clock& clock_;
  trigger::WatchOrder order_;
  Unfinished unfinished_;
  std::map<std::string, bool> written_;  ///< As LookAt has them.
};

}  // namespace weir::watch
