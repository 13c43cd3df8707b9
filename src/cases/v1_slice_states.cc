// Slices of version 1: the areas `v1-readiness`, `v1-external` and `v1-state`.
#include "cases/v1_slice_case.h"

namespace weir::cases {
namespace {

const Json kHour = Json::Array({"2016-07-12T09:00:00Z", "2016-07-12T10:00:00Z"});

/// Inputs "A" with a state each; does the output of the same hour run?
Verdict CheckInputs(const Json& one) {
  const Json& given = one["given"];
  SliceActivity activity = V1ActivityOf(
      Json::Object({{"slice", Json::Array({"2016-07-12T09:00:00Z", "2016-07-12T10:00:00Z"})}}));
  for (const Json::Member& input : given["states"].members()) {
    activity.inputs.push_back({input.name});
  }
  const Interval slice = *activity.active;
  V1Played played(activity);
  for (const Json::Member& input : given["states"].members()) {
    if (input.value.as_string() != "Ready") continue;
    (void)played.book.SetStatus(input.name, slice, SliceState::kReady, SliceBook::Reach::kDataset,
                                slice.end);
  }
  played.Take(played.book.Tick(slice.end));
  return CompareAskedV1(one["expect"],
                        Json::Object({{"runs", !played.starts.empty()},
                                      {"copiesFromWhenReady", activity.inputs.front().dataset}}));
}

/// A daily output of an hourly input some slices of which are Ready.
Verdict CheckCount(const Json& one) {
  const Json& given = one["given"];
  SliceActivity activity = V1ActivityOf(
      Json::Object({{"availability", Json::Object({{"frequency", "Day"}, {"interval", 1}})},
                    {"slice", given["outputSlice"]}}));
  SliceBook book;
  book.Put(SliceDataset{kV1Output, activity.calendar});
  book.Put(
      SliceDataset{"In", V1CalendarOf(Json::Object({{"frequency", "Hour"}, {"interval", 1}}))});
  activity.inputs = {{"In"}};
  if (!book.Put(activity)) return Compare(one["expect"], {});
  const Interval slice = *activity.active;
  const Interval ready = {slice.start,
                          slice.start + std::chrono::hours(given["inputStates"]["Ready"].as_int())};
  const UtcTime now = V1TimeOf(given["now"]);
  (void)book.SetStatus("In", ready, SliceState::kReady, SliceBook::Reach::kDataset, now);
  const bool runs = !book.Tick(now).starts.empty();
  const auto views = book.View(kV1Output, slice, now);
  Json got = views && !views->empty() ? V1StateJson(views->front()) : Json::Object();
  got.Set("runs", runs);
  return CompareAskedV1(one["expect"], got);
}

/// What depends on a dataset whose slices have the states given.
Verdict CheckChain(const Json& one) {
  const Json& states = one["given"]["dataset2States"];
  const UtcTime now = V1TimeOf(one["given"]["now"]);
  const UtcTime first = V1TimeOf(states.members().front().name);
  const UtcTime last = V1TimeOf(states.members().back().name) + std::chrono::hours(1);
  SliceActivity activity = V1ActivityOf(Json::Object());
  activity.active = Interval{first, last};
  activity.inputs = {{"Dataset2"}};
  V1Played played(activity);
  for (const Json::Member& slice : states.members()) {
    const UtcTime start = V1TimeOf(slice.name);
    (void)played.book.SetStatus(
        "Dataset2", {start, start + std::chrono::hours(1)},
        schedule::SliceStateOf(slice.value.as_string()).value_or(SliceState::kWaiting),
        SliceBook::Reach::kDataset, now);
  }
  played.RunAll(now);
  Json runs = Json::Array();
  for (const schedule::StartSlice& start : played.starts) runs.Append(V1Text(start.slice.start));
  const auto views = played.book.View(kV1Output, *activity.active, now);
  return CompareAskedV1(one["expect"],
                        Json::Object({{"finalRuns", std::move(runs)},
                                      {"finalBlocked", V1WaitingJson(*views, true)}}));
}

Verdict CheckAttempts(const Json& one) {
  const Json& given = one["given"];
  V1Played played(V1ActivityOf(Json::Object({{"policy", given["policy"]}, {"slice", kHour}})));
  const Interval slice = V1IntervalOf(kHour);
  UtcTime now = slice.end;
  played.Take(played.book.Tick(now));
  Json statuses = Json::Array();
  std::chrono::seconds pause{0};
  const auto& attempts = given["attempts"];
  const int64_t rounds_of = given["policy"]["retry"].as_int();
  for (size_t at = 0; at < played.starts.size() && at < 100; ++at) {
    const bool fails = attempts.is_null() || attempts[at].as_string() == "fails";
    played.End(fails ? SliceOutcome::kFailed : SliceOutcome::kSucceeded, now);
    const bool more = played.starts.size() > at + 1;
    const auto next = played.book.NextTime();
    if (!more && next) {
      pause = std::chrono::duration_cast<std::chrono::seconds>(*next - now);
      now = *next;
      played.Take(played.book.Tick(now));
      statuses.Append("LongRetry");
    } else {
      statuses.Append(more ? "Retry" : "Failed");
    }
  }
  const SliceView view = played.At(slice, now);
  return CompareAskedV1(one["expect"],
                        Json::Object({{"attempts", played.starts.size()},
                                      {"statusAfterAttempts", std::move(statuses)},
                                      {"pauseBeforeAttempt" + std::to_string(rounds_of + 1),
                                       pause == std::chrono::hours(1) ? Json("01:00:00") : Json()},
                                      {"final", std::string(SliceStateName(view.status.state))}}));
}

Verdict CheckValidation(const Json& one) {
  const Json& given = one["given"];
  V1Played played(V1ActivityOf(Json::Object({{"slice", kHour}})), true);
  const Interval slice = V1IntervalOf(kHour);
  played.Take(played.book.Tick(slice.end));
  played.End(SliceOutcome::kSucceeded, slice.end);
  const model::V1Dataset dataset = V1DatasetOf({}, given["policy"]);
  const bool there =
      given["producedMB"].as_double() >= dataset.validation.minimum_size_mb.value_or(0);
  played.Take(played.book.Checked(kV1Output, played.starts.back().number, there, false, slice.end));
  return CompareAskedV1(one["expect"], V1StateJson(played.At(slice, slice.end)));
}

Verdict CheckReset(const Json& one) {
  V1Played played(V1ActivityOf(Json::Object({{"slice", kHour}, {"isPaused", true}})));
  const Interval slice = V1IntervalOf(kHour);
  for (const char* name : {"from", "setStatus"}) {
    const auto state = schedule::SliceStateOf(one["given"][name].as_string());
    if (!state) return Compare(one["expect"], {});
    const auto set =
        played.book.SetStatus(kV1Output, slice, *state, SliceBook::Reach::kDataset, slice.end);
    if (!set) return Unexpected(one["expect"], set.error());
  }
  return CompareAskedV1(one["expect"], V1StateJson(played.At(slice, slice.end)));
}

Verdict CheckReach(const Json& one) {
  const Json& given = one["given"];
  SliceBook book;
  for (const Json::Member& activity : given["pipeline"].members()) {
    for (const Json& name : activity.value.items())
      book.Put(SliceDataset{name.as_string(), SliceCalendar()});
  }
  for (const Json::Member& one_of : given["pipeline"].members()) {
    SliceActivity activity = V1ActivityOf(Json::Object());
    activity.name = one_of.name;
    activity.inputs = {{one_of.value[0].as_string()}};
    activity.outputs = {one_of.value[1].as_string()};
    if (!book.Put(std::move(activity))) return Compare(one["expect"], {});
  }
  const bool upstream = given["setStatus"]["updateType"].as_string() == "UpstreamInPipeline";
  Json reset = Json::Array();
  for (std::string& name : book.Reached(
           given["setStatus"]["dataset"].as_string(),
           upstream ? SliceBook::Reach::kUpstreamInPipeline : SliceBook::Reach::kDataset)) {
    reset.Append(std::move(name));
  }
  return CompareAskedV1(one["expect"], Json::Object({{"reset", std::move(reset)}}));
}

Verdict CheckPause(const Json& one) {
  SliceActivity activity = V1ActivityOf(Json::Object());
  activity.active = Interval{V1TimeOf("2016-07-12T09:00:00Z"), V1TimeOf("2016-07-12T11:00:00Z")};
  V1Played played(activity);
  const UtcTime now = activity.active->end;
  played.Take(played.book.Tick(now));
  const size_t begun = played.starts.size();
  if (auto paused = played.book.Pause("P", true, now)) played.Take(*std::move(paused));
  played.End(SliceOutcome::kSucceeded, now);
  const auto views = played.book.View(kV1Output, *activity.active, now);
  const bool finishes =
      begun == 1 && played.starts.size() == 1 && views->front().status.state == SliceState::kReady;
  return CompareAskedV1(one["expect"],
                        Json::Object({{"2016-07-12T09:00:00Z", finishes ? "finishes" : "goes on"},
                                      {"2016-07-12T10:00:00Z", V1StateJson(views->back())}}));
}

Verdict CheckCanceled(const Json& one) {
  V1Played played(V1ActivityOf(Json::Object({{"slice", kHour}})));
  const Interval slice = V1IntervalOf(kHour);
  played.Take(played.book.Tick(slice.end));
  played.End(SliceOutcome::kCanceled, slice.end);
  return CompareAskedV1(one["expect"], V1StateJson(played.At(slice, slice.end)));
}

}  // namespace

Verdict CheckV1Readiness(const Json& one) {
  const Json& given = one["given"];
  if (given.Find("inputStates") != nullptr) return CheckCount(one);
  if (given.Find("dataset2States") != nullptr) return CheckChain(one);
  if (given.Find("states") != nullptr) return CheckInputs(one);
  // What is upstream is not Ready, whatever else it is.
  SliceActivity activity = V1ActivityOf(Json::Object({{"slice", kHour}}));
  activity.inputs = {{"In"}};
  V1Played played(activity);
  const Interval slice = V1IntervalOf(kHour);
  const auto state = schedule::SliceStateOf(given["upstreamSlice"]["state"].as_string());
  (void)played.book.SetStatus("In", slice, state.value_or(SliceState::kWaiting),
                              SliceBook::Reach::kDataset, slice.end);
  played.Take(played.book.Tick(slice.end));
  return Compare(one["expect"], Json::Object({{"downstreamRuns", !played.starts.empty()}}));
}

Verdict CheckV1External(const Json& one) {
  const Json& given = one["given"];
  const model::V1Dataset dataset =
      V1DatasetOf({}, Json::Object({{"externalData", given["externalData"]}}));
  const model::V1ExternalPolicy& policy = dataset.external_policy;
  const auto span = [](std::chrono::seconds time) {
    return FormatUtc(UtcTime(time)).substr(11, 8);
  };
  Json got = Json::Object({{"dataDelay", span(policy.data_delay)},
                           {"retryInterval", span(policy.retry_interval)},
                           {"retryTimeout", span(policy.retry_timeout)},
                           {"maximumRetry", policy.maximum_retry}});
  if (!given["slice"].is_array()) return CompareAskedV1(one["expect"], got);
  const Interval slice = V1IntervalOf(given["slice"]);
  SliceActivity activity = V1ActivityOf(given);
  activity.inputs = {{"In"}};
  SliceBook book;
  book.Put(SliceDataset{kV1Output, activity.calendar});
  book.Put(SliceDataset{"In", activity.calendar, true, policy});
  if (!book.Put(activity)) return Compare(one["expect"], {});
  const bool checked = given.Find("checkFinishedAt") != nullptr;
  const UtcTime now = V1TimeOf(checked ? given["checkFinishedAt"] : given["now"]);
  SliceChanges changes = book.Tick(now);
  if (const auto next = book.NextTime()) got.Set("firstCheckAt", V1Text(*next));
  if (checked) {
    const int64_t number = activity.calendar.NumberAt(slice.start);
    changes = book.Checked("In", number, false, false, now);
    const auto next = book.NextTime();
    if (!changes.checks.empty()) got.Set("nextCheckAt", V1Text(now));
    if (changes.checks.empty() && next) got.Set("nextCheckAt", V1Text(*next));
  }
  return CompareAskedV1(one["expect"], got);
}

Verdict CheckV1State(const Json& one) {
  const Json& given = one["given"];
  if (given.Find("everyAttempt") != nullptr || given.Find("attempts") != nullptr) {
    return CheckAttempts(one);
  }
  if (given.Find("runDuration") != nullptr) {
    const V1ReadPipeline read = V1PipelineOf(given);
    return Compare(
        one["expect"],
        Json::Object({{"cancelled", read.pipeline.activities[0].policy.timeout.count() != 0}}));
  }
  if (given.Find("producedMB") != nullptr) return CheckValidation(one);
  if (given.Find("from") != nullptr) return CheckReset(one);
  if (given.Find("pipeline") != nullptr) return CheckReach(one);
  if (given["event"].as_string() == "cancel") return CheckCanceled(one);
  return CheckPause(one);
}

}  // namespace weir::cases
