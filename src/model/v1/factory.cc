#include "model/v1/factory.h"

#include <algorithm>

#include "base/names.h"

namespace weir::model {
namespace {

template <typename T>
bool PutIn(std::map<std::string, T>* map, T value) {
  std::string key = NameKey(value.name);
  return map->insert_or_assign(std::move(key), std::move(value)).second;
}

template <typename T>
const T* FindIn(const std::map<std::string, T>& map, std::string_view name) {
  const auto found = map.find(NameKey(name));
  return found == map.end() ? nullptr : &found->second;
}

template <typename T>
std::vector<const T*> AllOf(const std::map<std::string, T>& map) {
  std::vector<const T*> all;
  all.reserve(map.size());
  for (const auto& [key, value] : map) all.push_back(&value);
  return all;
}

bool HasOutput(const V1Activity& activity, std::string_view dataset) {
  return std::any_of(activity.outputs.begin(), activity.outputs.end(),
                     [&](const V1Output& one) { return SameName(one.dataset, dataset); });
}

}  // namespace

std::string_view V1FrequencyName(V1Frequency frequency) {
  switch (frequency) {
    case V1Frequency::kMinute:
      return "Minute";
    case V1Frequency::kHour:
      return "Hour";
    case V1Frequency::kDay:
      return "Day";
    case V1Frequency::kWeek:
      return "Week";
    case V1Frequency::kMonth:
      return "Month";
  }
  return "";
}

UtcTime V1DefaultAnchor() {
  using namespace std::chrono;  // NOLINT(google-build-using-namespace): literals of dates.
  return sys_days(year(1) / January / 1);
}

bool SameCalendar(const V1Availability& left, const V1Availability& right) {
  return left.frequency == right.frequency && left.interval == right.interval &&
         left.anchor == right.anchor && left.offset == right.offset &&
         left.start_of_interval == right.start_of_interval;
}

const V1Activity* V1Pipeline::FindActivity(std::string_view activity) const {
  for (const V1Activity& one : activities) {
    if (SameName(one.name, activity)) return &one;
  }
  return nullptr;
}

bool V1Factory::Put(V1Pipeline pipeline) {
  return PutIn(&pipelines_, std::move(pipeline));
}

bool V1Factory::Put(V1Dataset dataset) {
  return PutIn(&datasets_, std::move(dataset));
}

bool V1Factory::Put(V1LinkedService service) {
  return PutIn(&services_, std::move(service));
}

bool V1Factory::RemovePipeline(std::string_view pipeline) {
  return pipelines_.erase(NameKey(pipeline)) > 0;
}

bool V1Factory::RemoveDataset(std::string_view dataset) {
  return datasets_.erase(NameKey(dataset)) > 0;
}

bool V1Factory::RemoveLinkedService(std::string_view service) {
  return services_.erase(NameKey(service)) > 0;
}

const V1Pipeline* V1Factory::FindPipeline(std::string_view pipeline) const {
  return FindIn(pipelines_, pipeline);
}

const V1Dataset* V1Factory::FindDataset(std::string_view dataset) const {
  return FindIn(datasets_, dataset);
}

const V1LinkedService* V1Factory::FindLinkedService(std::string_view service) const {
  return FindIn(services_, service);
}

const V1Dataset* V1Factory::FindDataset(const V1Pipeline& pipeline,
                                        std::string_view dataset) const {
  for (const V1Dataset& own : pipeline.datasets) {
    if (SameName(own.name, dataset)) return &own;
  }
  return FindDataset(dataset);
}

std::vector<const V1Pipeline*> V1Factory::pipelines() const {
  return AllOf(pipelines_);
}

std::vector<const V1Dataset*> V1Factory::datasets() const {
  return AllOf(datasets_);
}

std::vector<const V1LinkedService*> V1Factory::linked_services() const {
  return AllOf(services_);
}

std::vector<V1Producer> V1Factory::ProducersOf(const V1Dataset& dataset) const {
  std::vector<V1Producer> producers;
  for (const auto& [key, pipeline] : pipelines_) {
    if (!dataset.pipeline.empty() && !SameName(dataset.pipeline, pipeline.name)) continue;
    for (const V1Activity& activity : pipeline.activities) {
      if (!HasOutput(activity, dataset.name)) continue;
      const V1Dataset* seen = FindDataset(pipeline, dataset.name);
      // A pipeline's own dataset of that name hides the factory's.
      if (seen != nullptr && SameName(seen->pipeline, dataset.pipeline)) {
        producers.push_back({&pipeline, &activity});
      }
    }
  }
  return producers;
}

}  // namespace weir::model
