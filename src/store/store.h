#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "store/run_counts.h"
#include "store/run_query.h"
#include "store/run_search.h"

namespace weir::store {

/// A pipeline run as it is kept. Texts are as the REST API spells them.
struct RunRecord {
  std::string run_id;
  std::string group_id;   ///< runGroupId: reruns of one run share it.
  bool is_latest = true;  ///< The newest of its group.
  std::string pipeline;
  std::string status;  ///< Queued, InProgress, Succeeded, Failed, Canceling, Cancelled.
  std::string message;
  Json parameters;  ///< SecureString values as "***".
  Json invoked_by;  ///< {id, name, invokedByType, pipelineName, pipelineRunId}
  Json annotations;
  UtcTime start;
  std::optional<UtcTime> end;
  UtcTime updated;
  std::string parent_run_id;  ///< Of a child started by Execute Pipeline.
  std::string factory;        ///< The folder or factory it came from.
  Json result;                ///< When over: {returnValue, error: {errorCode, …}}; null before.
  std::string origin;         ///< The first of the runs that it reruns; empty if it reruns none.
};

/// An activity run as it is kept; `sequence` orders those of one run.
struct ActivityRunRecord {
  std::string run_id;
  int64_t sequence = 0;
  std::string activity_run_id;
  std::string name;
  std::string type;
  std::string status;
  UtcTime start;
  std::optional<UtcTime> end;
  int attempt = 0;
  std::string path;    ///< "ForEach1[3]/If1"; empty at the top.
  int64_t parent = 0;  ///< Sequence of the container; 0 at the top.
  std::string input;   ///< JSON texts; "" for none.
  std::string output;
  std::string error;
  std::string user_properties;
  std::string iteration_hash;  ///< Follows from the items of the loops around it; empty for none.
  bool recovered = false;      ///< Not run: taken over from the run that this one reruns.
};

/// An activity run among those of many runs; without input and output.
struct FoundActivity {
  ActivityRunRecord activity;
  std::string pipeline;
};

/// What a restart needs of a run that is not over: how it started and what happened since.
struct JournalEntry {
  std::string run_id;
  int64_t sequence = 0;
  std::string event;  ///< Sealed where it holds secrets.
};

/// A trigger run as it is kept. Texts are as the REST API spells them.
struct TriggerRunRecord {
  std::string trigger_run_id;
  std::string factory;
  std::string trigger;
  std::string type;    ///< "ScheduleTrigger".
  std::string status;  ///< Succeeded, Failed; of windows also Running, Cancelled.
  std::string message;
  UtcTime time;     ///< When it fired.
  UtcTime updated;  ///< When the status changed.
  Json properties;  ///< {"ScheduleTime": …}: texts.
  Json pipelines;   ///< {name: run id}
};

/// What a trigger must not forget, whether it is started above all.
struct TriggerRecord {
  std::string factory;
  std::string trigger;
  std::string state;  ///< JSON text; empty: to be forgotten.
};

/// A file of a store that is watched for a trigger, as it was when it was last looked at.
struct WatchedFile {
  std::string watch;  ///< Which watch it belongs to.
  std::string path;
  std::string stamp;  ///< Another one for every change of the file; empty: the file is gone.
};

/// A slice of a factory of version 1 that is not just waiting for its first attempt.
struct SliceRecord {
  std::string factory;
  std::string dataset;  ///< As NameKey.
  int64_t number = 0;   ///< In the calendar of the dataset.
  UtcTime start;
  UtcTime end;
  std::string state;  ///< As the REST API spells it; empty: the slice is to be forgotten.
  std::string substate;
  int64_t attempts = 0;
  std::optional<UtcTime> until;
  int64_t runs = 0;     ///< How many attempts were ever begun.
  std::string message;  ///< Why its last attempt failed; empty if it did not.
};

/// The changes of triggers that become durable with the runs they start.
///
/// Slices of version 1 are among them: they start runs as triggers do.
struct TriggerChanges {
  std::vector<TriggerRecord> triggers;
  std::vector<TriggerRunRecord> runs;  ///< Inserted, or put in place of the one of that id.
  std::vector<WatchedFile> files;      ///< In the same way, by watch and path.
  std::vector<std::string> unwatched;  ///< Watches whose files are to be forgotten, first of all.
  std::vector<SliceRecord> slices;     ///< Inserted, or put in place of the one of that number.
  /// Factories and datasets (empty: all) whose slices are to be forgotten, before `slices`.
  std::vector<std::pair<std::string, std::string>> unsliced;

