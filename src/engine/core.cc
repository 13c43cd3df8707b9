#include "engine/core.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/check.h"
#include "base/names.h"
#include "engine/rerun.h"

namespace weir::engine {
namespace {

using pipeline::ActivityStatus;
using pipeline::Changes;
using pipeline::Event;
using pipeline::FinishRun;
using pipeline::Machine;
using pipeline::RunStart;
using pipeline::WorkId;

/// Events taken into one transaction; the rest waits for the next.
constexpr int kEventsPerCommitMax = 2000;

bool HasSecrets(const pipeline::PipelineDefinition& pipeline) {
  for (const pipeline::ParameterDefinition& parameter : pipeline.parameters) {
    if (SameName(parameter.type, "SecureString")) return true;
  }
  return false;
}

/// Parameter values as people see them.
Json MaskParameters(const pipeline::PipelineDefinition& pipeline, const Json& values) {
  Json masked = values;
  for (const pipeline::ParameterDefinition& parameter : pipeline.parameters) {
    if (SameName(parameter.type, "SecureString")) masked.Set(parameter.name, "***");
  }
  return masked;
}

Json InvokedBy(const RunRequest& request) {
  const bool child = !request.parent_run_id.empty();
  Json json = Json::Object({{"id", request.trigger_id},
                            {"name", request.trigger_name},
                            {"invokedByType", request.trigger_type}});
  if (child) {
    json.AppendMember("pipelineName", request.parent_pipeline);
    json.AppendMember("pipelineRunId", request.parent_run_id);
  }
  return json;
}

/// pipeline(), but for `parameters`. Source: pipeline-expressions section 5.
Json System(const RunRequest& request, const store::RunRecord& record, UtcTime now) {
  Json json = Json::Object({{"DataFactory", request.definitions->factory_name()},
                            {"Pipeline", record.pipeline},
                            {"RunId", record.run_id},
                            {"TriggerType", request.trigger_type},
                            {"TriggerId", request.trigger_id},
                            {"TriggerName", request.trigger_name},
                            {"TriggerTime", FormatUtc(now)},
                            {"GroupId", record.group_id},
                            {"globalParameters", request.definitions->GlobalParameters()}});
  if (!request.parent_run_id.empty()) {
    json.AppendMember("TriggeredByPipelineName", request.parent_pipeline);
    json.AppendMember("TriggeredByPipelineRunId", request.parent_run_id);
  }
  for (const Json::Member& member : request.system.members()) json.Set(member.name, member.value);
  return json;
}

std::string Text(const Json& json) {
  return json.is_null() ? std::string() : DumpJson(json);
}

}  // namespace

/// What a child's end means to its parent.
Event Core::ChildEvent(WorkId work, const std::string& status, const Json& result,
                       const std::string& message, UtcTime now) {
  Event event{Event::Kind::kChildFinished, now, work, result["returnValue"], std::nullopt, false};
  event.cancelled = status == "Cancelled";
  if (status == "Failed") {
    pipeline::ActivityError error = pipeline::ActivityError::FromJson(result["error"]);
    error.message = message;
    event.error = std::move(error);
  }
  return event;
}

Result<std::string> Core::Accept(RunRequest request, UtcTime now) {
  const auto kept = request.definitions->Snapshot(request.pipeline, request.ancestors);
  WEIR_ASSIGN(Run * run, Add(std::move(request), kept->hash, now));
  if (!changes_.definitions.contains(kept->hash)) {
    changes_.definitions.emplace(kept->hash, kept->secret ? sealer_.Seal(kept->text) : kept->text);
  }
  AcceptInto(*run, now);
  return run->record.run_id;
}

void Core::Save(store::TriggerChanges changes) {
  store::TriggerChanges& all = changes_.triggers;
  std::move(changes.triggers.begin(), changes.triggers.end(), std::back_inserter(all.triggers));
  std::move(changes.runs.begin(), changes.runs.end(), std::back_inserter(all.runs));
  std::move(changes.files.begin(), changes.files.end(), std::back_inserter(all.files));
  std::move(changes.unwatched.begin(), changes.unwatched.end(), std::back_inserter(all.unwatched));
  std::move(changes.slices.begin(), changes.slices.end(), std::back_inserter(all.slices));
  std::move(changes.unsliced.begin(), changes.unsliced.end(), std::back_inserter(all.unsliced));
}

Result<Core::Run*> Core::Add(RunRequest request, const std::string& hash, UtcTime now) {
  WEIR_ASSIGN(auto pipeline, request.definitions->Pipeline(request.pipeline));
  WEIR_ASSIGN(Json parameters, pipeline::BindParameters(*pipeline, request.arguments));
  auto run = std::make_unique<Run>();
  store::RunRecord& record = run->record;
  record.run_id = request.run_id.empty() ? NewGuid() : request.run_id;
  record.group_id = request.group_id.empty() ? record.run_id : request.group_id;
  record.pipeline = pipeline->name;
  record.status = "Queued";
  record.parameters = MaskParameters(*pipeline, parameters);
  record.invoked_by = InvokedBy(request);
  record.annotations = pipeline->annotations;
  record.start = record.updated = now;
  record.parent_run_id = request.parent_run_id;
  record.origin = request.origin;
  record.factory = request.factory;
  run->definitions = request.definitions;
  run->definition_hash = hash;
  run->heals = request.heals;
  run->continues = request.continues;
  RunStart start{record.run_id,
                 pipeline,
                 System(request, record, now),
                 std::move(parameters),
                 std::move(request.recovery),
                 std::move(request.pauses)};
  run->machine = std::make_unique<Machine>(std::move(start));
  Run* added = run.get();
  runs_[record.run_id] = std::move(run);
  return added;
}

bool Core::MayStart(const Run& run) {
  const pipeline::PipelineDefinition& pipeline = *run.machine->start().pipeline;
  return pipeline.concurrency_max <= 0 || active_[LimitKey(run.record)] < pipeline.concurrency_max;
}

void Core::Start(Run& run, UtcTime now) {
  ++active_[LimitKey(run.record)];
  run.started = true;
  run.record.status = "InProgress";
  run.record.updated = now;
  Post(run.record.run_id, {Event::Kind::kStarted, now, 0, {}, std::nullopt, false});
}

void Core::AcceptInto(Run& run, UtcTime now) {
  const pipeline::PipelineDefinition& pipeline = *run.machine->start().pipeline;
  if (MayStart(run)) {
    Start(run, now);
  } else {
    queued_[LimitKey(run.record)].push_back(run.record.run_id);
  }
  const KeptStart kept{run.machine->start(), run.parent, run.parent_work, run.heals};
  std::string start = DumpJson(ToJson(kept));
  if (HasSecrets(pipeline)) start = sealer_.Seal(start);
  fresh_[run.record.run_id] = changes_.new_runs.size();
  changes_.new_runs.push_back({run.record, run.definition_hash, std::move(start), run.continues});
  effects_.push_back({run.record.run_id, {}, RunChange{run.record, std::nullopt}});
}

void Core::StartQueued(const std::string& key, UtcTime now) {
  std::deque<std::string>& waiting = queued_[key];
  while (!waiting.empty()) {
    const auto next = runs_.find(waiting.front());
    if (next != runs_.end()) {
      if (!MayStart(*next->second)) return;
      Start(*next->second, now);
      Update(*next->second);
      effects_.push_back({waiting.front(), {}, RunChange{next->second->record, std::nullopt}});
    }
    waiting.pop_front();
  }
}

void Core::ActivityEnded(const std::string& run_id, WorkId work, Result<Json> result, UtcTime now) {
  Event event{Event::Kind::kActivityFinished, now, work, {}, std::nullopt, false};
  if (result) {
    event.output = *std::move(result);
  } else {
    event.cancelled = result.error().kind() == ErrorKind::kCancelled;
    event.error = pipeline::ActivityError::From(result.error());
  }
  Post(run_id, std::move(event));
}

bool Core::Cancel(const std::string& run_id, UtcTime now) {
  const auto found = runs_.find(run_id);
  if (found == runs_.end()) return false;
  Run& run = *found->second;
  if (!run.started) {
    Finish(run, {ActivityStatus::kCancelled, "the run was cancelled", {}, {}}, now);
    return true;
  }
  if (run.cancel_asked) return true;
  run.cancel_asked = true;
  run.record.status = "Canceling";
  run.record.updated = now;
  Update(run);
  effects_.push_back({run_id, {}, RunChange{run.record, std::nullopt}});
  Post(run_id, {Event::Kind::kCancelAsked, now, 0, {}, std::nullopt, false});
  return true;
}

void Core::Tick(UtcTime now) {
  while (!timers_.empty() && std::get<0>(*timers_.begin()) <= now) {
    const auto [due, run_id, work] = *timers_.begin();
    timers_.erase(timers_.begin());
    const auto run = runs_.find(run_id);
    if (run == runs_.end() || !run->second->machine->Waits(work)) continue;
    Post(run_id, {Event::Kind::kTimerDue, now, work, {}, std::nullopt, false});
  }
}

std::optional<UtcTime> Core::NextTimer() const {
  if (timers_.empty()) return std::nullopt;
  return std::get<0>(*timers_.begin());
}

void Core::Post(const std::string& run_id, Event event) {
  latest_ = event.time = std::max(event.time, latest_);
  inbox_.emplace_back(run_id, std::move(event));
}

Result<> Core::Commit() {
  Drain();
  WriteJournals();
  if (!changes_.empty()) WEIR_TRY(store_.Commit(changes_));
  changes_ = {};
  saved_.clear();
  fresh_.clear();
  for (const Effect& effect : std::exchange(effects_, {})) {
    if (const auto* activity = std::get_if<pipeline::StartActivity>(&effect.what)) {
      dispatcher_.StartActivity(effect.run_id, effect.definitions, *activity);
    } else if (const auto* work = std::get_if<WorkId>(&effect.what)) {
      dispatcher_.CancelActivity(effect.run_id, *work);
    } else if (const auto* run = std::get_if<RunChange>(&effect.what)) {
      dispatcher_.RunChanged(run->run, run->finish);
    } else if (const auto* wake = std::get_if<pipeline::WakeActivity>(&effect.what)) {
      dispatcher_.WakeActivity(effect.run_id, *wake);
    } else {
      dispatcher_.ActivityChanged(effect.run_id, std::get<pipeline::ActivityRecord>(effect.what));
    }
  }
  return {};
}

/// A run that began and ended since the last Commit leaves nothing to go on with.
void Core::WriteJournals() {
  const auto done = [this](const auto& entry) {
    const auto fresh = fresh_.find(entry.run_id);
    return fresh != fresh_.end() && changes_.new_runs[fresh->second].record.end.has_value();
  };
  std::erase_if(changes_.journal, done);  // Of a Commit that failed.
  for (const Noted& noted : std::exchange(noted_, {})) {
    if (done(noted)) continue;
    std::string text = DumpJson(pipeline::ToJson(noted.event));
    if (noted.secret || masker_.Mask(text) != text) text = sealer_.Seal(text);
    changes_.journal.push_back({noted.run_id, noted.sequence, std::move(text)});
  }
}

void Core::Drain() {
  for (int count = 0; count < kEventsPerCommitMax && !inbox_.empty(); ++count) {
    const auto [run_id, event] = std::move(inbox_.front());
    inbox_.pop_front();
    const auto run = runs_.find(run_id);
    if (run != runs_.end()) Apply(*run->second, event);
  }
}

void Core::Apply(Run& run, const Event& event) {
  const bool for_work = event.work != 0;
  if (for_work && !run.machine->Waits(event.work)) return;
  Journal(run, event);
  if (!pipeline::IsNote(event)) run.secure.erase(event.work);
  Changes changes = run.machine->Advance(event);
  if (for_work && !run.machine->Waits(event.work)) DropTimers(run, event.work);
  Take(run, std::move(changes), event.time);
}

void Core::AddTimer(Run& run, const pipeline::StartTimer& timer) {
  timers_.emplace(timer.due, run.record.run_id, timer.work);
  run.timers.emplace(timer.work, timer.due);
}

/// Nothing will strike for what is over: timeouts may be days ahead.
void Core::DropTimers(Run& run, WorkId work) {
  const auto [first, last] = run.timers.equal_range(work);
  for (auto timer = first; timer != last; ++timer) {
    timers_.erase({timer->second, run.record.run_id, work});
  }
  run.timers.erase(first, last);
}

void Core::Journal(Run& run, const Event& event) {
  const bool secret = pipeline::IsNote(event) || run.secure.contains(event.work);
  noted_.push_back({run.record.run_id, run.journal_next++, event, secret});
}

void Core::Take(Run& run, Changes changes, UtcTime now) {
  const std::string& run_id = run.record.run_id;
  for (pipeline::ActivityRecord& record : changes.records) {
    Save(run, record);
    effects_.push_back({run_id, {}, std::move(record)});
  }
  for (pipeline::StartActivity& activity : changes.activities) Begin(run, std::move(activity), now);
  for (const pipeline::StartTimer& timer : changes.timers) AddTimer(run, timer);
  for (const pipeline::StartChild& child : changes.children) StartChild(run, child, now);
  for (const pipeline::CancelWork& cancel : changes.cancels) {
    if (cancel.child_run_id.empty()) {
      effects_.push_back({run_id, {}, cancel.work});
    } else {
      Cancel(cancel.child_run_id, now);
    }
  }
  for (pipeline::WakeActivity& wake : changes.wakes) {
    effects_.push_back({run_id, {}, std::move(wake)});
  }
  if (changes.finished) Finish(run, *changes.finished, now);
}

/// What has its answer given touches nothing outside: it needs no worker, and no disk before.
void Core::Begin(Run& run, pipeline::StartActivity activity, UtcTime now) {
  if (activity.secure_output) run.secure.insert(activity.work);
  const Json* given = run.definitions->local().FakeOf(activity.pipeline, activity.name);
  if (given == nullptr) {
    effects_.push_back({run.record.run_id, run.definitions, std::move(activity)});
    return;
  }
  const Json& error = (*given)["error"];
  Result<Json> answer = (*given)["output"];
  if (!error.is_null()) {
    answer =
        Fail(ErrorKind::kInvalid, error["errorCode"].as_string(), error["message"].as_string());
  }
  ActivityEnded(run.record.run_id, activity.work, std::move(answer), now);
}

void Core::Save(const Run& run, const pipeline::ActivityRecord& activity) {
  const auto sequence = static_cast<int64_t>(activity.work);
  const auto [slot, added] =
      saved_[run.record.run_id].emplace(sequence, changes_.activities.size());
  if (added) changes_.activities.emplace_back();
  store::ActivityRunRecord& record = changes_.activities[slot->second];
  record.run_id = run.record.run_id;
  record.sequence = sequence;
  record.activity_run_id = activity.activity_run_id;
  record.name = activity.name;
  record.type = activity.type;
  record.status = std::string(pipeline::StatusName(activity.status));
  record.start = activity.start;
  record.end = activity.end;
  record.attempt = activity.attempt;
  record.path = activity.path;
  record.parent = static_cast<int64_t>(activity.parent);
  record.input = masker_.Mask(Text(MaskSecureStrings(activity.input)));
  record.output = masker_.Mask(Text(activity.output));
  record.error = masker_.Mask(Text(activity.error));
  record.user_properties = masker_.Mask(Text(activity.user_properties));
  record.iteration_hash = activity.iteration_hash;
  record.recovered = activity.recovered;
}

Result<RunRequest> Core::RequestFor(const Run& parent, const pipeline::StartChild& child) {
  RunRequest request;
  request.definitions = parent.definitions;
  request.pipeline = child.pipeline;
  request.arguments = child.parameters;
  request.trigger_type = "PipelineActivity";
  request.trigger_name = parent.record.pipeline;
  request.trigger_id = parent.record.run_id;
  request.factory = parent.record.factory;
  request.run_id = child.run_id;
  request.group_id = parent.record.group_id;
  request.parent_run_id = parent.record.run_id;
  request.parent_pipeline = parent.record.pipeline;
  if (!child.reference.empty()) {
    WEIR_ASSIGN(request.recovery, PlanRecovery(store_, child.reference));
  }
  return request;
}

void Core::StartChild(Run& parent, const pipeline::StartChild& child, UtcTime now) {
  Result<RunRequest> request = RequestFor(parent, child);
  Result<Run*> added = request ? Add(*std::move(request), parent.definition_hash, now)
                               : Result<Run*>(request.error());
  if (added) {
    if (child.wait) {
      (*added)->parent = parent.record.run_id;
      (*added)->parent_work = child.work;
    }
    AcceptInto(**added, now);
    return;
  }
  if (!child.wait) return;
  Post(parent.record.run_id, {Event::Kind::kChildFinished,
                              now,
                              child.work,
                              {},
                              pipeline::ActivityError::From(added.error()),
                              false});
}

/// Go on with the run that failed because of what this one reran.
void Core::GoOn(Run& run, UtcTime now) {
  Result<std::optional<RunRequest>> request =
      PlanHealing(store_, sealer_, *run.heals, run.record, run.definitions);
  Result<> begun;
  if (!request) {
    begun = std::move(request).error();
  } else if (*request) {
    const Result<std::string> accepted = Accept(**std::move(request), now);
    if (!accepted) begun = accepted.error();
  }
  if (begun) return;
  run.record.message =
      "the run that waited for it could not go on: " + masker_.Mask(begun.error().message());
}

void Core::Finish(Run& run, const FinishRun& finish, UtcTime now) {
  const std::string run_id = run.record.run_id;
  run.record.status = std::string(pipeline::StatusName(finish.status));
  run.record.message = masker_.Mask(finish.message);
  run.record.end = run.record.updated = now;
  Json result = Json::Object({{"returnValue", finish.return_value}});
  if (finish.error) result.AppendMember("error", finish.error->ToJson(run.record.pipeline));
  run.record.result = result;
  if (run.heals && finish.status == ActivityStatus::kSucceeded) GoOn(run, now);
  Update(run, result);
  effects_.push_back({run_id, {}, RunChange{run.record, finish}});
  if (!run.parent.empty()) {
    Post(run.parent, ChildEvent(run.parent_work, run.record.status, result, finish.message, now));
  }
  const std::string key = LimitKey(run.record);
  const bool started = run.started;
  for (const auto& [work, due] : run.timers) timers_.erase({due, run_id, work});
  runs_.erase(run_id);
  if (!started) return;
  --active_[key];
  StartQueued(key, now);
}

void Core::Update(Run& run, Json result) {
  const auto fresh = fresh_.find(run.record.run_id);
  if (fresh != fresh_.end()) {
    changes_.new_runs[fresh->second].record = run.record;
    return;
  }
  changes_.updates.push_back({run.record.run_id, run.record.status, run.record.message,
                              run.record.end, run.record.updated, std::move(result),
                              run.record.end.has_value()});
}

}  // namespace weir::engine
