#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/json.h"

namespace weir::model {

/// Unit of a slice calendar. Week is seven days; Month is calendar months.
enum class V1Frequency { kMinute, kHour, kDay, kWeek, kMonth };

/// "Minute", "Hour", …
std::string_view V1FrequencyName(V1Frequency frequency);

/// 0001-01-01T00:00:00, from which slices are counted where no anchor is given. A Monday.
UtcTime V1DefaultAnchor();

/// The slice calendar of a dataset (`availability`), and of an activity (`scheduler`).
///
/// Source: facts of version 1, 1.3 and 2.1.
struct V1Availability {
  V1Frequency frequency = V1Frequency::kHour;
  int64_t interval = 1;
  /// As written; parts finer than the frequency are dropped by who counts slices.
  UtcTime anchor = V1DefaultAnchor();
  /// Added to every boundary; may be negative.
  std::chrono::seconds offset{0};
  /// `style` StartOfInterval: a slice is due at its start, else at its end. No boundary moves.
  bool start_of_interval = false;
  Position position;

  /// True if both give the same boundaries and the same due times as they are written.
  friend bool SameCalendar(const V1Availability& left, const V1Availability& right);
};

/// `policy.externalData` of a dataset that no pipeline produces.
struct V1ExternalPolicy {
  std::chrono::seconds data_delay{0};
  std::chrono::seconds retry_interval{60};
  std::chrono::seconds retry_timeout{600};
  int64_t maximum_retry = 3;  ///< Checks in all.
};

/// `policy.validation` of a dataset.
struct V1Validation {
  std::optional<double> minimum_size_mb;
  std::optional<int64_t> minimum_rows;
};

/// A dataset ("table") of version 1.
struct V1Dataset {
  std::string name;
  /// Path relative to the folder that was loaded; empty for what has no file.
  std::string file;
  /// {"name", "properties"}, whole, with positions.
  Json document;
  /// The one-time pipeline that alone sees it; empty for the datasets of the factory.
  std::string pipeline;

  std::string type;
  std::string linked_service;
  bool external = false;
  /// Nothing: missing or not readable, which is a finding. Such a dataset has no slices.
  std::optional<V1Availability> availability;
  V1ExternalPolicy external_policy;
  /// `policy.externalData` stands in the document.
  bool has_external_policy = false;
  V1Validation validation;

  const Json& properties() const { return document["properties"]; }
  const Json& type_properties() const { return properties()["typeProperties"]; }
};

/// An input of an activity. The texts are expressions over SliceStart and SliceEnd without `$$`
/// (expr/v1), with their place; a JSON null if not given.
struct V1Input {
  std::string dataset;
  Json start_time;
  Json end_time;
  std::optional<std::chrono::seconds> length;
  Position position;

  /// True if the dependency period is given and not that of the output slice.
  bool has_period() const { return !start_time.is_null() || !end_time.is_null() || length; }
};

struct V1Output {
  std::string dataset;
  Position position;
};

/// `policy` of an activity. Source: facts of version 1, 1.2.
struct V1ActivityPolicy {
  int64_t concurrency = 1;
  bool newest_first = false;
  /// Attempts of one round; 0 makes one too.
  int64_t retry = 0;
  std::chrono::seconds delay{0};
  /// 0: no limit.
  std::chrono::seconds timeout{0};
  /// Rounds of `retry` attempts; 0 makes one too.
  int64_t long_retry = 1;
  std::chrono::seconds long_retry_interval{0};
  /// `style` stands in the policy; else the output's calendar says it.
  std::optional<bool> start_of_interval;

  int64_t attempts_per_round() const { return retry < 1 ? 1 : retry; }
  int64_t rounds() const { return long_retry < 1 ? 1 : long_retry; }
};

struct V1Activity {
  std::string name;
  std::string type;
  /// The compute it runs on; empty where the datasets' services do it.
  std::string linked_service;
  std::vector<V1Input> inputs;
  std::vector<V1Output> outputs;
  V1ActivityPolicy policy;
  std::optional<V1Availability> scheduler;
  Json json;

  const Json& type_properties() const { return json["typeProperties"]; }
};

struct V1Pipeline {
  std::string name;
  std::string file;
  Json document;

  /// The active period [start, end); nothing: inactive. Both or neither.
  std::optional<UtcTime> start;
  std::optional<UtcTime> end;
  bool paused = false;
  /// `pipelineMode` OneTime: every activity runs once, availability is not used.
  bool one_time = false;
  std::optional<std::chrono::seconds> expiration;
  std::vector<V1Activity> activities;
  /// Seen by this pipeline only; before those of the factory.
  std::vector<V1Dataset> datasets;

  const Json& properties() const { return document["properties"]; }
  /// Null if it has no activity of that name (ignoring case).
  const V1Activity* FindActivity(std::string_view activity) const;
};

struct V1LinkedService {
  std::string name;
  std::string file;
  Json document;
  std::string type;

  const Json& type_properties() const { return document["properties"]["typeProperties"]; }
};

/// The activity that fills a dataset's slices.
struct V1Producer {
  const V1Pipeline* pipeline = nullptr;
  const V1Activity* activity = nullptr;
};

/// A factory of version 1. Names ignore case and keep theirs. A value; pointers into it hold until
/// the thing of that name is put again or removed.
class V1Factory {
 public:
  std::string name = "factory";

  /// Add it, or put it in place of the one of that name. False if there was one.
  bool Put(V1Pipeline pipeline);
  bool Put(V1Dataset dataset);
  bool Put(V1LinkedService service);
  bool RemovePipeline(std::string_view pipeline);
  bool RemoveDataset(std::string_view dataset);
  bool RemoveLinkedService(std::string_view service);

  /// Null if there is none of that name.
  const V1Pipeline* FindPipeline(std::string_view pipeline) const;
  const V1Dataset* FindDataset(std::string_view dataset) const;
  const V1LinkedService* FindLinkedService(std::string_view service) const;
  /// The dataset as the pipeline sees it: its own first.
  const V1Dataset* FindDataset(const V1Pipeline& pipeline, std::string_view dataset) const;

  /// In the order of their names, ignoring case.
  std::vector<const V1Pipeline*> pipelines() const;
  std::vector<const V1Dataset*> datasets() const;
  std::vector<const V1LinkedService*> linked_services() const;

  /// The activities of which the dataset is an output; more than one conflict. Cost: all outputs.
  std::vector<V1Producer> ProducersOf(const V1Dataset& dataset) const;

 private:
  std::map<std::string, V1Pipeline> pipelines_;
  std::map<std::string, V1Dataset> datasets_;
  std::map<std::string, V1LinkedService> services_;
};

}  // namespace weir::model
