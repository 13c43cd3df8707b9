#include <CLI/CLI.hpp>
#include <iostream>

#include "base/names.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/remote.h"
#include "cli/terminal.h"
#include "http/client.h"
#include "model/load.h"
#include "schedule/preview.h"
#include "trigger/forecast.h"

namespace weir::cli {
namespace {

constexpr size_t kParametersWidth = 70;

struct Options {
  std::string path;
  std::string from;
  std::string to;
  std::string trigger;
  size_t limit = 100;
  bool json = false;
  RemoteOptions remote;
};

/// "2026-03-29T03:30:00…" as people read it.
std::string ClockText(const Json& time) {
  std::string text = time.as_string().substr(0, 19);
  if (text.size() > 10) text[10] = ' ';
  return text;
}

/// "Load (then Clean; Report after Load and Sales)".
std::string PipelineText(const Json& start) {
  std::string text;
  for (const Json& one : start["followedBy"].items()) {
    text += (text.empty() ? " (then " : "; ") + one["pipeline"].as_string();
    if (one["trigger"].is_null()) continue;
    bool first = true;
    for (const Json& after : one["after"].items()) {
      text += (first ? " after " : " and ") + after.as_string();
      first = false;
    }
  }
  return start["name"].as_string() + (text.empty() ? "" : text + ")");
}

std::string ParametersText(const Json& start) {
  if (start["error"].is_string()) return Red(stdout, start["error"].as_string());
  if (start["parameters"].empty()) return "";
  std::string text = DumpJson(start["parameters"]);
  if (DisplayWidth(text) <= kParametersWidth) return text;
  size_t end = kParametersWidth - 1;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

void PrintRows(const Json& firings) {
  std::vector<std::vector<std::string>> table = {
      {"TIME (UTC)", "LOCAL", "TRIGGER", "PIPELINE", "WINDOW", "PARAMETERS"}};
  for (const Json& firing : firings.items()) {
    std::string local;
    if (!SameName(firing["timeZone"].as_string(), "UTC")) {
      local = ClockText(firing["localTime"]) + " " + firing["localTime"].as_string().substr(19);
    }
    const Json& window = firing["window"];
    const std::string window_text =
        window.is_null() ? "" : ClockText(window["start"]) + " – " + ClockText(window["end"]);
    const std::string trigger =
        firing["trigger"].as_string() + (firing["started"].as_bool() ? "" : " (stopped)");
    const std::string time = ClockText(firing["time"]);
    for (const Json& start : firing["pipelines"].items()) {
      table.push_back(
          {time, local, trigger, PipelineText(start), window_text, ParametersText(start)});
    }
    if (firing["pipelines"].empty()) {
      table.push_back({time, local, trigger, "none", window_text, ""});
    }
  }
  PrintTable(stdout, table);
}

Result<schedule::Preview::Options> ReadSpan(const Options& options) {
  schedule::Preview::Options span;
  span.trigger = options.trigger;
  span.from = SystemClock().Now();
  if (!options.from.empty()) {
    WEIR_ASSIGN(span.from, ReadTime(options.from, "--from"));
  }
  span.to = span.from + std::chrono::hours(24);
  if (!options.to.empty()) {
    WEIR_ASSIGN(span.to, ReadTime(options.to, "--to"));
  }
  if (span.to > span.from) return span;
  return Fail(
      ErrorKind::kInvalid, "InvalidTime",
      "--to must be later than --from, got " + FormatUtc(span.from) + " and " + FormatUtc(span.to));
}

void PrintText(const Json& forecast, const Options& options) {
  const Json& firings = forecast["firings"];
  if (firings.empty()) std::cout << "nothing fires in that time\n";
  if (!firings.empty()) PrintRows(firings);
  std::fflush(stdout);
  if (forecast["more"].as_bool()) {
    std::cerr << "more follow after " << ClockText(firings.items().back()["time"]) << "; --limit "
              << options.limit * 10 << " shows more of them\n";
  }
  for (const Json& one : forecast["waiting"].items()) {
    std::cerr << one["trigger"].as_string() << ", window " << ClockText(one["windowStartTime"])
              << " – " << ClockText(one["windowEndTime"]) << ": " << one["reason"].as_string()
              << "\n";
  }
  for (const Json& one : forecast["otherTriggers"].items()) {
    std::cerr << one["trigger"].as_string() << " (" << one["type"].as_string()
              << ") does not fire by time";
    const Json& watch = one["watch"];
    if (watch["trouble"].is_string()) {
      std::cerr << "; not watched: " << watch["trouble"].as_string();
    } else if (watch["enabled"].as_bool()) {
      std::cerr << "; watches " << watch["store"].as_string() << " by "
                << watch["means"].as_string();
    }
    std::cerr << "\n";
  }
}

std::string FindingText(const Json& finding) {
  std::string text = finding["file"].as_string();
  if (finding["line"].is_int()) {
    text += ":" + DumpJson(finding["line"]) + ":" + DumpJson(finding["column"]);
  }
  return (text.empty() ? "" : text + ": ") + finding["severity"].as_string() + ": " +
         finding["message"].as_string() + " [" + finding["code"].as_string() + "]";
}

Result<Json> AskServer(const Options& options, const schedule::Preview::Options& span) {
  WEIR_ASSIGN(Remote remote, Remote::Open(options.remote));
  return remote.Ask("GET", "/weir" + remote.factory() +
                               "/schedule?from=" + http::PercentEncode(FormatUtc(span.from)) +
                               "&to=" + http::PercentEncode(FormatUtc(span.to)) +
                               "&trigger=" + http::PercentEncode(options.trigger) +
                               "&limit=" + std::to_string(options.limit));
}

Result<Json> ReadFolder(const Options& options, const schedule::Preview::Options& span) {
  WEIR_ASSIGN(const model::LoadedFactory loaded, model::LoadFactory(options.path));
  WEIR_ASSIGN(Json forecast,
              trigger::ForecastOf(loaded.factory, span, options.limit, trigger::SaysStarted));
  Json problems = forecast["problems"];
  for (const model::Finding& one : loaded.findings) {
    if (one.severity == model::Severity::kError) problems.Append(one.ToJson());
  }
  forecast.Set("problems", std::move(problems));
  return forecast;
}

int ShowSchedule(const Options& options) {
  if (options.path.empty() == options.remote.server.empty()) {
    std::cerr << "give a factory's PATH, or --server URL\n";
    return 2;
  }
  const auto span = ReadSpan(options);
  if (!span) return PrintError(span.error());
  const Result<Json> forecast =
      options.path.empty() ? AskServer(options, *span) : ReadFolder(options, *span);
  if (!forecast) return PrintError(forecast.error());
  if (options.json) {
    std::cout << PrettyJson(*forecast, 2) << "\n";
  } else {
    PrintText(*forecast, options);
  }
  bool failed = false;
  for (const Json& one : (*forecast)["problems"].items()) {
    failed = failed || one["severity"].as_string() == "error";
    std::cerr << FindingText(one) << "\n";
  }
  for (const Json& firing : (*forecast)["firings"].items()) {
    for (const Json& start : firing["pipelines"].items()) {
      failed = failed || start["error"].is_string();
    }
  }
  return failed ? 1 : 0;
}

}  // namespace

std::function<int()> DeclareSchedule(CLI::App& app, const Program& /*program*/) {
  auto options = std::make_shared<Options>();
  app.add_option("PATH", options->path, "Factory folder or ARM template");
  app.add_option("--from", options->from, "First moment, UTC unless it says otherwise (now)");
  app.add_option("--to", options->to, "The moment before which to stop (a day later)");
  app.add_option("--trigger", options->trigger, "Only this trigger");
  app.add_option("--limit", options->limit, "Firings to show")
      ->capture_default_str()
      ->check(CLI::Range(1, 1'000'000));
  app.add_flag("--json", options->json, "Print JSON");
  AddRemoteOptions(app, &options->remote);
  app.footer(
      "What the triggers of a factory would start, and when: schedules and tumbling windows, with\n"
      "their parameters evaluated and the pipelines that follow. Stopped triggers are shown too;\n"
      "windows count as if those before them had run. Exit status 1 if a trigger cannot be read "
      "or\n"
      "a parameter cannot be evaluated.\n"
      "Examples:\n"
      "  weir schedule my-factory\n"
      "  weir schedule my-factory --from 2026-03-28 --to 2026-03-31 --trigger Nightly\n"
      "  weir schedule my-factory --to 2027-01-01 --limit 10000 --json\n"
      "  weir schedule --server https://weir:8642 --factory my-factory\n"
      "A service also says which windows are due and wait, and for what.\n");
  return [options] { return ShowSchedule(*options); };
}

}  // namespace weir::cli
