#include <algorithm>

#include "base/names.h"
#include "gateway/node.h"
#include "gateway/parcel_context.h"
#include "gateway/protocol.h"
#include "gateway/remote_executor.h"

namespace weir::gateway {
namespace {

Error Forged(const std::string& what) {
  return Fail(ErrorKind::kDenied, "GatewayJobForged", "the node refused the job: " + what);
}

/// What the log says of a job.
Json Event(const char* event, const Json& about) {
  Json made = Json::Object({{"event", event}});
  for (const Json::Member& member : about.members()) made.AppendMember(member.name, member.value);
  return made;
}

Json ResultOf(const std::string& job_id, const Result<Json>& result) {
  Json message = Json::Object({{"type", "result"}, {"job", job_id}});
  if (result) {
    message.Set("output", *result);
  } else {
    message.Set("error", ErrorToJson(result.error()));
  }
  return message;
}

}  // namespace

Result<Json> Node::OpenJob(const Json& message) const {
  const std::string& sealed = message["sealed"].as_string();
  if (!HasSigned(identity_.server_key, JobText(identity_.node_id, sealed),
                 message["signature"].as_string())) {
    return Forged("it is not signed by the service that the node registered with");
  }
  WEIR_ASSIGN(const std::string text, OpenSealed(identity_.box, sealed));
  WEIR_ASSIGN(Json content, ParseJson(text));
  if (content["job"].as_string() != message["job"].as_string() ||
      content["node"].as_string() != identity_.node_id || content["boot"].as_string() != boot_) {
    return Forged("it was made for another job, node or process");
  }
  return content;
}

/// What became of a job that came before.
void Node::TellAgain(const std::string& job_id) {
  const std::lock_guard lock(mutex_);
  const auto known = results_.find(job_id);
  const auto running = running_.find(job_id);
  if (known != results_.end()) {
    out_.push_back(known->second);
  } else if (running == running_.end() || running->second->over) {
    out_.push_back(Json::Object({{"type", "unknown"}, {"job", job_id}}));
  }
}

void Node::Begin(const Json& message) {
  const std::string job_id = message["job"].as_string();
  if (done_.contains(job_id)) return TellAgain(job_id);
  const Result<Json> content = OpenJob(message);
  if (!content) {
    options_.log(Json::Object(
        {{"event", "jobRefused"}, {"job", job_id}, {"message", content.error().ToString()}}));
    return Tell(Json::Object(
        {{"type", "result"}, {"job", job_id}, {"error", ErrorToJson(content.error())}}));
  }
  const Json about = Json::Object({{"job", job_id},
                                   {"runId", (*content)["runId"]},
                                   {"activityRunId", (*content)["activityRunId"]},
                                   {"activity", (*content)["activity"]["name"]},
                                   {"type", (*content)["activity"]["type"]}});
  options_.log(Event("jobStarted", about));
  done_.insert(job_id);
  Tell(Json::Object({{"type", "taken"}, {"job", job_id}}));
  const std::lock_guard lock(mutex_);
  auto running = std::make_unique<Running>();
  Running& job = *running;
  job.about = about;
  job.about.Set("started", FormatUtc(options_.clock->Now()));
  job.thread =
      std::thread([this, job_id, content = *content, &job] { Work(job_id, content, job); });
  running_[job_id] = std::move(running);
}

void Node::Work(const std::string& job_id, const Json& content, Running& running) {
  Result<Json> result = Execute(job_id, content, running.cancel);
  {
    const std::lock_guard lock(mutex_);
    if (!result && running.too_large) {
      result = *running.too_large;
    } else if (!result && running.cancel.cancelled() && !running.asked) {
      // Not what the author asked for: the activity may be tried again.
      result = Fail(ErrorKind::kUnavailable, "GatewayNodeLost",
                    "the node gave the job up: " + running.cancel.Check().error().message());
    }
  }
  End(job_id, running.about, result);
  const std::lock_guard lock(mutex_);
  running.over = true;
}

/// The job within this node's limits.
Json Node::Limited(const Json& content) const {
  const Json& activity = content["activity"];
  if (options_.job_threads_max <= 0 || !SameName(activity["type"].as_string(), "Copy")) {
    return content;
  }
  const Json& asked = activity["typeProperties"]["parallelCopies"];
  const int64_t most = options_.job_threads_max;
  Json typed = activity["typeProperties"];
  typed.Set("parallelCopies", asked.is_int() ? std::min(asked.as_int(), most) : most);
  Json limited_activity = activity;
  limited_activity.Set("typeProperties", std::move(typed));
  Json limited = content;
  limited.Set("activity", std::move(limited_activity));
  return limited;
}

/// Beyond the limit of memory the job that began last is given up, so that the others live.
void Node::WatchMemory() {
  if (options_.memory_max_mb <= 0) return;
  const int64_t used = LoadMeter::MemoryUsedMb();
  if (used <= options_.memory_max_mb) return;
  const std::lock_guard lock(mutex_);
  Running* last = nullptr;
  size_t others = 0;
  for (auto& [id, job] : running_) {
    if (job->over) continue;
    ++others;
    if (job->cancel.cancelled()) return;  // First see what that one frees.
    if (last == nullptr || job->since > last->since) last = job.get();
  }
  if (last == nullptr) return;
  const std::string text = "the node's jobs took " + std::to_string(used) + " MB, more than its " +
                           std::to_string(options_.memory_max_mb) + " MB";
  last->cancel.Cancel(text);
  last->too_large =
      Fail(ErrorKind::kUnavailable, others > 1 ? "GatewayMemoryFull" : "GatewayJobTooLarge",
           text + (others > 1 ? "; this one began last" : "; it was the only one"));
}

Result<Json> Node::Execute(const std::string& job_id, const Json& content,
                           const CancelToken& cancel) {
  const engine::ActivitySpec* spec =
      options_.activities->Find(content["activity"]["type"].as_string());
  if (spec == nullptr || !IsRemote(spec->type)) {
    return Fail(ErrorKind::kUnsupported, "GatewayActivityUnsupported",
                "this node cannot carry out the activity");
  }
  WEIR_ASSIGN(auto secrets, folder_.ReadSecrets());
  ParcelContext context(
      Limited(content), std::move(secrets), cancel, *options_.clock,
      [&](const engine::Progress& far) {
        Tell(Json::Object(
            {{"type", "progress"}, {"job", job_id}, {"progress", ProgressToJson(far)}}));
      });
  while (true) {
    Result<Json> output = spec->executor->Execute(context);
    const std::optional<UtcTime> again = context.TakeAgain();
    if (!output || !again) return output;
    const Result<> slept =
        cancel.Sleep(std::max(*again - options_.clock->Now(), std::chrono::microseconds(0)));
    // It is called once more when it is cancelled, to clean up.
    if (!slept && !cancel.cancelled()) return slept.error();
  }
}

void Node::End(const std::string& job_id, const Json& about, const Result<Json>& result) {
  Json message = ResultOf(job_id, result);
  if (DumpJson(message).size() > static_cast<size_t>(kJobBytesMax)) {
    message = ResultOf(job_id, Fail(ErrorKind::kInvalid, "GatewayResultTooLarge",
                                    "the activity's output has more than " +
                                        std::to_string(kJobBytesMax) + " bytes"));
  }
  const Result<> saved = folder_.SaveResult(job_id, message);
  Json event = Event("jobEnded", about);
  event.Set("succeeded", !message["error"].is_object());
  if (message["error"].is_object()) event.Set("errorCode", message["error"]["code"]);
  if (!saved) event.Set("notSaved", saved.error().ToString());
  options_.log(event);
  {
    const std::lock_guard lock(mutex_);
    results_[job_id] = message;
  }
  Tell(std::move(message));
}

}  // namespace weir::gateway