  bool empty() const {
    return triggers.empty() && runs.empty() && files.empty() && unwatched.empty() &&
           slices.empty() && unsliced.empty();
  }
};

/// The changes of many runs that become durable together.
struct ChangeSet {
  /// Hash → text; kept once. Sealed where it holds secrets.
  std::map<std::string, std::string> definitions;
  struct NewRun {
    RunRecord record;
    std::string definition;  ///< Hash.
    std::string start;       ///< What the engine needs to start it again.
    /// A child run that is its from here on. (A rerun makes those before it, and their children,
    /// not the newest.)
    std::string continues = {};
  };
  std::vector<NewRun> new_runs;
  std::vector<JournalEntry> journal;
  std::vector<ActivityRunRecord> activities;  ///< Inserted, or replaced where the key exists.
  struct RunUpdate {
    std::string run_id;
    std::string status;
    std::string message;
    std::optional<UtcTime> end;
    UtcTime updated;
    Json result;
    bool over = false;  ///< The journal is dropped.
  };
  std::vector<RunUpdate> updates;
  TriggerChanges triggers;

  bool empty() const {
    return definitions.empty() && new_runs.empty() && journal.empty() && activities.empty() &&
           updates.empty() && triggers.empty();
  }
};

/// A run to take up again.
struct UnfinishedRun {
  RunRecord record;
  std::string definition_hash;
  std::string definition;  ///< The text itself, as it was given.
  std::string start;
  std::vector<std::string> journal;  ///< In order.
};

struct RunFilter {
  std::string pipeline;  ///< Empty: any. Names ignore case.
  std::string status;
  std::string run_id;  ///< A whole id or its beginning.
  int64_t limit = 50;
};

/// A factory of a service (kind "factory"), or a resource in it.
struct ResourceRecord {
  std::string factory;  ///< The factory's resource id in lower case.
  std::string kind;     ///< As folders are named: "pipeline".
  std::string name;     ///< Ignores case.
  std::string id;       ///< Its own resource id, as it was first spelled.
  std::string etag;
  std::string document;  ///< JSON text; sealed where it holds secrets.
  UtcTime created;
  UtcTime changed;
};

/// Changes of resources that become durable together.
struct ResourceChanges {
  std::vector<ResourceRecord> puts;  ///< Inserted, or replaced where the key exists.
  struct Key {
    std::string factory;
    std::string kind;
    std::string name;
  };
  std::vector<Key> removals;
  std::vector<std::string> factories_removed;  ///< With all that is in them.
};

/// Takes old history away, a small step at a time, while others use the store.
class Pruning {
 public:
  virtual ~Pruning() = default;
  /// False once nothing is left to do. Errors: as Store.
  virtual Result<bool> Step() = 0;
  /// Pipeline runs that were taken away.
  virtual int64_t runs() const = 0;
};

/// Where runs and factories are kept. One engine writes; anyone may read beside it.
///
/// Errors, of which kUnavailable may pass: kUnavailable StoreLocked, StoreFull, StoreFailed (the
/// disk), kInternal StoreFailed (a damaged file).
class Store {
 public:
  virtual ~Store() = default;
  /// Make everything in the set durable in one transaction; nothing of it if that fails.
  virtual Result<> Commit(const ChangeSet& changes) = 0;
  /// Runs that are not over, oldest first.
  virtual Result<std::vector<UnfinishedRun>> Unfinished() = 0;
  /// Newest first.
  virtual Result<std::vector<RunRecord>> Runs(const RunFilter& filter) = 0;
  /// In the order they started.
  virtual Result<std::vector<ActivityRunRecord>> Activities(const std::string& run_id) = 0;

