#include "slices/slice_host.h"

#include <algorithm>
#include <future>
#include <set>

#include "base/ids.h"
#include "base/names.h"
#include "slices/slice_records.h"
#include "v1/book.h"

namespace weir::slices {
namespace {

using schedule::SliceChanges;
using schedule::SliceState;
using schedule::SliceStatus;

/// Slices that are looked at, and failures that are taken, before others have their turn.
constexpr int64_t kSlicesPerTurn = 5000;
constexpr size_t kFailuresPerTurn = 500;
/// A clock that is set is noticed within this.
constexpr std::chrono::seconds kLookAtClock{1};

Error Stopping() {
  return Fail(ErrorKind::kUnavailable, "ServiceStopping", "the service is stopping");
}

Error NoFactory(const std::string& factory) {
  return Fail(ErrorKind::kNotFound, "ResourceNotFound",
              "there is no factory of version 1 with the id " + factory);
}

}  // namespace

/// Those of a dataset lie together. A dataset whose slices were forgotten begins with others.
std::string SliceHost::RunId(const std::string& factory, const std::string& dataset, int64_t number,
                             int64_t run, bool check) const {
  constexpr int64_t kFirst = -(1LL << 39);
  std::string seed = factory + (check ? "/checks/" : "/slices/") + NameKey(dataset);
  for (const std::string& forgotten : {std::string(), NameKey(dataset)}) {
    const auto epoch = epochs_.find({factory, forgotten});
    seed += "/" + std::to_string(epoch == epochs_.end() ? 0 : epoch->second);
  }
  return OrderedGuid(seed, static_cast<uint64_t>(number - kFirst), static_cast<uint64_t>(run));
}

class SliceHost::Answer {
 public:
  ~Answer() {
    if (!given_) Give(Stopping());
  }
  void Give(Result<> result) {
    given_ = true;
    promise_.set_value(std::move(result));
  }
  std::future<Result<>> Asked() { return promise_.get_future(); }

 private:
  std::promise<Result<>> promise_;
  bool given_ = false;
};

void SliceHost::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
  const std::lock_guard lock(mutex_);
  commands_.clear();  // Who asked is told that the service stops.
}

bool SliceHost::stopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

Result<> SliceHost::Ask(std::function<Result<>(Work*)> act) {
  auto answer = std::make_shared<Answer>();
  std::future<Result<>> asked = answer->Asked();
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return Stopping();
    commands_.push_back({std::move(act), std::move(answer)});
  }
  wake_.notify_one();
  return asked.get();
}

Result<SliceHost::Served*> SliceHost::Find(const std::string& factory) {
  const auto found = factories_.find(factory);
  if (found == factories_.end()) return NoFactory(factory);
  return &found->second;
}

Result<const SliceHost::Served*> SliceHost::Find(const std::string& factory) const {
  const auto found = factories_.find(factory);
  if (found == factories_.end()) return NoFactory(factory);
  return &found->second;
}

Result<> SliceHost::Changed(const std::string& factory) {
  return Ask([this, factory](Work* work) { return Reload(factory, work); });
}

Result<> SliceHost::Reload(const std::string& factory, Work* work) {
  WEIR_ASSIGN(auto model, options_.factories->FactoryOf(factory));
  WEIR_ASSIGN(schedule::SliceBook book, v1::MakeBook(*model, std::nullopt, options_.clock->Now()));
  const bool known = factories_.contains(factory);
  Served& served = factories_[factory];
  SliceChanges changes;
  if (known) changes = book.Inherit(served.book);
  served.book = std::move(book);
  served.plans = std::make_unique<Plans>(std::move(model), options_.factories->local(), factory);
  served.next = options_.clock->Now();
  Take(factory, served, std::move(changes), work);
  // Attempts whose activity is gone.
  std::set<std::string> running;
  for (const schedule::StartSlice& start : served.book.Running()) {
    running.insert(RunId(factory, start.output, start.number, start.run, false));
  }
  for (auto open = open_.begin(); open != open_.end();) {
    const bool gone =
        open->second.factory == factory && !open->second.check && !running.contains(open->first);
    if (gone) work->cancels.push_back(open->first);
    open = gone ? open_.erase(open) : std::next(open);
  }
  return {};
}

Result<> SliceHost::Forget(const std::string& factory) {
  return Ask([this, factory](Work* work) -> Result<> {
    factories_.erase(factory);
    for (auto open = open_.begin(); open != open_.end();) {
      const bool of_it = open->second.factory == factory;
      if (of_it) work->cancels.push_back(open->first);
      open = of_it ? open_.erase(open) : std::next(open);
    }
    ForgetSlices(factory, "", work);
    return {};
  });
}

Result<> SliceHost::SetStatus(const std::string& factory, const std::string& dataset,
                              const schedule::Interval& range, SliceState state,
                              schedule::SliceBook::Reach reach) {
  return Ask([&](Work* work) -> Result<> {
    WEIR_ASSIGN(Served * served, Find(factory));
    WEIR_ASSIGN(SliceChanges changes,
                served->book.SetStatus(dataset, range, state, reach, options_.clock->Now()));
    Take(factory, *served, std::move(changes), work);
    return {};
  });
}

