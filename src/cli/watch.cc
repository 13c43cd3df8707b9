#include <CLI/CLI.hpp>
#include <iostream>

#include "base/cancel.h"
#include "cli/command.h"
#include "cli/remote.h"
#include "cli/terminal.h"

namespace weir::cli {
namespace {

constexpr auto kComeBackAfter = std::chrono::seconds(1);
constexpr size_t kReadBytes = size_t{16} << 10U;

struct Options {
  std::string run_id;
  bool json = false;
  std::string after;
  RemoteOptions remote;
};

/// One server-sent event.
struct Event {
  std::string id;
  std::string kind;
  std::string data;
};

/// Takes events out of the text of a stream, as they become whole.
class EventReader {
 public:
  void Feed(std::string_view text) { text_ += text; }
  std::optional<Event> Next() {
    const size_t end = text_.find("\n\n");
    if (end == std::string::npos) return std::nullopt;
    Event event;
    size_t at = 0;
    while (at < end) {
      const size_t line_end = std::min(text_.find('\n', at), end);
      const std::string line = text_.substr(at, line_end - at);
      if (line.starts_with("id: ")) event.id = line.substr(4);
      if (line.starts_with("event: ")) event.kind = line.substr(7);
      if (line.starts_with("data: ")) event.data = line.substr(6);
      at = line_end + 1;
    }
    text_.erase(0, end + 2);
    return event;
  }

 private:
  std::string text_;
};

/// Prints what happens until the run that is watched, if one is, is over.
class Watch {
 public:
  Watch(const Options& options, Remote& remote)
      : options_(options), remote_(remote), last_id_(options.after) {}

  /// The exit status.
  Result<int> Follow() {
    CancelToken pause;
    bool connected = false;
    while (true) {
      Result<> read = ReadStream(&connected);
      if (over_) return status_ == "Succeeded" ? 0 : 1;
      // Who was never let in, or is no longer, has no use for another try.
      const bool again = read || (connected && read.error().kind() == ErrorKind::kUnavailable);
      if (!again) return std::move(read).error();
      WEIR_TRY(pause.Sleep(kComeBackAfter));
    }
  }

 private:
  Result<> ReadStream(bool* connected) {
    WEIR_ASSIGN(
        const auto stream,
        remote_.Follow("/weir/events?factory=" + http::PercentEncode(remote_.factory()), last_id_));
    *connected = true;
    // Ended before the stream began: no event will say so.
    if (!options_.run_id.empty()) WEIR_TRY(LookAtRun());
    EventReader events;
    std::string buffer(kReadBytes, '\0');
    while (!over_) {
      WEIR_ASSIGN(const size_t count, stream->Read(buffer.data(), buffer.size()));
      if (count == 0) return {};
      events.Feed(std::string_view(buffer).substr(0, count));
      for (std::optional<Event> event = events.Next(); event && !over_; event = events.Next()) {
        WEIR_TRY(Take(*event));
      }
    }
    return {};
  }

  Result<> LookAtRun() {
    WEIR_ASSIGN(const Json run, remote_.Ask("GET", remote_.factory() + "/pipelineruns/" +
                                                       http::PercentEncode(options_.run_id)));
    if (run["runEnd"].is_null()) return {};
    Print("run", run);
    End(run);
    return {};
  }

  Result<> Take(const Event& event) {
    if (!event.id.empty()) last_id_ = event.id;
    if (event.data.empty()) return {};
    WEIR_ASSIGN(const Json data, ParseJson(event.data));
    const bool run = event.kind == "run";
    if (event.kind == "triggerRun") {
      if (options_.run_id.empty()) PrintTriggerRun(data);
      return {};
    }
    if (!run && event.kind != "activity") {
      std::cerr << Yellow(stderr, event.kind) << ": " << data["message"].as_string() << "\n";
      return {};
    }
    const std::string& run_id = data[run ? "runId" : "pipelineRunId"].as_string();
    if (!options_.run_id.empty() && run_id != options_.run_id) return {};
    Print(event.kind, data);
    if (run && !options_.run_id.empty() && !data["runEnd"].is_null()) End(data);
    return {};
  }

  void End(const Json& run) {
    over_ = true;
    status_ = run["status"].as_string();
  }

  void Print(const std::string& kind, const Json& data) const {
    if (options_.json) {
      std::cout << DumpJson(Json::Object({{"event", kind}, {"data", data}})) << std::endl;
      return;
    }
    const bool run = kind == "run";
    const Json& end = data[run ? "runEnd" : "activityRunEnd"];
    const Json& time = !end.is_null() ? end : data[run ? "lastUpdated" : "activityRunStart"];
    const std::string clock = time.as_string().size() > 19 ? time.as_string().substr(11, 8) : "";
    const std::string& status = data["status"].as_string();
    std::string cell = status;
    constexpr size_t kStatusWidth = 11;
    cell.resize(std::max(kStatusWidth, cell.size()), ' ');
    std::cout << clock << "  " << StatusColor(stdout, status, cell) << " "
              << data["pipelineName"].as_string();
    if (!run) {
      const std::string& path = data["path"].as_string();
      std::cout << " / " << (path.empty() ? "" : path + "/") << data["activityName"].as_string()
                << " (" << data["activityType"].as_string() << ")";
    }
    const std::string& said =
        run ? data["message"].as_string() : data["error"]["errorCode"].as_string();
    if (!said.empty()) std::cout << "  " << said;
    std::cout << "  " << Dim(stdout, data[run ? "runId" : "pipelineRunId"].as_string())
              << std::endl;
  }

  void PrintTriggerRun(const Json& data) const {
    if (options_.json) {
      std::cout << DumpJson(Json::Object({{"event", "triggerRun"}, {"data", data}})) << std::endl;
      return;
    }
    const std::string& time = data["triggerRunTimestamp"].as_string();
    const std::string& status = data["status"].as_string();
    std::cout << time.substr(std::min<size_t>(11, time.size()), 8) << "  "
              << StatusColor(stdout, status, status) << "  " << data["triggerName"].as_string()
              << " (" << data["triggerType"].as_string() << ")  " << data["message"].as_string()
              << std::endl;
  }

  const Options& options_;
  Remote& remote_;
  std::string last_id_;
  bool over_ = false;
  std::string status_;
};

Result<int> WatchService(const Options& options) {
  WEIR_ASSIGN(Remote remote, Remote::Open(options.remote));
  return Watch(options, remote).Follow();
}

}  // namespace

std::function<int()> DeclareWatch(CLI::App& app, const Program& /*program*/) {
  auto options = std::make_shared<Options>();
  app.add_option("RUN", options->run_id,
                 "A run's id: only what is of it, until it is over; the exit status is 1 if it did "
                 "not succeed");
  AddRemoteOptions(app, &options->remote)->required();
  app.add_flag("--json", options->json, "Print each event as a line of JSON");
  app.add_option("--after", options->after, "Begin behind the event with this id");
  app.footer(
      "Prints changes of runs and activities as they happen, until it is interrupted. A "
      "connection\nthat breaks is made again; what happened meanwhile follows.\n"
      "Examples:\n"
      "  weir watch --server https://weir:8642 --ca tls.pem --token-file token\n"
      "  weir watch 3f2bd0a1-… --server https://weir:8642 --ca tls.pem --token-file token\n");
  return [options] {
    const Result<int> status = WatchService(*options);
    return status ? *status : PrintError(status.error());
  };
}

}  // namespace weir::cli
