#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"

namespace weir::engine {

/// Why a run, or an activity of it, does not go on.
struct RunWait {
  enum class Reason : uint8_t {
    kPipelineConcurrency,  ///< So many runs of the pipeline go on already.
    kWorkers,              ///< All workers are at work.
    kBatchCount,           ///< So many iterations of the loop go on already.
    kRetryInterval,        ///< The time between two attempts.
    kTimer,                ///< A Wait activity.
    kCallback,             ///< Somebody is to call back.
    kPoll,                 ///< Work outside that is asked about from time to time.
    kChild,                ///< Another run.
    kBreakpoint            ///< Somebody who debugs the run and is to let it go on.
  };
  /// Who must end first.
  struct Holder {
    std::string run_id;
    std::string factory;          ///< As RunRecord has it.
    std::string name;             ///< Of the pipeline, the activity or the iteration ("Each[0]").
    std::string activity_run_id;  ///< Empty if it is a run.
    std::string status;           ///< kChild: of the run.
  };

  Reason reason = Reason::kPipelineConcurrency;
  std::string name;             ///< Of the pipeline if the run waits, else of the activity.
  std::string path;             ///< Where the activity runs; of an iteration: "Each[3]".
  std::string activity_run_id;  ///< Empty if the run itself waits, and of kBreakpoint.
  int64_t limit = 0;            ///< So many at a time; 0 if no limit is the reason.
  int64_t place = 0;            ///< In the queue, from 1; 0 if there is no queue.
  int64_t of = 0;               ///< How many wait there.
  std::vector<Holder> holders;  ///< At most kWaitHoldersMax.
  std::optional<UtcTime> since;
  std::optional<UtcTime> until;
};

struct WaitList {
  std::vector<RunWait> waits;
  size_t more = 0;  ///< Waiting iterations that are not named.
};

inline constexpr size_t kWaitHoldersMax = 100;

/// "PipelineConcurrency"
std::string_view WaitReasonName(RunWait::Reason reason);
/// One sentence, for people.
std::string WaitMessage(const RunWait& wait);
/// {"what", "name", "path", "activityRunId", "reason", "limit", "place", "of", "holders",
/// "holdersElsewhere", "since", "until", "message"}, without what does not apply. Holders of other
/// factories than `factory` are only counted.
Json WaitToJson(const RunWait& wait, const std::string& factory);

}  // namespace weir::engine
