#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "base/cancel.h"
#include "base/secret.h"
#include "trigger/trigger_host.h"
#include "watch/folder_tree.h"
#include "watch/scanner.h"
#include "watch/watcher.h"

namespace weir::watch {

/// The watch of one trigger: a thread that looks at everything when it begins, and then at what is
/// told, or at everything again after a while.
class Watch final : private Ledger {
 public:
  Watch(const WatcherOptions& options, const trigger::WatchSite& site, trigger::Key trigger);
  ~Watch() override;
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  /// Look at everything now; with `wait`, return once that is done, or after `wait`.
  void Look(std::chrono::milliseconds wait);
  trigger::WatchStatus status() const;
  void Stop();

 private:
  static constexpr std::chrono::milliseconds kAgainMin{20};

  void Run();
  /// False: there is nothing to watch any more.
  Result<bool> LookAtAll();
  Result<> OpenStore(const trigger::WatchOrder& order);
  Result<> LookAtLocal(Scanner& scanner);
  Scanner ScannerFor(const trigger::WatchOrder& order);
  /// How long to wait before something is looked at without news.
  std::chrono::milliseconds Patience() const;
  /// True once everything is to be looked at.
  bool WaitForNews();
  Result<> TakeNews(FolderTree::News news);
  void Show(const trigger::WatchStatus& status);
  void EndRound(int64_t asked);

  Result<std::map<std::string, std::string>> Stamps(const std::vector<std::string>& paths) override;
  Result<std::vector<store::WatchedFile>> Files(const std::string& prefix, const std::string& after,
                                                int64_t limit) override;
  Result<> Report(const trigger::FileReport& report) override;

  const WatcherOptions options_;
  const trigger::WatchSite site_;
  const trigger::Key trigger_;
  CancelToken cancel_;
  Masker masker_;
  int wake_;  ///< An eventfd: written to by those who ask.

  // The thread's.
  std::shared_ptr<engine::Definitions> definitions_;
  std::shared_ptr<connectors::FileStore> store_;
  std::unique_ptr<FolderTree> tree_;
  trigger::WatchOrder order_;
  trigger::WatchStatus seen_;
  std::chrono::steady_clock::time_point look_;  ///< When all is looked at again.
  /// Files that were being written, for Scanner::LookAt, and after how long they are looked at.
  std::map<std::string, bool> written_;
  std::chrono::milliseconds again_{kAgainMin};

  mutable std::mutex mutex_;
  std::condition_variable done_;
  int64_t rounds_asked_ = 1;
  int64_t rounds_done_ = 0;
  bool over_ = false;
  trigger::WatchStatus status_;

  std::thread thread_;
};

}  // namespace weir::watch
