#include "watch/watch.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "engine/secret_reader.h"

namespace weir::watch {
namespace {

/// Folders that are told of are looked at as a whole this much more seldom than others.
constexpr int kTreeIntervals = 20;

std::string SecondsText(std::chrono::milliseconds time) {
  std::string text = std::to_string(time.count() / 1000);
  if (time.count() % 1000 != 0) text += "." + std::to_string(time.count() % 1000 / 100);
  return text + " s";
}

}  // namespace

Watch::Watch(const WatcherOptions& options, const trigger::WatchSite& site, trigger::Key trigger)
    : options_(options),
      site_(site),
      trigger_(std::move(trigger)),
      wake_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)),
      thread_([this] { Run(); }) {}

void Watch::Stop() {
  cancel_.Cancel("the trigger was stopped");
  const uint64_t one = 1;
  static_cast<void>(!write(wake_, &one, sizeof one));
  if (thread_.joinable()) thread_.join();
}

Watch::~Watch() {
  Stop();
  close(wake_);
}

void Watch::Look(std::chrono::milliseconds wait) {
  std::unique_lock lock(mutex_);
  const int64_t asked = ++rounds_asked_;
  const uint64_t one = 1;
  static_cast<void>(!write(wake_, &one, sizeof one));
  done_.wait_for(lock, wait, [&] { return over_ || rounds_done_ >= asked; });
}

trigger::WatchStatus Watch::status() const {
  const std::lock_guard lock(mutex_);
  return status_;
}

void Watch::Show(const trigger::WatchStatus& status) {
  const std::lock_guard lock(mutex_);
  status_ = status;
}

void Watch::EndRound(int64_t asked) {
  {
    const std::lock_guard lock(mutex_);
    rounds_done_ = asked;
  }
  done_.notify_all();
}

void Watch::Run() {
  while (!cancel_.cancelled()) {
    int64_t asked = 0;
    {
      const std::lock_guard lock(mutex_);
      asked = rounds_asked_;
    }
    const Result<bool> looked = LookAtAll();
    if (looked && !*looked) break;
    seen_.trouble.clear();
    seen_.enabled = looked.ok() && order_.complete;
    if (!looked) {
      seen_.trouble = masker_.Mask(looked.error().ToString());
      store_.reset();
      tree_.reset();
    }
    look_ = std::chrono::steady_clock::now() +
            options_.interval * (tree_ == nullptr ? 1 : kTreeIntervals);
    Show(seen_);
    EndRound(asked);
    while (!cancel_.cancelled() && !WaitForNews()) {
    }
  }
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  done_.notify_all();
}

Result<> Watch::OpenStore(const trigger::WatchOrder& order) {
  const std::string account(schedule::StorageAccountOf(order.filter.scope()));
  if (account.empty()) {
    return Fail(ErrorKind::kInvalid, "InvalidEventTrigger",
                "'scope' must be the resource id of a storage account, "
                "/subscriptions/…/providers/Microsoft.Storage/storageAccounts/NAME, got '" +
                    order.filter.scope() + "'");
  }
  WEIR_ASSIGN(const std::string name, site_.factories->StorageOf(trigger_.first, account));
  WEIR_ASSIGN(model::LinkedServiceInstance service,
              definitions_->LinkedService(
                  Json::Object({{"referenceName", name}, {"type", "LinkedServiceReference"}}),
                  site_.clock->Now()));
  const engine::SecretReader secrets{*definitions_, site_.secrets, *site_.clock,
                                     cancel_,       masker_,       "watch of " + order.watch};
  WEIR_TRY(secrets.ReadInto(service));
  WEIR_ASSIGN(const connectors::ConnectorSpec* spec, options_.connectors->Find(service.type));
  if (!spec->open_files) {
    return Fail(ErrorKind::kUnsupported, "UnsupportedListing",
                "the linked service '" + name + "' has no files to watch");
  }
  WEIR_ASSIGN(const auto store, spec->open_files(service));
  WEIR_ASSIGN(store_, store->WithSettings(Json(), &cancel_));
  return {};
}

Scanner Watch::ScannerFor(const trigger::WatchOrder& order) {
  Scanner::Unfinished unfinished;
  if (const std::string folder = store_->LocalFolder(); !folder.empty()) {
    unfinished = [folder](const connectors::FileEntry& file) {
      return IsBeingWritten(folder + "/" + file.path);
    };
  }
  return {*store_, *this, *site_.clock, order, std::move(unfinished)};
}

