#include "engine/wait.h"

namespace weir::engine {
namespace {

std::string InQueue(const RunWait& wait) {
  return "number " + std::to_string(wait.place) + " of " + std::to_string(wait.of) +
         " in the queue";
}

/// "'Each[3]/Load'"
std::string Quoted(const RunWait& wait) {
  return "'" + (wait.path.empty() ? "" : wait.path + "/") + wait.name + "'";
}

std::string Until(const RunWait& wait) {
  return wait.until ? FormatUtc(*wait.until).substr(0, 19) + "Z" : std::string("some time");
}

std::string ChildMessage(const RunWait& wait) {
  if (wait.holders.empty()) return Quoted(wait) + " is about to go on: its run is over";
  const RunWait::Holder& child = wait.holders.front();
  return Quoted(wait) + " waits for run " + child.run_id + " of pipeline '" + child.name +
         "', which is " + child.status;
}

}  // namespace

std::string_view WaitReasonName(RunWait::Reason reason) {
  switch (reason) {
    case RunWait::Reason::kPipelineConcurrency:
      return "PipelineConcurrency";
    case RunWait::Reason::kWorkers:
      return "Workers";
    case RunWait::Reason::kBatchCount:
      return "BatchCount";
    case RunWait::Reason::kRetryInterval:
      return "RetryInterval";
    case RunWait::Reason::kTimer:
      return "Timer";
    case RunWait::Reason::kCallback:
      return "Callback";
    case RunWait::Reason::kPoll:
      return "Poll";
    case RunWait::Reason::kChild:
      return "Child";
    case RunWait::Reason::kBreakpoint:
      return "Breakpoint";
  }
  return "";
}

std::string WaitMessage(const RunWait& wait) {
  const std::string limit = std::to_string(wait.limit);
  switch (wait.reason) {
    case RunWait::Reason::kPipelineConcurrency:
      return "the run waits for its turn: at most " + limit + " of pipeline '" + wait.name +
             "' go on at a time (concurrency); it is " + InQueue(wait);
    case RunWait::Reason::kWorkers:
      return Quoted(wait) + " waits for a worker: all " + limit + " are at work; it is " +
             InQueue(wait);
    case RunWait::Reason::kBatchCount:
      return "'" + wait.path + "' waits for '" + wait.holders.front().name + "': at most " + limit +
             " go on at a time (batchCount); it is " + InQueue(wait);
    case RunWait::Reason::kRetryInterval:
      return Quoted(wait) + " failed and is tried again at " + Until(wait);
    case RunWait::Reason::kTimer:
      return Quoted(wait) + " waits until " + Until(wait);
    case RunWait::Reason::kCallback:
      return Quoted(wait) + " waits to be called back; it looks again at " + Until(wait);
    case RunWait::Reason::kPoll:
      return Quoted(wait) + " waits for work outside; it asks again at " + Until(wait);
    case RunWait::Reason::kChild:
      return ChildMessage(wait);
    case RunWait::Reason::kBreakpoint:
      return "the run is paused before " + Quoted(wait) + " until somebody lets it go on";
  }
  return "";
}

Json WaitToJson(const RunWait& wait, const std::string& factory) {
  const bool run = wait.reason == RunWait::Reason::kPipelineConcurrency;
  Json json = Json::Object({{"what", run ? "run" : "activity"}, {"name", wait.name}});
  if (!wait.path.empty()) json.AppendMember("path", wait.path);
  if (!wait.activity_run_id.empty()) json.AppendMember("activityRunId", wait.activity_run_id);
  json.AppendMember("reason", std::string(WaitReasonName(wait.reason)));
  if (wait.limit != 0) json.AppendMember("limit", wait.limit);
  if (wait.place != 0) {
    json.AppendMember("place", wait.place);
    json.AppendMember("of", wait.of);
  }
  Json holders = Json::Array();
  int64_t elsewhere = 0;
  for (const RunWait::Holder& holder : wait.holders) {
    if (holder.factory != factory) {
      ++elsewhere;
      continue;
    }
    Json one = Json::Object({{"runId", holder.run_id}, {"name", holder.name}});
    if (!holder.activity_run_id.empty()) {
      one.AppendMember("activityRunId", holder.activity_run_id);
    }
    if (!holder.status.empty()) one.AppendMember("status", holder.status);
    holders.Append(std::move(one));
  }
  json.AppendMember("holders", std::move(holders));
  if (elsewhere > 0) json.AppendMember("holdersElsewhere", elsewhere);
  if (wait.since) json.AppendMember("since", FormatUtc(*wait.since));
  if (wait.until) json.AppendMember("until", FormatUtc(*wait.until));
  json.AppendMember("message", WaitMessage(wait));
  return json;
}

}  // namespace weir::engine
