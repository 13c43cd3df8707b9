#include "lineage/emitter.h"

#include <algorithm>

#include "base/names.h"
#include "lineage/factory_graph.h"

namespace weir::lineage {
namespace {

constexpr size_t kKnownMax = 50'000;
constexpr std::chrono::minutes kReportEvery{1};

/// COMPLETE, FAIL or ABORT.
std::string EndType(const std::string& status) {
  if (status == "Succeeded") return "COMPLETE";
  return status == "Failed" ? "FAIL" : "ABORT";
}

std::string UpperCase(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

/// Forget the oldest where the ends of too many were lost.
template <typename Map>
void Bound(Map* map) {
  if (map->size() > kKnownMax) map->erase(map->begin());
}

}  // namespace

Emitter::Emitter(std::vector<std::unique_ptr<Transport>> transports, EmitterOptions options)
    : options_(std::move(options)),
      transports_(std::move(transports)),
      down_(transports_.size(), false),
      thread_([this] { Work(); }) {}

Emitter::~Emitter() {
  {
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, options_.flush_max, [this] { return items_.empty() && idle_; });
    stopping_ = true;
    lost_ += static_cast<int64_t>(items_.size());
    items_.clear();
  }
  cancel_.Cancel("the program ends");
  wake_.notify_all();
  thread_.join();
  if (lost_ > lost_told_ && options_.tell) {
    options_.tell("OpenLineage: " + std::to_string(lost_ - lost_told_) +
                  " events could not be sent and are lost");
  }
}

void Emitter::Put(Item item) {
  {
    const std::lock_guard lock(mutex_);
    if (items_.size() >= options_.queue_max) {
      ++lost_;
      return;
    }
    items_.push_back(std::move(item));
  }
  wake_.notify_all();
}

void Emitter::TakeUp(const store::RunRecord& run) {
  Put(RunItem{run, true});
}

void Emitter::RunChanged(const store::RunRecord& run) {
  Put(RunItem{run, false});
}

void Emitter::ActivityStarts(const std::string& run_id,
                             const std::shared_ptr<engine::Definitions>& definitions,
                             const pipeline::StartActivity& activity, const Masker& masker) {
  masker_ = &masker;
  if (!IsTraced(activity.type)) return;
  Put(StartItem{run_id, definitions, activity.work, activity.activity_run_id,
                masker.Mask(MaskSecureStrings(activity.activity)), options_.clock->Now()});
}

void Emitter::ActivityChanged(const std::string& run_id, const pipeline::ActivityRecord& activity) {
  if (!activity.end || activity.recovered || !IsTraced(activity.type)) return;
  EndItem item{run_id, activity.work, {}};
  item.measured.status = std::string(pipeline::StatusName(activity.status));
  item.measured.end = activity.end;
  ReadFigures(activity.output, &item.measured);
  item.measured.error = activity.error["message"].as_string();
  if (masker_ != nullptr) item.measured.error = masker_->Mask(std::move(item.measured.error));
  Put(std::move(item));
}

void Emitter::Work() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopping_ || !items_.empty(); });
    if (stopping_) return;
    const Item item = std::move(items_.front());
    items_.pop_front();
    idle_ = false;
    lock.unlock();
    std::visit([this](const auto& one) { Tell(one); }, item);
    lock.lock();
    idle_ = true;
    if (items_.empty()) wake_.notify_all();
  }
}

void Emitter::Tell(const RunItem& item) {
  const store::RunRecord& record = item.run;
  const auto [found, added] = runs_.try_emplace(record.run_id);
  Run& run = found->second;
  if (added) {
    run.name = {UuidOf(record.run_id), {options_.space_of(record), record.pipeline}};
    run.started = item.known;
    if (!record.parent_run_id.empty()) {
      const auto parent = runs_.find(record.parent_run_id);
      if (parent != runs_.end()) {
        run.parent = parent->second.name;
        run.root = parent->second.root ? parent->second.root : parent->second.name;
      } else {
        const std::string& name = record.invoked_by["pipelineName"].as_string();
        run.parent = RunName{UuidOf(record.parent_run_id),
                             {run.name.job.space, name.empty() ? "unknown" : name}};
      }
    }
  }
  if (item.known) return;
  EventParts parts{"START", record.start, run.name, run.parent, run.root, "PIPELINE"};
  if (!run.started) {
    run.started = true;
    Send(RunEvent(parts));
  }
  if (record.end) {
    parts.type = EndType(record.status);
    parts.time = *record.end;
    if (parts.type == "FAIL") parts.error = record.message;
    Send(RunEvent(parts));
    runs_.erase(found);
  }
  Bound(&runs_);
}

void Emitter::Tell(const StartItem& item) {
  const auto run = runs_.find(item.run_id);
  if (run == runs_.end()) return;  // Its start was lost.
  const RunName& around = run->second.name;
  const RunResources resources(*item.definitions, item.time, around.job.space);
  Activity& activity = activities_[{item.run_id, item.work}];
  activity.trace = TraceActivity(item.activity, resources);
  // What must not be kept is not sent either.
  if (item.activity["policy"]["secureInput"].as_bool()) activity.trace.sql.clear();
  activity.parts = {"START",
                    item.time,
                    {UuidOf(item.activity_run_id),
                     {around.job.space, around.job.name + "." + item.activity["name"].as_string()}},
                    around,
                    run->second.root,
                    UpperCase(item.activity["type"].as_string())};
  activity.parts.trace = &activity.trace;
  Send(RunEvent(activity.parts));
  Bound(&activities_);
}

void Emitter::Tell(const EndItem& item) {
  const auto found = activities_.find({item.run_id, item.work});
  if (found == activities_.end()) return;  // Skipped, or its start was lost.
  EventParts& parts = found->second.parts;
  parts.type = EndType(item.measured.status);
  parts.time = *item.measured.end;
  parts.measured = item.measured;
  if (parts.type == "FAIL") parts.error = item.measured.error;
  Send(RunEvent(parts));
  activities_.erase(found);
}

void Emitter::Send(const Json& event) {
  for (size_t i = 0; i < transports_.size(); ++i) {
    const bool was_down = down_[i];
    down_[i] = !SendTo(*transports_[i], event);
    if (down_[i]) {
      ++lost_;
      continue;
    }
    ++sent_;
    if (was_down) Report("events go to " + transports_[i]->place() + " again");
  }
}

bool Emitter::SendTo(Transport& transport, const Json& event) {
  const bool down = down_[static_cast<size_t>(
      std::find_if(transports_.begin(), transports_.end(),
                   [&](const auto& one) { return one.get() == &transport; }) -
      transports_.begin())];
  for (size_t attempt = 0;; ++attempt) {
    const Result<> sent = transport.Send(event, cancel_);
    if (sent) return true;
    // Where the last event was lost, one try each is enough until one succeeds.
    const bool again =
        sent.error().kind() == ErrorKind::kUnavailable && !down && attempt < options_.pauses.size();
    if (!again || !cancel_.Sleep(options_.pauses[attempt])) {
      Report(transport.place() + " does not take events: " + sent.error().message());
      return false;
    }
  }
}

void Emitter::Report(const std::string& message) {
  const UtcTime now = options_.clock->Now();
  if (!options_.tell || now - reported_ < kReportEvery) return;
  reported_ = now;
  const int64_t lost = lost_;
  options_.tell("OpenLineage: " + message +
                (lost > 0 ? " (" + std::to_string(lost) + " lost so far)" : ""));
  lost_told_ = lost;
}

}  // namespace weir::lineage
