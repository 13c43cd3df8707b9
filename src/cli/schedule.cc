#include <CLI/CLI.hpp>
#include <iostream>

#include "base/names.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/terminal.h"
#include "expr/context_scope.h"
#include "expr/template.h"
#include "model/load.h"
#include "schedule/fire_scope.h"
#include "schedule/preview.h"

namespace weir::cli {
namespace {

using schedule::Firing;
using schedule::Follower;

constexpr size_t kParametersWidth = 70;

struct Options {
  std::string path;
  std::string from;
  std::string to;
  std::string trigger;
  size_t limit = 100;
  bool json = false;
};

/// A pipeline that a firing starts, with its parameters evaluated.
struct Start {
  std::string pipeline;
  Json parameters;
  std::string error;  ///< Why they could not be evaluated.
  std::vector<Follower> followers;
};

struct Row {
  Firing firing;
  std::vector<Start> starts;
};

/// "2026-03-29 03:30:00", as clocks at `offset` show it.
std::string ClockText(UtcTime time, std::chrono::seconds offset = std::chrono::seconds(0)) {
  std::string text = FormatUtc(time + offset).substr(0, 19);
  text[10] = ' ';
  return text;
}

std::string OffsetText(std::chrono::seconds offset) {
  const std::chrono::hh_mm_ss clock(offset);
  char text[16];
  std::snprintf(text, sizeof text, "%c%02d:%02d", clock.is_negative() ? '-' : '+',
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()));
  return text;
}

bool IsStarted(const model::Resource& trigger) {
  return SameName(trigger.properties()["runtimeState"].as_string(), "Started");
}

Result<Json> Evaluate(const Json& parameters, const Firing& firing) {
  WEIR_ASSIGN(const auto compiled, expr::Template::Compile(parameters));
  WEIR_ASSIGN(const auto scope, expr::ContextScope::Make(firing.ToContext(), firing.time, 0));
  return compiled.Evaluate(scope);
}

Row RowOf(const model::Factory& factory, Firing firing) {
  Row row{std::move(firing), {}};
  for (const schedule::TriggerTarget& target : schedule::TargetsOf(*row.firing.trigger)) {
    Start start{target.pipeline, Json::Object(), "",
                schedule::FollowersOf(factory, target.pipeline)};
    if (!target.parameters.is_null()) {
      Result<Json> evaluated = Evaluate(target.parameters, row.firing);
      if (evaluated) {
        start.parameters = *std::move(evaluated);
      } else {
        start.error = evaluated.error().message();
      }
    }
    row.starts.push_back(std::move(start));
  }
  return row;
}

Json ToJson(const Start& start) {
  Json followers = Json::Array();
  for (const Follower& one : start.followers) {
    Json after = Json::Array();
    for (const std::string& name : one.after) after.Append(name);
    followers.Append(Json::Object({{"pipeline", one.pipeline},
                                   {"trigger", one.trigger.empty() ? Json() : Json(one.trigger)},
                                   {"after", std::move(after)}}));
  }
  Json json = Json::Object({{"name", start.pipeline},
                            {"parameters", start.parameters},
                            {"followedBy", std::move(followers)}});
  if (!start.error.empty()) json.Set("error", start.error);
  return json;
}

Json ToJson(const Row& row) {
  Json pipelines = Json::Array();
  for (const Start& start : row.starts) pipelines.Append(ToJson(start));
  Json window;
  if (row.firing.window) {
    window = Json::Object({{"start", schedule::TriggerTimeText(row.firing.window->start)},
                           {"end", schedule::TriggerTimeText(row.firing.window->end)}});
  }
  const std::string local = FormatUtc(row.firing.time + row.firing.offset).substr(0, 19);
  return Json::Object({{"time", schedule::TriggerTimeText(row.firing.time)},
                       {"localTime", local + OffsetText(row.firing.offset)},
                       {"timeZone", row.firing.zone},
                       {"trigger", row.firing.trigger->name},
                       {"type", row.firing.trigger->type()},
                       {"started", IsStarted(*row.firing.trigger)},
                       {"window", std::move(window)},
                       {"pipelines", std::move(pipelines)}});
}

/// "Load (then Clean; Report after Load and Sales)".
std::string PipelineText(const Start& start) {
  std::string text;
  for (const Follower& one : start.followers) {
    text += (text.empty() ? " (then " : "; ") + one.pipeline;
    if (one.trigger.empty()) continue;
    for (size_t i = 0; i < one.after.size(); ++i) {
      text += (i == 0 ? " after " : " and ") + one.after[i];
    }
  }
  return start.pipeline + (text.empty() ? "" : text + ")");
}

std::string ParametersText(const Start& start) {
  if (!start.error.empty()) return Red(stdout, start.error);
  if (start.parameters.empty()) return "";
  std::string text = DumpJson(start.parameters);
  if (DisplayWidth(text) <= kParametersWidth) return text;
  size_t end = kParametersWidth - 1;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

void PrintRows(const std::vector<Row>& rows) {
  std::vector<std::vector<std::string>> table = {
      {"TIME (UTC)", "LOCAL", "TRIGGER", "PIPELINE", "WINDOW", "PARAMETERS"}};
  for (const Row& row : rows) {
    const Firing& firing = row.firing;
    std::string local;
    if (!SameName(firing.zone, "UTC")) {
      local = ClockText(firing.time, firing.offset) + " " + OffsetText(firing.offset);
    }
    std::string window;
    if (firing.window) {
      window = ClockText(firing.window->start) + " – " + ClockText(firing.window->end);
    }
    const std::string trigger =
        firing.trigger->name + (IsStarted(*firing.trigger) ? "" : " (stopped)");
    for (const Start& start : row.starts) {
      table.push_back({ClockText(firing.time), local, trigger, PipelineText(start), window,
                       ParametersText(start)});
    }
    if (row.starts.empty()) {
      table.push_back({ClockText(firing.time), local, trigger, "none", window, ""});
    }
  }
  PrintTable(stdout, table);
}

Json OthersJson(const schedule::Preview& preview) {
  Json others = Json::Array();
  for (const model::Resource* trigger : preview.others()) {
    Json pipelines = Json::Array();
    for (const auto& target : schedule::TargetsOf(*trigger)) pipelines.Append(target.pipeline);
    others.Append(Json::Object({{"trigger", trigger->name},
                                {"type", trigger->type()},
                                {"started", IsStarted(*trigger)},
                                {"pipelines", std::move(pipelines)}}));
  }
  return others;
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

void PrintText(const std::vector<Row>& rows, const schedule::Preview& preview, bool more,
               const Options& options) {
  if (rows.empty()) std::cout << "nothing fires in that time\n";
  if (!rows.empty()) PrintRows(rows);
  std::fflush(stdout);
  if (more) {
    std::cerr << "more follow after " << ClockText(rows.back().firing.time) << "; --limit "
              << options.limit * 10 << " shows more of them\n";
  }
  for (const model::Resource* trigger : preview.others()) {
    std::cerr << trigger->name << " (" << trigger->type() << ") does not fire by time\n";
  }
}

int ShowSchedule(const Options& options) {
  Result<model::LoadedFactory> loaded = model::LoadFactory(options.path);
  if (!loaded) return PrintError(loaded.error());
  const auto span = ReadSpan(options);
  if (!span) return PrintError(span.error());
  Result<schedule::Preview> preview = schedule::Preview::Make(loaded->factory, *span);
  if (!preview) return PrintError(preview.error());
  std::vector<Row> rows;
  std::optional<Firing> next = preview->Next();
  for (; next && rows.size() < options.limit; next = preview->Next()) {
    rows.push_back(RowOf(loaded->factory, *std::move(next)));
  }
  std::vector<model::Finding> findings = preview->findings();
  for (const model::Finding& one : loaded->findings) {
    if (one.severity == model::Severity::kError) findings.push_back(one);
  }
  bool failed = model::HasErrors(findings);
  for (const Row& row : rows) {
    for (const Start& start : row.starts) failed = failed || !start.error.empty();
  }
  if (options.json) {
    Json firings = Json::Array();
    for (const Row& row : rows) firings.Append(ToJson(row));
    Json problems = Json::Array();
    for (const model::Finding& one : findings) problems.Append(one.ToJson());
    std::cout << PrettyJson(Json::Object({{"from", schedule::TriggerTimeText(span->from)},
                                          {"to", schedule::TriggerTimeText(span->to)},
                                          {"firings", std::move(firings)},
                                          {"more", next.has_value()},
                                          {"otherTriggers", OthersJson(*preview)},
                                          {"problems", std::move(problems)}}),
                            2)
              << "\n";
  } else {
    PrintText(rows, *preview, next.has_value(), options);
  }
  for (const model::Finding& one : findings) std::cerr << one.ToString() << "\n";
  return failed ? 1 : 0;
}

}  // namespace

std::function<int()> DeclareSchedule(CLI::App& app, const Program& /*program*/) {
  auto options = std::make_shared<Options>();
  app.add_option("PATH", options->path, "Factory folder or ARM template")->required();
  app.add_option("--from", options->from, "First moment, UTC unless it says otherwise (now)");
  app.add_option("--to", options->to, "The moment before which to stop (a day later)");
  app.add_option("--trigger", options->trigger, "Only this trigger");
  app.add_option("--limit", options->limit, "Firings to show")
      ->capture_default_str()
      ->check(CLI::Range(1, 1'000'000));
  app.add_flag("--json", options->json, "Print JSON");
  app.footer(
      "What the triggers of a factory would start, and when: schedules and tumbling windows, with\n"
      "their parameters evaluated and the pipelines that follow. Stopped triggers are shown too;\n"
      "windows count as if those before them had run. Exit status 1 if a trigger cannot be read "
      "or\n"
      "a parameter cannot be evaluated.\n"
      "Examples:\n"
      "  weir schedule my-factory\n"
      "  weir schedule my-factory --from 2026-03-28 --to 2026-03-31 --trigger Nightly\n"
      "  weir schedule my-factory --to 2027-01-01 --limit 10000 --json\n");
  return [options] { return ShowSchedule(*options); };
}

}  // namespace weir::cli
