#include "cli/slice_runner.h"

#include <filesystem>
#include <iostream>

#include "base/ids.h"
#include "base/names.h"
#include "check/v1/validate.h"
#include "cli/findings.h"
#include "cli/slice_grid.h"
#include "cli/terminal.h"
#include "model/json_file.h"
#include "model/v1/load.h"
#include "v1/book.h"
#include "v1/lower.h"

namespace weir::cli {
namespace {

using schedule::SliceOutcome;
using schedule::SliceState;
using schedule::SliceSubstate;
using schedule::SliceView;

/// How deep a chain of slices that wait for each other is followed.
constexpr int kCausesMax = 20;

SliceOutcome OutcomeOf(const store::RunRecord& run) {
  if (run.status == "Succeeded") return SliceOutcome::kSucceeded;
  if (run.status == "Cancelled") return SliceOutcome::kCanceled;
  const bool timed_out = run.result["error"]["errorCode"].as_string() == "ActivityTimeout";
  return timed_out ? SliceOutcome::kTimedOut : SliceOutcome::kFailed;
}

v1::SliceRewriter RewriterOf(const schedule::Interval& slice) {
  return v1::SliceRewriter(expr::V1Variables::OfSlice(slice.start, slice.end));
}

std::string SpanText(const std::string& dataset, const schedule::Interval& slice) {
  return dataset + "  " + SliceTime(slice.start) + " – " + SliceTime(slice.end);
}

}  // namespace

Result<LocalV1Factory> LoadLocalV1Factory(const std::string& path, const std::string& local,
                                          const std::string& config) {
  WEIR_ASSIGN(model::LoadedV1 loaded, model::LoadV1Factory(path, {{}, config}));
  LocalV1Factory result;
  result.origin.folder = std::filesystem::absolute(path).lexically_normal().string();
  WEIR_ASSIGN(result.origin.local, FindLocal(path, local));
  for (model::Finding& finding : check::ValidateV1(loaded.factory, false)) {
    loaded.findings.push_back(std::move(finding));
  }
  size_t errors = 0;
  for (const model::Finding& finding : loaded.findings) {
    if (finding.severity != model::Severity::kError) continue;
    ++errors;
    std::cerr << finding.ToString() << "\n";
  }
  if (errors > 0) {
    return Fail(ErrorKind::kInvalid, "InvalidFactory",
                "the factory has " + std::to_string(errors) + (errors == 1 ? " error" : " errors") +
                    "; nothing was run")
        .At(path);
  }
  if (!result.origin.local.empty()) {
    const std::filesystem::path file(result.origin.local);
    WEIR_ASSIGN(Json json, model::ReadJsonFile(result.origin.local));
    result.local = {std::move(json), file.parent_path().string(), file.filename().string()};
  }
  result.factory = std::move(loaded.factory);
  return result;
}

int SliceRunner::Run() {
  Result<schedule::SliceBook> book = v1::MakeBook(factory_.factory, options_.period, now_);
  if (!book) return PrintError(book.error());
  book_ = *std::move(book);
  for (const model::V1Dataset* dataset : factory_.factory.datasets()) {
    const auto few = book_.View(dataset->name, options_.period, now_);
    if (!few && !dataset->external) return PrintError(few.error());
  }
  Take(book_.Tick(now_));
  do {
    while (WaitForOne()) CancelIfAsked();
  } while (SkipAhead());
  return Report();
}

void SliceRunner::RunChanged(const store::RunRecord& run) {
  if (!run.end) return;
  const std::lock_guard lock(mutex_);
  ended_.push_back(run);
  wake_.notify_one();
}

void SliceRunner::Take(schedule::SliceChanges changes) {
  failures_.push_back(std::move(changes));
  while (!failures_.empty()) {
    const schedule::SliceChanges next = std::move(failures_.front());
    failures_.pop_front();
    for (const schedule::StartSlice& start : next.starts) Begin(start);
    for (const schedule::CheckSlice& check : next.checks) Begin(check);
  }
}

void SliceRunner::Begin(const schedule::StartSlice& start) {
  const model::V1Pipeline* pipeline = factory_.factory.FindPipeline(start.pipeline);
  const model::V1Activity* activity =
      pipeline == nullptr ? nullptr : pipeline->FindActivity(start.activity);
  if (activity == nullptr) return;
  Begin({start.output, start.number, start.slice, false, start.attempt},
        v1::LowerSlice(factory_.factory, *pipeline, *activity, RewriterOf(start.slice)));
}

void SliceRunner::Begin(const schedule::CheckSlice& check) {
  const model::V1Dataset* dataset = factory_.factory.FindDataset(check.dataset);
  if (dataset == nullptr) return;
  Begin({dataset->name, check.number, check.slice, true, 0},
        v1::LowerCheck(factory_.factory, *dataset, RewriterOf(check.slice)));
}

void SliceRunner::Begin(Open open, Result<model::Factory> lowered) {
  if (!lowered) return Failed(open, lowered.error());
  auto factory = std::make_shared<model::Factory>(*std::move(lowered));
  std::vector<model::Finding> of_other_slices;  // Names of the file that this slice does not need.
  model::LocalSettings local;
  if (!factory_.local.document.is_null()) {
    local = model::ApplyLocal(factory_.local.document, factory_.local.folder, factory_.local.name,
                              factory.get(), &of_other_slices);
  }
  engine::RunRequest request;
  request.pipeline = factory->Names(model::ResourceKind::kPipeline).front();
  request.definitions = std::make_shared<engine::Definitions>(std::move(factory), std::move(local));
  request.trigger_type = "Slice";
  request.trigger_name = open.dataset + " " + FormatUtc(open.slice.start);
  request.factory = factory_.origin.ToText();
  request.run_id = NewGuid();
  const std::string run_id = request.run_id;
  open_[run_id] = open;
  const Result<std::string> taken = runner_.engine().Run(std::move(request));
  if (taken) return;
  open_.erase(run_id);
  Failed(open, taken.error());
}

/// It could not even begin.
void SliceRunner::Failed(const Open& open, const Error& error) {
  last_[{NameKey(open.dataset), open.number}] = {"", error.ToString()};
  Tell(open, "", Red(stderr, "failed") + "  " + error.ToString());
  failures_.push_back(open.check
                          ? book_.Checked(open.dataset, open.number, false, false, now_)
                          : book_.RunEnded(open.dataset, open.number, SliceOutcome::kFailed, now_));
}

void SliceRunner::Ended(const Open& open, const store::RunRecord& run) {
  Last& last = last_[{NameKey(open.dataset), open.number}];
  last = {run.run_id, run.message};
  Json output;
  const auto activities = runner_.session().store->Activities(run.run_id);
  if (activities && !activities->empty()) {
    if (Result<Json> json = ParseJson(activities->back().output)) output = *std::move(json);
  }
  const std::string time = FormatDuration(*run.end - run.start);
  if (open.check) {
    const model::V1Dataset* dataset = factory_.factory.FindDataset(open.dataset);
    if (last.error.empty()) last.error = v1::Shortfall(*dataset, output);
    const bool there = last.error.empty();
    Tell(open, run.run_id,
         there ? Green(stderr, "there") : Yellow(stderr, "not there") + "  " + last.error);
    const bool timed_out = OutcomeOf(run) == SliceOutcome::kTimedOut;
    return Take(book_.Checked(open.dataset, open.number, there, timed_out, now_));
  }
  const Json& rows = output["rowsCopied"];
  const std::string count = rows.is_int() ? "  " + FormatCount(rows.as_int()) + " rows" : "";
  Tell(open, run.run_id,
       StatusColor(stderr, run.status, run.status) + count + "  " + time +
           (run.message.empty() ? "" : "  " + run.message));
  Take(book_.RunEnded(open.dataset, open.number, OutcomeOf(run), now_));
}

void SliceRunner::Tell(const Open& open, const std::string& run_id, const std::string& outcome) {
  if (options_.quiet) return;
  std::cerr << SpanText(open.dataset, open.slice);
  if (open.check) std::cerr << "  look for data:";
  if (open.attempt > 1) std::cerr << "  attempt " << open.attempt << ":";
  std::cerr << "  " << outcome;
  if (!run_id.empty()) std::cerr << "  " << Dim(stderr, run_id.substr(0, 8));
  std::cerr << "\n";
}

/// Take the next run that is over. False if none is under way.
bool SliceRunner::WaitForOne() {
  if (open_.empty()) return false;
  store::RunRecord run;
  {
    std::unique_lock lock(mutex_);
    if (!wake_.wait_for(lock, std::chrono::milliseconds(100), [&] { return !ended_.empty(); })) {
      return true;
    }
    run = std::move(ended_.front());
    ended_.pop_front();
  }
  const auto open = open_.find(run.run_id);
  if (open == open_.end()) return true;
  const Open slice = open->second;
  open_.erase(open);
  Ended(slice, run);
  return true;
}

/// Nothing is under way: go on with what was not looked at, or let the pauses between attempts
/// pass. False if there are none.
bool SliceRunner::SkipAhead() {
  if (canceled_) return false;
  if (const std::optional<UtcTime> due = book_.NextTime(); due && *due <= now_) {
    Take(book_.Tick(now_));
    return true;
  }
  const std::optional<UtcTime> next = book_.NextTimer();
  if (!next) return false;
  now_ = std::max(now_, *next);
  Take(book_.Tick(now_));
  return true;
}

void SliceRunner::CancelIfAsked() {
  if (!Runner::Interrupted() || canceled_) return;
  canceled_ = true;
  std::cerr << "cancelling; press Ctrl-C again to stop at once\n";
  for (const model::V1Pipeline* pipeline : factory_.factory.pipelines()) {
    (void)book_.Pause(pipeline->name, true, now_);
  }
  for (const auto& [run_id, open] : open_) runner_.engine().Cancel(run_id);
}

std::vector<SliceView> SliceRunner::SlicesOf(const std::string& dataset) const {
  Result<std::vector<SliceView>> views = book_.View(dataset, options_.period, now_);
  return views ? *std::move(views) : std::vector<SliceView>();
}

/// What the slice waits for in the end, or why it failed.
std::string SliceRunner::CauseOf(const std::string& dataset, const SliceView& view) const {
  std::string name = dataset;
  SliceView at = view;
  std::string path;
  for (int depth = 0; depth < kCausesMax && !at.missing.empty(); ++depth) {
    name = at.missing;
    path +=
        (path.empty() ? "waits for " : ", which waits for ") + SpanText(name, *at.missing_slice);
    const auto next = book_.View(name, *at.missing_slice, now_);
    if (!next || next->empty()) break;
    at = next->front();
  }
  const auto last = last_.find({NameKey(name), at.number});
  const std::string error = last == last_.end() ? "" : last->second.error;
  if (path.empty()) return error;
  if (at.status.state == SliceState::kFailed) path += ", which failed";
  return path + (error.empty() ? "" : ": " + error);
}

Json SliceRunner::ToJson() const {
  Json all = Json::Array();
  for (const model::V1Dataset* dataset : factory_.factory.datasets()) {
    if (dataset->external) continue;
    for (const SliceView& view : SlicesOf(dataset->name)) {
      Json one = Json::Object({{"dataset", dataset->name},
                               {"start", FormatUtc(view.slice.start)},
                               {"end", FormatUtc(view.slice.end)},
                               {"state", std::string(SliceStateName(view.status.state))},
                               {"substate", std::string(SliceSubstateName(view.status.substate))},
                               {"attempts", view.status.attempts}});
      const auto last = last_.find({NameKey(dataset->name), view.number});
      if (last != last_.end()) one.Set("runId", last->second.run_id);
      const std::string cause =
          view.status.state == SliceState::kReady ? "" : CauseOf(dataset->name, view);
      if (!cause.empty()) one.Set("because", cause);
      all.Append(std::move(one));
    }
  }
  return Json::Object({{"slices", std::move(all)}});
}

int SliceRunner::Report() const {
  int64_t open = 0;
  int64_t total = 0;
  for (const model::V1Dataset* dataset : factory_.factory.datasets()) {
    const std::vector<SliceView> views = SlicesOf(dataset->name);
    if (dataset->external || views.empty()) continue;
    total += static_cast<int64_t>(views.size());
    std::string cause;
    for (const SliceView& view : views) {
      if (view.status.state == SliceState::kReady || view.status.state == SliceState::kSkipped) {
        continue;
      }
      ++open;
      if (cause.empty()) {
        cause = SliceTime(view.slice.start) + "  " + SliceStatusText(view.status) + "  " +
                CauseOf(dataset->name, view);
      }
    }
    if (options_.json) continue;
    std::cout << Bold(stdout, dataset->name) << "  " << views.size()
              << (views.size() == 1 ? " slice\n" : " slices\n") << std::flush;
    PrintSliceGrid(stdout, views);
    if (!cause.empty()) std::cout << "  first not ready: " << cause << "\n";
  }
  std::cout << std::flush;
  if (options_.json) {
    std::cout << PrettyJson(ToJson(), 2) << std::endl;
  } else if (total == 0) {
    std::cerr << "no slices from " << SliceTime(options_.period.start) << " to "
              << SliceTime(options_.period.end) << "\n";
  }
  return open == 0 && total > 0 ? 0 : 1;
}

}  // namespace weir::cli
