// Slices of version 1: the areas `v1-slices`, `v1-due`, `v1-order` and `v1-dependency`.
#include <algorithm>

#include "cases/v1_slice_case.h"
#include "expr/v1/expression.h"
#include "model/v1/time_span.h"

namespace weir::cases {
namespace {

Json SlicesJson(const std::vector<Interval>& slices) {
  Json all = Json::Array();
  for (const Interval& slice : slices) all.Append(V1Span(slice));
  Json json = Json::Object({{"count", slices.size()}, {"slices", std::move(all)}});
  if (slices.empty()) return json;
  json.Set("first", V1Span(slices.front()));
  json.Set("last", V1Span(slices.back()));
  return json;
}

Verdict CheckEligible(const Json& one, const SliceActivity& activity, UtcTime now) {
  V1Played played(activity);
  played.RunAll(now);
  if (played.starts.empty()) return Compare(one["expect"], Json::Object());
  Interval rest = *activity.active;
  rest.end = now + std::chrono::hours(1);
  const auto views = played.book.View(kV1Output, rest, now);
  const Json waiting = views ? V1WaitingJson(*views, true) : Json();
  return CompareAskedV1(one["expect"],
                        Json::Object({{"eligibleCount", played.starts.size()},
                                      {"firstEligible", V1Text(played.starts.front().slice.start)},
                                      {"lastEligible", V1Text(played.starts.back().slice.start)},
                                      {"waiting", waiting}}));
}

/// The input's calendar may be another than the output's; the period comes from its expressions.
Json DependencyOf(const Json& input, const Interval& slice) {
  const SliceCalendar calendar = V1CalendarOf(input["availability"]);
  expr::V1Variables variables;
  variables.Set("SliceStart", slice.start);
  variables.Set("SliceEnd", slice.end);
  Interval period = slice;
  const auto read = [&](const char* name, UtcTime* time) {
    if (input[name].is_null()) return;
    const auto expression = expr::V1Expression::Parse(input[name]);
    const auto value = expression ? expression->EvaluateDate(variables)
                                  : Result<UtcTime>(Error(expression.error()));
    if (value) *time = *value;
  };
  read("startTime", &period.start);
  read("endTime", &period.end);
  if (const auto length = model::ParseV1TimeSpan(input["length"].as_string()); length) {
    period.end = period.start + *length;
  }
  const schedule::RangeSet::Range range = calendar.Overlapping(period);
  std::vector<Interval> slices;
  for (int64_t number = range.first; number <= range.second; ++number) {
    slices.push_back(calendar.SliceAt(number));
  }
  Json json = SlicesJson(slices);
  json.Set("dependencyPeriod", V1Span(period));
  json.Set("match", "containing");
  return json;
}

}  // namespace

Verdict CheckV1Slices(const Json& one) {
  const SliceActivity activity = V1ActivityOf(one["given"]);
  V1Played played(activity);
  std::vector<Interval> slices;
  if (activity.active) {
    const auto views = played.book.View(kV1Output, *activity.active, activity.active->start);
    if (!views) return Unexpected(one["expect"], views.error());
    for (const SliceView& view : *views) slices.push_back(view.slice);
  }
  Json got = SlicesJson(slices);
  got.Set("pipelineState", activity.active ? "Running" : "Inactive");
  return CompareAskedV1(one["expect"], got);
}

Verdict CheckV1Due(const Json& one) {
  const Json& given = one["given"];
  const SliceActivity activity = V1ActivityOf(given);
  const UtcTime now = V1TimeOf(given["now"]);
  if (one["expect"].Find("eligibleCount") != nullptr) return CheckEligible(one, activity, now);
  V1Played played(activity);
  Json got = Json::Object();
  if (one["expect"].Find("state") != nullptr) {
    played.Take(played.book.Tick(now));
    got = V1StateJson(played.At(*activity.active, now));
  }
  if (const auto next = V1Played(activity).book.NextTime()) got.Set("dueAt", V1Text(*next));
  return CompareAskedV1(one["expect"], got);
}

Verdict CheckV1Order(const Json& one) {
  const Json& given = one["given"];
  if (one["expect"].Find("valid") != nullptr) {
    return Compare(one["expect"], Json::Object({{"valid", V1PipelineOf(given).findings.empty()}}));
  }
  std::vector<std::string> pending;
  for (const Json& time : given["pending"].items()) pending.push_back(time.as_string());
  std::sort(pending.begin(), pending.end());
  SliceActivity activity = V1ActivityOf(given);
  activity.active =
      Interval{V1TimeOf(pending.front()), V1TimeOf(pending.back()) + std::chrono::hours(1)};
  V1Played played(activity);
  const UtcTime now = activity.active->end;
  played.Take(played.book.Tick(now));
  Json together = Json::Array();
  for (const schedule::StartSlice& start : played.starts)
    together.Append(V1Text(start.slice.start));
  const auto views = played.book.View(kV1Output, *activity.active, now);
  const Json waiting = V1WaitingJson(*views, false);
  played.RunAll(now);
  Json order = Json::Array();
  for (const schedule::StartSlice& start : played.starts) order.Append(V1Text(start.slice.start));
  return CompareAskedV1(one["expect"], Json::Object({{"startedTogether", std::move(together)},
                                                     {"waiting", waiting},
                                                     {"order", std::move(order)}}));
}

Verdict CheckV1Dependency(const Json& one) {
  const Interval slice = V1IntervalOf(one["given"]["outputSlice"]);
  Json got = Json::Object();
  for (const Json& input : one["given"]["inputs"].items()) {
    const std::string& name = input["name"].as_string();
    const Json all = DependencyOf(input, slice);
    Json asked = Json::Object();
    for (const Json::Member& want : one["expect"][name].members()) {
      asked.Set(want.name, all[want.name]);
    }
    got.Set(name, std::move(asked));
  }
  return Compare(one["expect"], got);
}

}  // namespace weir::cases