  /// What `NewRun::start` was of a run. Errors: kNotFound PipelineRunNotFound.
  virtual Result<std::string> StartOf(const std::string& run_id) = 0;
  /// The run with this id; nothing if there is none.
  virtual Result<std::optional<RunRecord>> FindRun(const std::string& run_id) = 0;
  /// The runs of a group, oldest first.
  virtual Result<std::vector<RunRecord>> Group(const std::string& group_id) = 0;
  /// A page of a factory's runs. Errors: kInvalid InvalidContinuationToken.
  virtual Result<Page<RunRecord>> QueryRuns(const RunQuery& query) = 0;
  /// A page of what ran in `run_id`; `query.factory` is not looked at. Errors: as QueryRuns.
  virtual Result<Page<ActivityRunRecord>> QueryActivities(const std::string& run_id,
                                                          const RunQuery& query) = 0;

  /// A factory's runs by what is in them: one stretch of history a call. Errors: as QueryRuns.
  virtual Result<SearchPage<RunRecord>> SearchRuns(const RunSearch& search) = 0;
  /// As SearchRuns, what ran in a factory's runs.
  virtual Result<SearchPage<FoundActivity>> SearchActivities(const RunSearch& search) = 0;

  /// How many runs began when, and how they are now; by span, then by status. Cost: O(counted), of
  /// an index alone.
  virtual Result<std::vector<RunCount>> CountRuns(const CountQuery& query) = 0;
  /// What copies moved, by the span in which they ended and by pipeline; statuses are not looked
  /// at. Cost: O(copies of all factories that ended then), of an index alone.
  virtual Result<std::vector<MovedCount>> CountMoved(const CountQuery& query) = 0;
  /// Pipelines of a factory that fail now, and did since a time; the latest first.
  /// Cost: O(pipelines that ever ran).
  virtual Result<std::vector<FailingPipeline>> Failing(const std::string& factory, UtcTime since,
                                                       int64_t limit) = 0;

  /// Every trigger that has a state.
  virtual Result<std::vector<TriggerRecord>> Triggers() = 0;
  /// The trigger run with this id; nothing if there is none.
  virtual Result<std::optional<TriggerRunRecord>> FindTriggerRun(const std::string& id) = 0;
  /// A page of a factory's trigger runs. Errors: as QueryRuns.
  virtual Result<Page<TriggerRunRecord>> QueryTriggerRuns(const RunQuery& query) = 0;

  /// The stamps of those of the paths that are known, by path.
  virtual Result<std::map<std::string, std::string>> WatchedStamps(
      const std::string& watch, const std::vector<std::string>& paths) = 0;
  /// Files of a watch whose paths begin with `prefix` and come after `after`, by path; at most
  /// `limit`.
  virtual Result<std::vector<WatchedFile>> WatchedFiles(const std::string& watch,
                                                        const std::string& prefix,
                                                        const std::string& after,
                                                        int64_t limit) = 0;

  /// Give every slice that is kept to `take`, by factory, dataset and number. Others wait
  /// meanwhile.
  virtual Result<> Slices(const std::function<void(const SliceRecord&)>& take) = 0;
  /// How often the slices of a factory (dataset ""), or of one of its datasets, were forgotten;
  /// without those that never were.
  using SliceEpochs = std::map<std::pair<std::string, std::string>, int64_t>;
  virtual Result<SliceEpochs> Forgotten() = 0;

  /// Make all changes durable in one transaction; none of them if that fails.
  virtual Result<> SaveResources(const ResourceChanges& changes) = 0;
  /// All factories and their resources, by factory, kind and name.
  virtual Result<std::vector<ResourceRecord>> Resources() = 0;

  /// Take away the run groups whose runs have all ended before a time, with their activity runs;
  /// trigger runs that are over and were not changed since; definitions that no run has any more.
  /// The store must outlive the result.
  virtual std::unique_ptr<Pruning> Prune(UtcTime ended_before) = 0;
};

}  // namespace weir::store
