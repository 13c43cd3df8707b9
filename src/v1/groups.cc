#include "v1/groups.h"

namespace weir::v1 {
namespace {

using model::V1Activity;
using model::V1Availability;
using model::V1Factory;
using model::V1Pipeline;

std::optional<V1Availability> CalendarOf(const V1Factory& factory, const V1Pipeline& pipeline,
                                         const V1Activity& activity) {
  if (!activity.outputs.empty()) {
    const model::V1Dataset* output = factory.FindDataset(pipeline, activity.outputs[0].dataset);
    if (output != nullptr && output->availability) return output->availability;
  }
  return activity.scheduler;
}

/// True if the activity reads what its pipeline makes, in another period than its own.
bool ReadsOtherPeriod(const V1Factory& factory, const V1Pipeline& pipeline,
                      const V1Activity& activity) {
  for (const model::V1Input& input : activity.inputs) {
    if (!input.has_period()) continue;
    const model::V1Dataset* dataset = factory.FindDataset(pipeline, input.dataset);
    if (dataset == nullptr) continue;
    for (const model::V1Producer& one : factory.ProducersOf(*dataset)) {
      if (one.pipeline == &pipeline) return true;
    }
  }
  return false;
}

}  // namespace

std::vector<Group> GroupsOf(const V1Factory& factory, const V1Pipeline& pipeline) {
  Group whole{pipeline.name, &pipeline, {}, std::nullopt};
  bool together = true;
  for (const V1Activity& activity : pipeline.activities) {
    const std::optional<V1Availability> calendar = CalendarOf(factory, pipeline, activity);
    if (!whole.calendar) whole.calendar = calendar;
    if (calendar && !SameCalendar(*whole.calendar, *calendar)) together = false;
    if (ReadsOtherPeriod(factory, pipeline, activity)) together = false;
    whole.activities.push_back(&activity);
  }
  if (together || pipeline.one_time || pipeline.activities.size() < 2) return {whole};
  std::vector<Group> groups;
  for (const V1Activity& activity : pipeline.activities) {
    groups.push_back({pipeline.name + "_" + activity.name,
                      &pipeline,
                      {&activity},
                      CalendarOf(factory, pipeline, activity)});
  }
  return groups;
}

}  // namespace weir::v1
