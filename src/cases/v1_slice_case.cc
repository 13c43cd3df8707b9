#include "cases/v1_slice_case.h"

namespace weir::cases {

Json V1Text(UtcTime time) {
  return FormatUtc(time).substr(0, 19) + "Z";
}

Json V1Span(const Interval& span) {
  return Json::Array({V1Text(span.start), V1Text(span.end)});
}

UtcTime V1TimeOf(const Json& text) {
  const Result<UtcTime> time = ParseUtc(text.as_string());
  return time ? *time : UtcTime();
}

Interval V1IntervalOf(const Json& pair) {
  return {V1TimeOf(pair[0]), V1TimeOf(pair[1])};
}

model::V1Dataset V1DatasetOf(const Json& availability, const Json& policy) {
  Json properties = Json::Object({{"availability", availability}});
  if (!policy.is_null()) properties.Set("policy", policy);
  std::vector<model::Finding> findings;
  return model::ReadV1Dataset(
      Json::Object({{"name", kV1Output}, {"properties", std::move(properties)}}), {}, &findings);
}

SliceCalendar V1CalendarOf(const Json& availability) {
  return SliceCalendar(V1DatasetOf(availability).availability.value_or(model::V1Availability()));
}

V1ReadPipeline V1PipelineOf(const Json& given) {
  Json activity = Json::Object({{"name", "A"},
                                {"type", "Copy"},
                                {"outputs", Json::Array({Json::Object({{"name", kV1Output}})})}});
  if (given["policy"].is_object()) activity.Set("policy", given["policy"]);
  Json properties = Json::Object({{"activities", Json::Array({std::move(activity)})}});
  for (const char* name : {"start", "end"}) {
    if (given["activePeriod"].is_object()) properties.Set(name, given["activePeriod"][name]);
  }
  V1ReadPipeline read;
  read.pipeline = model::ReadV1Pipeline(
      Json::Object({{"name", "P"}, {"properties", std::move(properties)}}), {}, &read.findings);
  return read;
}

SliceActivity V1ActivityOf(const Json& given) {
  const V1ReadPipeline read = V1PipelineOf(given);
  SliceActivity activity;
  activity.pipeline = "P";
  activity.name = "A";
  activity.outputs = {kV1Output};
  activity.calendar = V1CalendarOf(given["availability"]);
  if (!read.pipeline.activities.empty()) activity.policy = read.pipeline.activities[0].policy;
  if (read.pipeline.start && read.pipeline.end) {
    activity.active = Interval{*read.pipeline.start, *read.pipeline.end};
  }
  if (given["slice"].is_array()) activity.active = V1IntervalOf(given["slice"]);
  activity.paused = given["isPaused"].as_bool();
  return activity;
}

Verdict CompareAskedV1(const Json& want, const Json& all) {
  Json got = Json::Object();
  for (const Json::Member& one : want.members()) got.Set(one.name, all[one.name]);
  return Compare(want, got);
}

V1Played::V1Played(SliceActivity activity, bool validated) {
  SliceDataset output{kV1Output, activity.calendar};
  output.validated = validated;
  book.Put(std::move(output));
  for (const schedule::SliceInput& input : activity.inputs) {
    book.Put(SliceDataset{input.dataset, activity.calendar});
  }
  (void)book.Put(std::move(activity));
}

void V1Played::Take(SliceChanges changes) {
  for (schedule::StartSlice& start : changes.starts) starts.push_back(std::move(start));
  for (schedule::CheckSlice& check : changes.checks) checks.push_back(std::move(check));
}

void V1Played::End(SliceOutcome outcome, UtcTime now) {
  Take(book.RunEnded(kV1Output, starts.back().number, outcome, now));
}

SliceView V1Played::At(const Interval& slice, UtcTime now) const {
  const auto views = book.View(kV1Output, slice, now);
  return views && !views->empty() ? views->front() : SliceView{};
}

void V1Played::RunAll(UtcTime now) {
  Take(book.Tick(now));
  for (size_t next = 0; next < starts.size(); ++next) {
    Take(book.RunEnded(kV1Output, starts[next].number, SliceOutcome::kSucceeded, now));
  }
}

Json V1StateJson(const SliceView& view) {
  Json json = Json::Object({{"state", std::string(SliceStateName(view.status.state))}});
  json.Set("substate", std::string(SliceSubstateName(view.status.substate)));
  return json;
}

Json V1WaitingJson(const std::vector<SliceView>& views, bool with_state) {
  Json all = Json::Array();
  for (const SliceView& view : views) {
    if (view.status.state != SliceState::kWaiting) continue;
    Json one = Json::Object({{"slice", V1Text(view.slice.start)}});
    const Json state = V1StateJson(view);
    if (with_state) one.Set("state", state["state"]);
    one.Set("substate", state["substate"]);
    all.Append(std::move(one));
  }
  return all;
}

}  // namespace weir::cases
