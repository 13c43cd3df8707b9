#include "observe/log.h"

#include <array>
#include <iterator>

namespace weir::observe {
namespace {

constexpr std::array kLevels = {"error", "warning", "info", "debug"};

/// As it is where that is clear, else in quotes.
std::string TextOf(const Json& value) {
  if (!value.is_string()) return DumpJson(value);
  const std::string& text = value.as_string();
  const bool plain = !text.empty() && text.find_first_of(" \"=\n\r\t\\") == std::string::npos;
  return plain ? text : DumpJson(value);
}

bool IsNothing(const Json& value) {
  return value.is_null() || (value.is_string() && value.as_string().empty());
}

}  // namespace

Result<LogLevel> ReadLogLevel(const std::string& name) {
  for (size_t i = 0; i < kLevels.size(); ++i) {
    if (name == kLevels[i]) return static_cast<LogLevel>(i);
  }
  return Fail(ErrorKind::kInvalid, "InvalidLogLevel",
              "expected error, warning, info or debug, got '" + name + "'");
}

Result<LogForm> ReadLogForm(const std::string& name) {
  if (name == "text") return LogForm::kText;
  if (name == "json") return LogForm::kJson;
  return Fail(ErrorKind::kInvalid, "InvalidLogForm", "expected json or text, got '" + name + "'");
}

Log::Log(LogForm form, LogLevel level, const Clock& clock, Sink sink)
    : form_(form), level_(level), clock_(clock), sink_(std::move(sink)), thread_([this] {
        Run();
      }) {}

Log::~Log() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

std::string Log::Line(LogLevel level, const std::string& event, const Json& fields) const {
  const char* name = kLevels[static_cast<size_t>(level)];
  const std::string time = FormatUtc(clock_.Now());
  if (form_ == LogForm::kJson) {
    Json line = Json::Object({{"time", time}, {"level", name}, {"event", event}});
    for (const Json::Member& field : fields.members()) {
      if (!IsNothing(field.value)) line.Set(field.name, field.value);
    }
    return DumpJson(line) + "\n";
  }
  std::string line = time + " " + name + " " + event;
  for (const Json::Member& field : fields.members()) {
    if (!IsNothing(field.value)) line += " " + field.name + "=" + TextOf(field.value);
  }
  return line + "\n";
}

void Log::Write(LogLevel level, const std::string& event, const Json& fields) {
  if (!shows(level)) return;
  std::string line = Line(level, event, fields);
  {
    const std::lock_guard lock(mutex_);
    if (lines_.size() >= kLinesMax) {
      ++dropped_;
      return;
    }
    if (dropped_ > 0) {
      lines_.push_back(
          Line(LogLevel::kWarning, "log.dropped", Json::Object({{"lines", dropped_}})));
      dropped_ = 0;
    }
    lines_.push_back(std::move(line));
  }
  wake_.notify_one();
}

void Log::Run() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopping_ || !lines_.empty(); });
    if (lines_.empty()) return;
    std::deque<std::string> lines = std::exchange(lines_, {});
    lock.unlock();
    std::string text;
    for (const std::string& line : lines) text += line;
    sink_(text);
    lock.lock();
  }
}

void RunLog::Write(LogLevel level, const std::string& event, const Json& fields) {
  const Masker* masker = masker_;
  log_.Write(level, event, masker == nullptr ? fields : masker->Mask(fields));
}

void RunLog::TakeUp(const store::RunRecord& run) {
  const std::lock_guard lock(mutex_);
  active_[run.run_id] = {run.factory, run.pipeline};
}

void RunLog::RunChanged(const store::RunRecord& run) {
  bool known = false;
  {
    const std::lock_guard lock(mutex_);
    known = active_.contains(run.run_id);
    if (run.end) {
      active_.erase(run.run_id);
    } else if (!known) {
      active_[run.run_id] = {run.factory, run.pipeline};
    }
  }
  const LogLevel level = run.status == "Failed" ? LogLevel::kWarning : LogLevel::kInfo;
  if (!log_.shows(level)) return;
  Json fields = Json::Object({{"runId", run.run_id},
                              {"factory", run.factory},
                              {"pipeline", run.pipeline},
                              {"status", run.status},
                              {"runGroupId", run.group_id},
                              {"parentRunId", run.parent_run_id},
                              {"invokedBy", run.invoked_by["name"]}});
  if (run.end) {
    fields.Set("durationMs", int64_t{(*run.end - run.start).count() / 1000});
    fields.Set("errorCode", run.result["error"]["errorCode"]);
    fields.Set("message", run.message);
  }
  Write(level, run.end ? "run.ended" : known ? "run.changed" : "run.started", fields);
}

void RunLog::ActivityChanged(const std::string& run_id, const pipeline::ActivityRecord& activity) {
  if (activity.recovered) return;
  const bool over = pipeline::IsFinal(activity.status);
  const bool failed = activity.status == pipeline::ActivityStatus::kFailed;
  const LogLevel level = failed ? LogLevel::kWarning : LogLevel::kDebug;
  if (!log_.shows(level)) return;
  Active run;
  {
    const std::lock_guard lock(mutex_);
    const auto found = active_.find(run_id);
    if (found != active_.end()) run = found->second;
  }
  Json fields = Json::Object({{"runId", run_id},
                              {"factory", run.factory},
                              {"pipeline", run.pipeline},
                              {"activityRunId", activity.activity_run_id},
                              {"activity", activity.name},
                              {"type", activity.type},
                              {"path", activity.path},
                              {"status", std::string(pipeline::StatusName(activity.status))}});
  if (activity.attempt > 0) fields.Set("retry", activity.attempt);
  if (over && activity.end) {
    fields.Set("durationMs", int64_t{(*activity.end - activity.start).count() / 1000});
    fields.Set("errorCode", activity.error["errorCode"]);
    fields.Set("failureType", activity.error["failureType"]);
    fields.Set("message", activity.error["message"]);
  }
  Write(level, over ? "activity.ended" : "activity.started", fields);
}

void RunLog::TriggerRunChanged(const store::TriggerRunRecord& run) {
  Write(run.status == "Failed" ? LogLevel::kWarning : LogLevel::kInfo, "trigger.run",
        Json::Object({{"triggerRunId", run.trigger_run_id},
                      {"factory", run.factory},
                      {"trigger", run.trigger},
                      {"type", run.type},
                      {"status", run.status},
                      {"runs", run.pipelines},
                      {"message", run.message}}));
}

void RunLog::StoreTrouble(const std::optional<Error>& error) {
  // Told again and again while it lasts.
  const std::string code = error ? error->code() : "";
  if (std::exchange(trouble_, code) == code) return;
  if (!error) return Write(LogLevel::kWarning, "store.saves", Json::Object());
  Write(LogLevel::kError, "store.failing",
        Json::Object({{"errorCode", code}, {"message", error->message()}}));
}

}  // namespace weir::observe
