#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <string>

#include "cli/runner.h"
#include "model/local.h"
#include "model/v1/factory.h"
#include "schedule/slices/slice_book.h"

namespace weir::cli {

/// A factory of version 1 as it runs here.
struct LocalV1Factory {
  Origin origin;
  model::V1Factory factory;
  model::LocalFile local;  ///< Stand-ins; a null document for none.
};

/// Load `path` with its local file, as LoadLocalFactory does; findings go to stderr. `config`: a
/// config file of its Visual Studio project, or empty. Errors: what loading says; kInvalid
/// InvalidFactory if there were errors among the findings.
Result<LocalV1Factory> LoadLocalV1Factory(const std::string& path, const std::string& local,
                                          const std::string& config);

/// Makes the slices of a time that is over, here and now, in the order that their inputs allow.
/// Pauses between attempts and checks pass at once.
class SliceRunner final : public engine::Observer {
 public:
  struct Options {
    schedule::Interval period;
    bool json = false;
    bool quiet = false;
  };
  SliceRunner(const LocalV1Factory& factory, Runner& runner, Options options)
      : factory_(factory), runner_(runner), options_(options), now_(options.period.end) {}

  /// Make them all; print what came of them. The exit status: 0 if all are Ready.
  int Run();
  void RunChanged(const store::RunRecord& run) override;

 private:
  struct Open {
    std::string dataset;
    int64_t number = 0;
    schedule::Interval slice;
    bool check = false;
    int64_t attempt = 0;
  };
  struct Last {
    std::string run_id;
    std::string error;
  };
  using Key = std::pair<std::string, int64_t>;

  void Take(schedule::SliceChanges changes);
  void Begin(const schedule::StartSlice& start);
  void Begin(const schedule::CheckSlice& check);
  void Begin(Open open, Result<model::Factory> lowered);
  void Ended(const Open& open, const store::RunRecord& run);
  void Failed(const Open& open, const Error& error);
  void Tell(const Open& open, const std::string& run_id, const std::string& outcome);
  bool WaitForOne();
  bool SkipAhead();
  void CancelIfAsked();
  std::vector<schedule::SliceView> SlicesOf(const std::string& dataset) const;
  std::string CauseOf(const std::string& dataset, const schedule::SliceView& view) const;
  Json ToJson() const;
  int Report() const;

  const LocalV1Factory& factory_;
  Runner& runner_;
  const Options options_;
  UtcTime now_;
  schedule::SliceBook book_;
  std::map<std::string, Open> open_;  ///< By run id.
  std::map<Key, Last> last_;
  std::deque<schedule::SliceChanges> failures_;  ///< What follows from runs that never began.
  bool canceled_ = false;

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<store::RunRecord> ended_;
};

}  // namespace weir::cli