Result<> SliceHost::Recalculate(const std::string& factory, const std::string& pipeline) {
  return Ask([&](Work* work) -> Result<> {
    WEIR_ASSIGN(Served * served, Find(factory));
    WEIR_ASSIGN(SliceChanges changes, served->book.MakeAgain(pipeline, options_.clock->Now()));
    Take(factory, *served, std::move(changes), work);
    return {};
  });
}

Result<std::vector<Slice>> SliceHost::Slices(const std::string& factory, const std::string& dataset,
                                             const schedule::Interval& range, size_t limit) const {
  const std::lock_guard lock(book_mutex_);
  WEIR_ASSIGN(const Served* served, Find(factory));
  WEIR_ASSIGN(auto views, served->book.View(dataset, range, options_.clock->Now(), limit));
  WEIR_ASSIGN(const std::string output, served->book.FirstOutputOf(dataset));
  const bool external = served->book.IsExternal(dataset);
  std::vector<Slice> slices;
  slices.reserve(views.size());
  for (schedule::SliceView& view : views) {
    Slice slice{std::move(view), "", ""};
    const int64_t runs = slice.view.status.runs;
    if (runs > 0) slice.run_id = RunId(factory, output, slice.view.number, runs, external);
    const auto message = served->messages.find({NameKey(dataset), slice.view.number});
    if (message != served->messages.end()) slice.message = message->second;
    slices.push_back(std::move(slice));
  }
  return slices;
}

Result<std::vector<std::string>> SliceHost::RunsOf(const std::string& factory,
                                                   const std::string& dataset,
                                                   int64_t number) const {
  const std::lock_guard lock(book_mutex_);
  WEIR_ASSIGN(const Served* served, Find(factory));
  WEIR_ASSIGN(const std::string output, served->book.FirstOutputOf(dataset));
  WEIR_ASSIGN(const SliceStatus status, served->book.StatusOf(dataset, number));
  std::vector<std::string> runs;
  for (int64_t run = 1; run <= status.runs; ++run) {
    runs.push_back(RunId(factory, output, number, run, served->book.IsExternal(dataset)));
  }
  return runs;
}

void SliceHost::RunEnded(const store::RunRecord& run) {
  {
    const std::lock_guard lock(mutex_);
    ended_.push_back(run);
  }
  wake_.notify_one();
}

void SliceHost::WaitForWork() {
  std::unique_lock lock(mutex_);
  const auto ready = [this] {
    return stopping_ || !commands_.empty() || !ended_.empty() || !refused_.empty();
  };
  while (!ready() && failed_.empty()) {
    const std::optional<UtcTime> due = NextTime();
    if (!due) return wake_.wait(lock, ready);
    const std::chrono::microseconds left = *due - options_.clock->Now();
    if (left.count() <= 0) return;
    wake_.wait_for(lock, std::min<std::chrono::microseconds>(left, kLookAtClock), ready);
  }
}

std::optional<UtcTime> SliceHost::NextTime() const {
  std::optional<UtcTime> next;
  for (const auto& [key, served] : factories_) {
    if (served.next && (!next || *served.next < *next)) next = served.next;
  }
  return next;
}

void SliceHost::Drive() {
  while (!stopping()) {
    WaitForWork();
    std::deque<Command> commands;
    std::vector<store::RunRecord> ended;
    {
      const std::lock_guard lock(mutex_);
      commands = std::exchange(commands_, {});
      ended = std::exchange(ended_, {});
      TakeRefused();
    }
    Work work;
    {
      const std::lock_guard lock(book_mutex_);
      TakeAll(std::move(ended), &work);
    }
    CarryOut(std::move(work));
    for (Command& command : commands) {
      Work asked;
      const Result<> done = [&] {
        const std::lock_guard lock(book_mutex_);
        return command.act(&asked);
      }();
      if (!done) {
        command.answer->Give(done);
      } else {
        CarryOut(std::move(asked), std::move(command.answer));
      }
    }
  }
}

/// Runs that are over, failures, and what is due.
void SliceHost::TakeAll(std::vector<store::RunRecord> ended, Work* work) {
  for (const store::RunRecord& run : std::exchange(over_, {})) ended.push_back(run);
  for (const store::RunRecord& run : ended) {
    const auto found = open_.find(run.run_id);
    if (found == open_.end()) continue;
    const Open open = std::move(found->second);
    open_.erase(found);
    TakeEnd(open, run, work);
  }
  for (size_t i = 0; i < kFailuresPerTurn && !failed_.empty(); ++i) {
    const auto [open, why] = std::move(failed_.front());
    failed_.pop_front();
    TakeFailure(open, why, work);
  }
  const UtcTime now = options_.clock->Now();
  for (auto& [factory, served] : factories_) {
    if (!served.next || *served.next > now) continue;
    Take(factory, served, served.book.Tick(now, kSlicesPerTurn), work);
  }
}

