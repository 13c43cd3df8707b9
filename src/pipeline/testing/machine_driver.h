#pragma once

#include <map>
#include <string>
#include <vector>

#include "pipeline/machine.h"

namespace weir::pipeline {

/// What a driven run came to.
struct DrivenRun {
  ActivityStatus status = ActivityStatus::kPending;
  std::string message;
  Json return_value;
  /// The last status of each activity of the top scope that had one; skipped ones too.
  std::map<std::string, std::string> statuses;
  /// Names in the order their attempts began.
  std::vector<std::string> order;
  std::map<std::string, int> attempts;         ///< By name: attempts begun, over all iterations.
  std::map<std::string, ActivityRecord> last;  ///< By name: the last record.
  std::vector<StartChild> children;
  Json pauses = Json::Array();  ///< Before each release: {"path/name": input, or its error's code}.
  std::chrono::microseconds took{0};  ///< In virtual time.
  size_t parallel_max = 0;            ///< Activities under way at the same time.
};

/// Drives a machine with scripted answers and a clock that jumps from event to event.
class MachineDriver {
 public:
  /// `answers`: activity name → list of answers, the last of which repeats: `{"output": …}`,
  /// `{"error": {"errorCode", "message"}}`, both with `"seconds"` (1 by default); `"child:Name"`
  /// answers for a child pipeline with `{"returnValue": …}` or an error. What is not named succeeds
  /// with `{}`.
  MachineDriver(RunStart start, Json answers);

  /// Ask the run to stop at that virtual second.
  void CancelAt(double seconds) { cancel_at_ = seconds; }
  /// Let it go on at those seconds: `[{"seconds", "step", "name": only that activity}]`.
  void ReleaseAt(const Json& releases) { releases_ = releases; }
  /// Run to the end, or until nothing is left to happen.
  DrivenRun Drive();

  Machine& machine() { return machine_; }

 private:
  struct Pending {
    UtcTime due;
    Event event;
  };
  Json Answer(const std::string& name);
  void Take(Changes changes);
  void Release(const Json& release);
  void Schedule(double seconds, Event event);
  static Event AnswerEvent(Event::Kind kind, WorkId work, const Json& answer);

  Machine machine_;
  Json answers_;
  std::map<std::string, size_t> asked_;
  std::vector<Pending> pending_;
  UtcTime now_;
  double cancel_at_ = -1;
  Json releases_;
  size_t running_ = 0;
  DrivenRun result_;
};

/// Compile `properties` as a pipeline named "P" and bind `arguments`.
Result<RunStart> StartOf(const Json& properties, const Json& arguments);

}  // namespace weir::pipeline
