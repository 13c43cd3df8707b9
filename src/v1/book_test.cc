#include "v1/book.h"

#include <gtest/gtest.h>

#include <deque>

#include "model/v1/read.h"
#include "testing/json_cases.h"

namespace weir::v1 {
namespace {

UtcTime At(const Json& text) {
  const Result<UtcTime> time = ParseUtc(text.as_string());
  EXPECT_TRUE(time.ok()) << text.as_string();
  return time ? *time : UtcTime{};
}

std::string TimeOf(UtcTime time) {
  return FormatUtc(time).substr(0, 19);
}

model::V1Factory FactoryOf(const Json& one) {
  model::V1Factory factory;
  std::vector<model::Finding> findings;
  for (const Json::Member& member : one["datasets"].members()) {
    factory.Put(model::ReadV1Dataset(member.value, {member.name, ""}, &findings));
  }
  for (const Json::Member& member : one["pipelines"].members()) {
    factory.Put(model::ReadV1Pipeline(member.value, {member.name, ""}, &findings));
  }
  return factory;
}

/// Makes every slice that can be made at one moment; data is there, but for datasets in `absent`.
class Player {
 public:
  Player(schedule::SliceBook& book, UtcTime now, const Json& absent)
      : book_(book), now_(now), absent_(absent) {}

  /// What ran, in order: "A 2016-07-12T00:00:00", "look for In 2016-07-12T00:00:00".
  Json Play() {
    Take(book_.Tick(now_));
    while (!open_.empty()) {
      const schedule::SliceChanges changes = std::move(open_.front());
      open_.pop_front();
      for (const schedule::StartSlice& start : changes.starts) {
        ran_.Append(start.activity + " " + TimeOf(start.slice.start));
        Take(book_.RunEnded(start.output, start.number, schedule::SliceOutcome::kSucceeded, now_));
      }
      for (const schedule::CheckSlice& check : changes.checks) {
        ran_.Append("look for " + check.dataset + " " + TimeOf(check.slice.start));
        const bool there = absent_.Find(check.dataset) == nullptr;
        Take(book_.Checked(check.dataset, check.number, there, false, now_));
      }
    }
    return ran_;
  }

 private:
  void Take(schedule::SliceChanges changes) { open_.push_back(std::move(changes)); }

  schedule::SliceBook& book_;
  const UtcTime now_;
  const Json& absent_;
  std::deque<schedule::SliceChanges> open_;
  Json ran_ = Json::Array();
};

/// {datasets, pipelines: {name: properties}; now; within: [from, to]?; absent: {dataset: true}?;
/// ran: […], slices: {dataset: ["start end State Substate"]}, in `seen` ([from, to]) | error}.
void CheckBook(const Json& one) {
  const model::V1Factory factory = FactoryOf(one);
  std::optional<schedule::Interval> within;
  if (one["within"].is_array()) within = {At(one["within"][size_t{0}]), At(one["within"][1])};
  const UtcTime now = At(one["now"]);
  Result<schedule::SliceBook> book = MakeBook(factory, within, now);
  if (!one["error"].is_null()) {
    ASSERT_FALSE(book.ok());
    EXPECT_EQ(book.error().code() + ": " + book.error().message(), one["error"].as_string());
    return;
  }
  ASSERT_TRUE(book.ok()) << book.error().ToString();
  EXPECT_EQ(PrettyJson(Player(*book, now, one["absent"]).Play()), PrettyJson(one["ran"]));
  const schedule::Interval seen = {At(one["seen"][size_t{0}]), At(one["seen"][1])};
  for (const Json::Member& dataset : one["slices"].members()) {
    const auto views = book->View(dataset.name, seen, now);
    ASSERT_TRUE(views.ok()) << views.error().ToString();
    Json got = Json::Array();
    for (const schedule::SliceView& view : *views) {
      const std::string_view substate = SliceSubstateName(view.status.substate);
      got.Append(TimeOf(view.slice.start) + " " + TimeOf(view.slice.end) + " " +
                 std::string(SliceStateName(view.status.state)) + (substate.empty() ? "" : " ") +
                 std::string(substate));
    }
    EXPECT_EQ(PrettyJson(got), PrettyJson(dataset.value)) << dataset.name;
  }
}

/// {dataset: properties, output, missing: what is said, empty if all is there}.
void CheckShortfall(const Json& one) {
  std::vector<model::Finding> findings;
  const model::V1Dataset dataset = model::ReadV1Dataset(one["dataset"], {"In", ""}, &findings);
  EXPECT_EQ(Shortfall(dataset, one["output"]), one["missing"].as_string());
}

const bool registered =
    testing::RegisterCases("v1_book", "src/v1/cases/book.json", CheckBook) &&
    testing::RegisterCases("v1_shortfall", "src/v1/cases/shortfall.json", CheckShortfall);

}  // namespace
}  // namespace weir::v1
