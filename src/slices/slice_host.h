#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "engine/engine.h"
#include "slices/factories.h"
#include "slices/plans.h"

namespace weir::slices {

struct HostOptions {
  store::Store* store = nullptr;
  engine::Engine* engine = nullptr;
  const Clock* clock = nullptr;
  Factories* factories = nullptr;
};

/// A slice as people see it, with what the host knows beyond the book.
struct Slice {
  schedule::SliceView view;
  /// Of the last attempt, or the last check of what is external; empty if there was none.
  std::string run_id;
  /// Why it failed, or why its last attempt did.
  std::string message;
};

/// Makes the slices of a service's factories of version 1: one thread that sleeps until one is due,
/// a run of one is over, or somebody asks. A slice that begins is durable in one transaction with
/// the run that makes it. A factory goes by its key. Thread safe.
class SliceHost {
 public:
  explicit SliceHost(HostOptions options) : options_(options) {}
  ~SliceHost() { Stop(); }
  SliceHost(const SliceHost&) = delete;
  SliceHost& operator=(const SliceHost&) = delete;

  /// Take up all factories and their slices, then begin. What cannot be read is told, and its
  /// slices stay as they are. Call once, after the engine took up its runs. Errors: the store's.
  Result<std::vector<Error>> TakeUp();
  /// Begin no more. The engine must live until then; it may tell of runs until this is destroyed.
  void Stop();

  /// A factory came or changed, as its resources say now, pauses and active periods among them.
  /// Durable when it returns. Attempts whose activity is gone are cancelled. Errors: as Factories;
  /// as v1::MakeBook, then it goes on as it was; kUnavailable ServiceStopping.
  Result<> Changed(const std::string& factory);
  Result<> Forget(const std::string& factory);
  /// Durable when they return. Errors: kNotFound ResourceNotFound; as schedule::SliceBook.
  Result<> SetStatus(const std::string& factory, const std::string& dataset,
                     const schedule::Interval& range, schedule::SliceState state,
                     schedule::SliceBook::Reach reach);
  /// Every slice of the pipeline's active period is made again.
  Result<> Recalculate(const std::string& factory, const std::string& pipeline);

  /// Slices of a dataset that overlap `range`, oldest first. Not held up by what is made durable.
  /// Errors: kNotFound ResourceNotFound; as SliceBook::View.
  Result<std::vector<Slice>> Slices(const std::string& factory, const std::string& dataset,
                                    const schedule::Interval& range, size_t limit = 100'000) const;
  /// Runs of a slice, oldest first: attempts, or checks of what is external. Errors: as Slices.
  Result<std::vector<std::string>> RunsOf(const std::string& factory, const std::string& dataset,
                                          int64_t number) const;

  /// Tell of a run that is over. Returns at once.
  void RunEnded(const store::RunRecord& run);

 private:
  using SliceKey = std::pair<std::string, int64_t>;  ///< Dataset as NameKey, number.
  struct Served {
    std::unique_ptr<Plans> plans;
    schedule::SliceBook book;
    std::map<SliceKey, std::string> messages;  ///< Of slices that are not Ready.
    std::optional<UtcTime> next;
  };
  /// A run that the host waits for.
  struct Open {
    std::string factory;
    std::string dataset;
    int64_t number = 0;
    bool check = false;
  };
  /// What follows from events, to be made durable and carried out.
  struct Work {
    store::TriggerChanges changes;
    std::vector<engine::RunRequest> requests;
    std::vector<std::string> cancels;

    bool empty() const { return changes.empty() && requests.empty() && cancels.empty(); }
  };
  /// Tells who asked, once; that the service stops if it goes away before.
  class Answer;
  struct Command {
    std::function<Result<>(Work* work)> act;
    std::shared_ptr<Answer> answer;
  };

  Result<> Ask(std::function<Result<>(Work*)> act);
  Result<Served*> Find(const std::string& factory);
  Result<const Served*> Find(const std::string& factory) const;
  Result<> Load(const std::string& factory);
  Result<> TakeUpSlices();
  Result<> TakeUpRuns(const std::string& factory, Served& served);
  Result<bool> GoesOn(const Open& open, const std::string& run_id);
  std::string RunId(const std::string& factory, const std::string& dataset, int64_t number,
                    int64_t run, bool check) const;
  void ForgetSlices(const std::string& factory, const std::string& dataset, Work* work);
  Result<> Reload(const std::string& factory, Work* work);

  void Drive();
  void WaitForWork();
  std::optional<UtcTime> NextTime() const;
  void TakeAll(std::vector<store::RunRecord> ended, Work* work);
  void Take(const std::string& factory, Served& served, schedule::SliceChanges changes, Work* work,
            const std::string& message = {});
  void Begin(Open open, const schedule::Interval& slice, int64_t run,
             Result<engine::RunRequest> request, Work* work);
  void TakeEnd(const Open& open, const store::RunRecord& run, Work* work);
  void TakeRefused();
  void TakeFailure(const Open& open, const std::string& why, Work* work);
  Result<Json> OutputOf(const std::string& run_id) const;
  void CarryOut(Work work, std::shared_ptr<Answer> answer = nullptr);
  bool stopping() const;

  HostOptions options_;

  mutable std::mutex book_mutex_;  ///< Guards the next two, which only the host's thread changes.
  std::map<std::string, Served> factories_;
  store::Store::SliceEpochs epochs_;
  std::map<std::string, Open> open_;  ///< By run id. The host's thread only, as the next two.
  std::deque<std::pair<Open, std::string>> failed_;  ///< What could not even begin, and why.
  std::vector<store::RunRecord> over_;               ///< Found over when they were taken up.

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Command> commands_;
  std::vector<store::RunRecord> ended_;
  std::vector<std::pair<std::string, std::string>> refused_;  ///< Runs, and why.
  bool stopping_ = false;

  std::thread thread_;
};

}  // namespace weir::slices