Result<> Watch::LookAtLocal(Scanner& scanner) {
  Scanner::Entering entering;
  seen_.means = "a listing each " + SecondsText(options_.interval);
  auto tree = FolderTree::Open(store_->LocalFolder());
  // Beyond what the system watches, listings must do.
  tree_ = tree ? *std::move(tree) : nullptr;
  if (tree_ != nullptr) {
    seen_.means = "inotify";
    entering = [this](const std::string& folder) -> Result<> {
      if (tree_ == nullptr) return {};
      const Result<> added = tree_->Add(folder);
      if (added || added.error().code() != "WatchLimitReached") return added;
      seen_.means = "a listing each " + SecondsText(options_.interval);
      tree_.reset();
      return {};
    };
    // The folders above, so that it is seen when a container comes.
    for (size_t at = 0; at != std::string::npos; at = scanner.TopFolder().find('/', at + 1)) {
      const Result<> entered = entering(scanner.TopFolder().substr(0, at));
      if (!entered && (at == 0 || entered.error().kind() != ErrorKind::kNotFound)) return entered;
    }
  }
  return scanner.Walk(scanner.TopFolder(), entering, cancel_);
}

Result<bool> Watch::LookAtAll() {
  WEIR_ASSIGN(const auto order, site_.host->WatchOf(trigger_));
  if (!order) return false;
  order_ = *order;
  WEIR_ASSIGN(const auto definitions, site_.factories->DefinitionsOf(trigger_.first));
  if (definitions != definitions_ || store_ == nullptr) {
    definitions_ = definitions;
    WEIR_TRY(OpenStore(order_));
  }
  seen_.store = store_->Describe("");
  if (order_.watch.empty() || order_.store != seen_.store) {
    WEIR_ASSIGN(order_, site_.host->Rewatch(trigger_, seen_.store));
  }
  Scanner scanner = ScannerFor(order_);
  if (store_->LocalFolder().empty()) {
    seen_.means = "a listing each " + SecondsText(options_.interval);
    WEIR_TRY(scanner.ListAll(cancel_));
  } else {
    WEIR_TRY(LookAtLocal(scanner));
  }
  written_ = scanner.TakeUnfinished();
  if (!order_.complete) WEIR_TRY(scanner.Complete());
  order_.complete = true;
  return true;
}

std::chrono::milliseconds Watch::Patience() const {
  const auto all =
      std::chrono::ceil<std::chrono::milliseconds>(look_ - std::chrono::steady_clock::now());
  return std::max(written_.empty() ? all : std::min(all, again_), std::chrono::milliseconds(0));
}

bool Watch::WaitForNews() {
  std::array<pollfd, 2> files = {pollfd{wake_, POLLIN, 0},
                                 pollfd{tree_ == nullptr ? -1 : tree_->file(), POLLIN, 0}};
  const int told = poll(files.data(), files.size(), static_cast<int>(Patience().count()));
  if (told < 0) return false;  // A signal came.
  if (told == 0) {
    if (std::chrono::steady_clock::now() >= look_) return true;
    again_ = std::min(again_ * 2, options_.interval);
    return !TakeNews({}).ok();
  }
  uint64_t count = 0;
  if (files[0].revents != 0) {
    static_cast<void>(!read(wake_, &count, sizeof count));
    return true;
  }
  again_ = kAgainMin;
  const FolderTree::News news = tree_->Read();
  return news.lost || !TakeNews(news).ok();
}

Result<> Watch::TakeNews(FolderTree::News news) {
  Scanner scanner = ScannerFor(order_);
  news.files.merge(written_);
  for (const std::string& folder : news.folders) {
    WEIR_TRY(
        scanner.Walk(folder, [this](const std::string& one) { return tree_->Add(one); }, cancel_));
  }
  WEIR_TRY(scanner.LookAt(news.files));
  written_ = scanner.TakeUnfinished();
  return {};
}

Result<std::map<std::string, std::string>> Watch::Stamps(const std::vector<std::string>& paths) {
  return site_.store->WatchedStamps(order_.watch, paths);
}

Result<std::vector<store::WatchedFile>> Watch::Files(const std::string& prefix,
                                                     const std::string& after, int64_t limit) {
  return site_.store->WatchedFiles(order_.watch, prefix, after, limit);
}

Result<> Watch::Report(const trigger::FileReport& report) {
  return site_.host->FilesChanged(trigger_, report);
}

}  // namespace weir::watch
