#include "compute/synapse/livy_sessions.h"

#include <algorithm>
#include <array>

namespace weir::compute::synapse {
namespace {

constexpr int64_t kPage = 20;
constexpr int64_t kSessionsMax = 1000;
constexpr size_t kTraceBytes = 2000;

std::string LastLines(const Json& lines) {
  std::string text;
  for (const Json& line : lines.items()) {
    text += line.as_string();
    if (!text.ends_with('\n')) text += '\n';
  }
  while (text.ends_with('\n')) text.pop_back();
  if (text.size() <= kTraceBytes) return text;
  const size_t from = text.find('\n', text.size() - kTraceBytes);
  return text.substr(from == std::string::npos ? text.size() - kTraceBytes : from + 1);
}

/// An exit comes as an error: in Python by its name, in Scala in the text, behind the class that
/// the shell made of it.
std::optional<std::string> ExitOf(const Json& output) {
  const std::string& value = output["evalue"].as_string();
  if (output["ename"].as_string() == "NotebookExit") return value;
  for (const std::string_view mark : {"NotebookExit: ", "NotebookExitException: "}) {
    const size_t at = value.find(mark);
    if (at == std::string::npos || value.find_first_of(" \n") < at) continue;
    return value.substr(at + mark.size());
  }
  return std::nullopt;
}

std::string TextOf(const Json& data) {
  std::string text = data["text/plain"].as_string();
  if (text.empty() && !data["application/json"].is_null()) {
    text = DumpJson(data["application/json"]);
  }
  if (!text.empty() && !text.ends_with('\n')) text += '\n';
  return text;
}

}  // namespace

Result<Json> LivySessions::Ask(const JobCall& call, const RestCall& ask) const {
  if (!sign_in) return AskJson(service, ask, &call.cancel());
  WEIR_ASSIGN(const RestService signed_in, sign_in->Apply(service, call.cancel()));
  return AskJson(signed_in, ask, &call.cancel());
}

Result<Json> LivySessions::Find(const JobCall& call, const std::string& name) const {
  for (int64_t from = 0; from < kSessionsMax; from += kPage) {
    const std::string page = "?from=" + std::to_string(from) + "&size=" + std::to_string(kPage);
    WEIR_ASSIGN(const Json answer, Ask(call, {.path = path + page}));
    for (const Json& session : answer["sessions"].items()) {
      if (session["name"].as_string() == name) return session;
    }
    if (static_cast<int64_t>(answer["sessions"].size()) < kPage) break;
  }
  return Json();
}

SessionState StateOf(const Json& session) {
  const std::string& state = session["state"].as_string();
  if (state == "idle" || state == "busy" || state == "running") return SessionState::kReady;
  if (state == "killed" || session["result"].as_string() == "Cancelled") {
    return SessionState::kKilled;
  }
  constexpr std::array<const char*, 4> kStarting = {"not_started", "starting", "recovering",
                                                    "recovered"};
  const bool starting = std::any_of(kStarting.begin(), kStarting.end(),
                                    [&](const char* one) { return state == one; });
  return starting ? SessionState::kStarting : SessionState::kGone;
}

std::optional<StatementEnd> EndOf(const Json& statement) {
  const std::string& state = statement["state"].as_string();
  if (state == "waiting" || state == "running" || state == "cancelling") return std::nullopt;
  const Json& output = statement["output"];
  StatementEnd end;
  end.text = TextOf(output["data"]);
  if (state == "available" && output["status"].as_string() != "error") return end;
  end.exit_value = ExitOf(output);
  end.failed = !end.exit_value;
  end.error_name = output["ename"].as_string();
  end.error_value = output["evalue"].as_string();
  if (end.error_name.empty()) end.error_name = "statement " + state;
  end.trace = LastLines(output["traceback"]);
  return end;
}

}  // namespace weir::compute::synapse