void SliceHost::TakeEnd(const Open& open, const store::RunRecord& run, Work* work) {
  const auto found = factories_.find(open.factory);
  if (found == factories_.end()) return;
  Served& served = found->second;
  const UtcTime now = options_.clock->Now();
  const schedule::SliceOutcome outcome = OutcomeOf(run);
  if (!open.check) {
    return Take(open.factory, served, served.book.RunEnded(open.dataset, open.number, outcome, now),
                work, run.message);
  }
  const model::V1Dataset* dataset = served.plans->factory().FindDataset(open.dataset);
  const Result<Json> output = OutputOf(run.run_id);
  std::string why = run.message;
  if (!output) why = output.error().ToString();
  if (why.empty() && dataset == nullptr) why = "the dataset is gone";
  if (why.empty()) why = v1::Shortfall(*dataset, *output);
  const bool there = why.empty();
  Take(open.factory, served,
       served.book.Checked(open.dataset, open.number, there,
                           outcome == schedule::SliceOutcome::kTimedOut, now),
       work, why);
}

/// It could not even begin.
void SliceHost::TakeFailure(const Open& open, const std::string& why, Work* work) {
  const auto found = factories_.find(open.factory);
  if (found == factories_.end()) return;
  Served& served = found->second;
  const UtcTime now = options_.clock->Now();
  Take(open.factory, served,
       open.check
           ? served.book.Checked(open.dataset, open.number, false, false, now)
           : served.book.RunEnded(open.dataset, open.number, schedule::SliceOutcome::kFailed, now),
       work, why);
}

Result<Json> SliceHost::OutputOf(const std::string& run_id) const {
  WEIR_ASSIGN(const auto activities, options_.store->Activities(run_id));
  if (activities.empty() || activities.back().output.empty()) return Json();
  return ParseJson(activities.back().output);
}

void SliceHost::ForgetSlices(const std::string& factory, const std::string& dataset, Work* work) {
  work->changes.unsliced.emplace_back(factory, dataset);
  ++epochs_[{factory, dataset}];
}

/// `message`: why what the changes are of failed.
void SliceHost::Take(const std::string& factory, Served& served, SliceChanges changes, Work* work,
                     const std::string& message) {
  for (const std::string& dataset : changes.forgotten) {
    ForgetSlices(factory, NameKey(dataset), work);
  }
  for (const schedule::SavedSlice& saved : changes.saves) {
    const SliceKey key{NameKey(saved.dataset), saved.number};
    const SliceStatus& status = saved.status;
    const bool ended = status.state == SliceState::kFailed || status.until;
    if (ended && !message.empty()) served.messages[key] = message;
    if (status.state == SliceState::kReady || status.attempts == 0) served.messages.erase(key);
    const auto why = served.messages.find(key);
    work->changes.slices.push_back(
        RecordOf(factory, saved, why == served.messages.end() ? std::string() : why->second));
  }
  for (const schedule::StartSlice& start : changes.starts) {
    Begin({factory, start.output, start.number, false}, start.slice, start.run,
          served.plans->Make(start), work);
  }
  for (const schedule::CheckSlice& check : changes.checks) {
    Begin({factory, check.dataset, check.number, true}, check.slice, check.run,
          served.plans->Look(check), work);
  }
  served.next = served.book.NextTime();
}

void SliceHost::Begin(Open open, const schedule::Interval& slice, int64_t run,
                      Result<engine::RunRequest> request, Work* work) {
  if (!request) {
    failed_.emplace_back(std::move(open), request.error().ToString());
    return;
  }
  request->factory = open.factory;
  request->trigger_name = open.dataset + " " + FormatUtc(slice.start);
  request->run_id = RunId(open.factory, open.dataset, open.number, run, open.check);
  open_[request->run_id] = std::move(open);
  work->requests.push_back(*std::move(request));
}

void SliceHost::CarryOut(Work work, std::shared_ptr<Answer> answer) {
  if (work.empty() && answer == nullptr) return;
  std::vector<std::string> ids;
  for (const engine::RunRequest& request : work.requests) ids.push_back(request.run_id);
  const auto changes = std::make_shared<store::TriggerChanges>(std::move(work.changes));
  options_.engine->FireLater(
      std::move(work.requests),
      [this, ids, changes](const std::vector<Result<std::string>>& taken) {
        for (size_t i = 0; i < taken.size(); ++i) {
          if (taken[i]) continue;
          const std::lock_guard lock(mutex_);
          refused_.emplace_back(ids[i], taken[i].error().ToString());
        }
        return std::move(*changes);
      },
      [this, answer = std::move(answer)] {
        if (answer != nullptr) answer->Give({});
        wake_.notify_one();
      });
  for (const std::string& run : work.cancels) options_.engine->Cancel(run);
}

/// Runs that the engine did not take.
void SliceHost::TakeRefused() {
  for (const auto& [run, why] : std::exchange(refused_, {})) {
    const auto open = open_.find(run);
    if (open == open_.end()) continue;
    failed_.emplace_back(std::move(open->second), why);
    open_.erase(open);
  }
}

}  // namespace weir::slices
