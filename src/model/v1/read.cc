#include "model/v1/read.h"

#include <set>
#include <utility>

#include "base/names.h"
#include "model/rules.h"
#include "model/v1/values.h"

namespace weir::model {
namespace {

/// {"name", "properties"} of a document that may hold the properties alone.
Json Wrapped(Json document, const V1Origin& origin) {
  if (document["properties"].is_object()) {
    if (document["name"].as_string().empty()) document.Set("name", origin.stem);
    return document;
  }
  const Position position = document.position();
  Json wrapped = Json::Object({{"name", origin.stem}, {"properties", std::move(document)}});
  wrapped.set_position(position);
  return wrapped;
}

/// The name, less the factory's in front of it ("factory/Load"), as answers and templates have it.
std::string NameOf(const Json& document) {
  const std::string& name = document["name"].as_string();
  if (document["type"].as_string().find('/') == std::string::npos) return name;
  return name.substr(name.rfind('/') + 1);
}

void CheckName(const V1ValueReader& reader, const Json& document, const std::string& name) {
  constexpr size_t kNameMax = 260;
  if (name.empty() || name.size() > kNameMax) {
    reader.Report(
        "InvalidName",
        document["name"].position().known() ? document["name"].position() : document.position(),
        name.empty() ? "it has no name" : "the name is longer than 260 characters");
  }
}

/// What every resource has: file, document and name.
template <typename T>
void Begin(Json document, const V1Origin& origin, const V1ValueReader& reader, T* resource) {
  resource->file = origin.file;
  resource->document = Wrapped(std::move(document), origin);
  resource->name = NameOf(resource->document);
  CheckName(reader, resource->document, resource->name);
}

std::optional<V1Frequency> FrequencyOf(std::string_view text) {
  for (const V1Frequency one : {V1Frequency::kMinute, V1Frequency::kHour, V1Frequency::kDay,
                                V1Frequency::kWeek, V1Frequency::kMonth}) {
    if (SameName(text, V1FrequencyName(one))) return one;
  }
  return std::nullopt;
}

/// `style` in `object`; nothing if it is not there or wrong.
std::optional<bool> StyleOf(const V1ValueReader& reader, const Json& object) {
  const Json& style = object["style"];
  if (style.is_null() || reader.Unresolved(style)) return std::nullopt;
  if (SameName(style.as_string(), "StartOfInterval")) return true;
  if (SameName(style.as_string(), "EndOfInterval")) return false;
  reader.Report("InvalidAvailability", style.position(),
                "'style' must be StartOfInterval or EndOfInterval, got " + Shown(style));
  return std::nullopt;
}

/// A calendar; nothing if it has no frequency or interval that can be counted by.
std::optional<V1Availability> AvailabilityOf(const V1ValueReader& reader, const Json& json) {
  V1Availability availability;
  availability.position = json.position();
  if (!json.is_object()) {
    reader.Report("InvalidAvailability", json.position(),
                  "'availability' must be an object with 'frequency' and 'interval'");
    return std::nullopt;
  }
  const Json& frequency = json["frequency"];
  if (reader.Unresolved(frequency)) return std::nullopt;
  const std::optional<V1Frequency> found = FrequencyOf(frequency.as_string());
  if (!found) {
    reader.Report("InvalidAvailability",
                  frequency.is_null() ? json.position() : frequency.position(),
                  "'frequency' must be Minute, Hour, Day, Week or Month, got " + Shown(frequency));
    return std::nullopt;
  }
  availability.frequency = *found;
  availability.interval = 0;
  reader.Integer(json, "interval", {1, 1'000'000}, &availability.interval);
  if (json["interval"].is_null()) {
    reader.Report("InvalidAvailability", json.position(), "'interval' is missing");
  }
  if (availability.interval == 0) return std::nullopt;
  std::optional<UtcTime> anchor;
  reader.Time(json, "anchorDateTime", "InvalidAvailability", &anchor);
  if (anchor) availability.anchor = *anchor;
  std::optional<std::chrono::seconds> offset;
  reader.TimeSpan(json, "offset", &offset);
  if (offset) availability.offset = *offset;
  availability.start_of_interval = StyleOf(reader, json).value_or(false);
  return availability;
}

void ReadExternalPolicy(const V1ValueReader& reader, const Json& json, V1Dataset* dataset) {
  dataset->has_external_policy = json.is_object();
  V1ExternalPolicy& policy = dataset->external_policy;
  reader.TimeSpan(json, "dataDelay", &policy.data_delay);
  reader.TimeSpan(json, "retryInterval", &policy.retry_interval);
  reader.TimeSpan(json, "retryTimeout", &policy.retry_timeout);
  reader.Integer(json, "maximumRetry", {0, 10}, &policy.maximum_retry);
}

void ReadValidation(const V1ValueReader& reader, const Json& json, V1Dataset* dataset) {
  reader.Number(json, "minimumSizeMB", &dataset->validation.minimum_size_mb);
  if (json["minimumRows"].is_null()) return;
  int64_t rows = 0;
  reader.Integer(json, "minimumRows", {}, &rows);
  dataset->validation.minimum_rows = rows;
}

V1ActivityPolicy PolicyOf(const V1ValueReader& reader, const Json& json) {
  V1ActivityPolicy policy;
  reader.Integer(json, "concurrency", {1, 10}, &policy.concurrency);
  reader.Integer(json, "retry", {0, INT32_MAX}, &policy.retry);
  reader.TimeSpan(json, "delay", &policy.delay);
  reader.TimeSpan(json, "timeout", &policy.timeout);
  reader.Integer(json, "longRetry", {0, 10}, &policy.long_retry);
  reader.TimeSpan(json, "longRetryInterval", &policy.long_retry_interval);
  policy.start_of_interval = StyleOf(reader, json);
  const Json& order = json["executionPriorityOrder"];
  policy.newest_first = SameName(order.as_string(), "NewestFirst");
  if (!order.is_null() && !policy.newest_first && !SameName(order.as_string(), "OldestFirst")) {
    reader.Report(
        "SlicePolicyOutOfRange", order.position(),
        "'executionPriorityOrder' must be NewestFirst or OldestFirst, got " + Shown(order));
  }
  return policy;
}

/// The name that an item of `inputs` or `outputs` gives; empty if it gives none, which is reported.
std::string DatasetNameOf(const V1ValueReader& reader, const Json& item, std::string_view list) {
  const std::string& name = item.is_string() ? item.as_string() : item["name"].as_string();
  if (name.empty()) {
    reader.Report("MissingProperty", item.position(),
                  "an item of '" + std::string(list) + "' must name a dataset in 'name'");
  }
  return name;
}

void ReadInputs(const V1ValueReader& reader, const Json& json, V1Activity* activity) {
  for (const Json& item : json["inputs"].items()) {
    V1Input input;
    input.dataset = DatasetNameOf(reader, item, "inputs");
    if (input.dataset.empty()) continue;
    input.position = item.position();
    input.start_time = item["startTime"];
    input.end_time = item["endTime"];
    reader.TimeSpan(item, "length", &input.length);
    for (const auto& [name, value] :
         {std::pair("startTime", &input.start_time), std::pair("endTime", &input.end_time)}) {
      if (value->is_null() || value->is_string()) continue;
      reader.Report(
          "WrongType", value->position(),
          "'" + std::string(name) + "' must be a text with an expression, got " + Shown(*value));
      *value = Json();
    }
    activity->inputs.push_back(std::move(input));
  }
}

void ReadOutputs(const V1ValueReader& reader, const Json& json, V1Activity* activity) {
  for (const Json& item : json["outputs"].items()) {
    std::string name = DatasetNameOf(reader, item, "outputs");
    if (!name.empty()) activity->outputs.push_back({std::move(name), item.position()});
  }
  if (activity->outputs.empty()) {
    reader.Report(
        "NoOutput", json["outputs"].is_array() ? json["outputs"].position() : json.position(),
        "it has no output: an activity runs for the slices of its output dataset; name one in "
        "'outputs', even if nothing is written to it");
  }
}

V1Activity ActivityOf(V1ValueReader& reader, const Json& json) {
  V1Activity activity;
  activity.json = json;
  activity.name = json["name"].as_string();
  reader.set_where(activity.name.empty() ? "" : "activity '" + activity.name + "'");
  if (activity.name.empty()) {
    reader.Report("ActivityWithoutName", json.position(), "an activity has no name");
  }
  activity.type = json["type"].as_string();
  if (activity.type.empty()) {
    reader.Report("MissingProperty", json.position(), "'type' is required");
  }
  reader.Text(json, "linkedServiceName", &activity.linked_service);
  ReadInputs(reader, json, &activity);
  ReadOutputs(reader, json, &activity);
  activity.policy = PolicyOf(reader, json["policy"]);
  if (!json["scheduler"].is_null()) activity.scheduler = AvailabilityOf(reader, json["scheduler"]);
  reader.set_where("");
  return activity;
}

void ReadActivities(V1ValueReader& reader, const Json& json, V1Pipeline* pipeline) {
  if (!json.is_array()) {
    return reader.Report("MissingProperty", pipeline->properties().position(),
                         "'activities' is required");
  }
  std::set<std::string> names;
  for (const Json& item : json.items()) {
    pipeline->activities.push_back(ActivityOf(reader, item));
    const std::string& name = pipeline->activities.back().name;
    if (!name.empty() && !names.insert(NameKey(name)).second) {
      reader.Report("DuplicateActivity", item.position(),
                    "the pipeline has two activities named '" + name + "'");
    }
  }
}

void ReadPeriod(const V1ValueReader& reader, V1Pipeline* pipeline) {
  const Json& properties = pipeline->properties();
  const bool good = reader.Time(properties, "start", "InvalidActivePeriod", &pipeline->start) &
                    reader.Time(properties, "end", "InvalidActivePeriod", &pipeline->end);
  if (good && pipeline->start.has_value() != pipeline->end.has_value()) {
    const std::string given = pipeline->start ? "start" : "end";
    const std::string missing = pipeline->start ? "end" : "start";
    reader.Report("InvalidActivePeriod", properties[given].position(),
                  "'" + given + "' is given without '" + missing + "': give both or neither");
  }
  if (pipeline->start && pipeline->end && *pipeline->start > *pipeline->end) {
    reader.Report("InvalidActivePeriod", properties["end"].position(),
                  "'end' must not lie before 'start'");
    pipeline->end.reset();
  }
  if (!pipeline->start || !pipeline->end) {
    pipeline->start.reset();
    pipeline->end.reset();
  }
}

void ReadMode(const V1ValueReader& reader, V1Pipeline* pipeline) {
  const Json& mode = pipeline->properties()["pipelineMode"];
  pipeline->one_time = SameName(mode.as_string(), "OneTime");
  if (!mode.is_null() && !pipeline->one_time && !SameName(mode.as_string(), "Scheduled")) {
    reader.Report("InvalidActivePeriod", mode.position(),
                  "'pipelineMode' must be Scheduled or OneTime, got " + Shown(mode));
  }
}

void ReadScopedDatasets(const V1ValueReader& reader, const V1Origin& origin,
                        std::vector<Finding>* findings, V1Pipeline* pipeline) {
  const Json& list = pipeline->properties()["datasets"];
  if (!list.empty() && !pipeline->one_time) {
    reader.Report("ScopedDatasetNotOneTime", list.position(),
                  "'datasets' of a pipeline is for pipelineMode OneTime only");
  }
  for (const Json& item : list.items()) {
    V1Dataset dataset = ReadV1Dataset(item, {{}, origin.file}, findings);
    dataset.pipeline = pipeline->name;
    pipeline->datasets.push_back(std::move(dataset));
  }
}

}  // namespace

V1Pipeline ReadV1Pipeline(Json document, const V1Origin& origin, std::vector<Finding>* findings) {
  V1Pipeline pipeline;
  V1ValueReader reader(origin.file, findings);
  Begin(std::move(document), origin, reader, &pipeline);
  const Json properties = pipeline.properties();
  ReadPeriod(reader, &pipeline);
  ReadMode(reader, &pipeline);
  reader.Flag(properties, "isPaused", &pipeline.paused);
  reader.TimeSpan(properties, "expirationTime", &pipeline.expiration);
  ReadActivities(reader, properties["activities"], &pipeline);
  ReadScopedDatasets(reader, origin, findings, &pipeline);
  return pipeline;
}

V1Dataset ReadV1Dataset(Json document, const V1Origin& origin, std::vector<Finding>* findings) {
  V1Dataset dataset;
  const V1ValueReader reader(origin.file, findings);
  Begin(std::move(document), origin, reader, &dataset);
  const Json properties = dataset.properties();
  reader.Text(properties, "type", &dataset.type);
  reader.Text(properties, "linkedServiceName", &dataset.linked_service);
  reader.Flag(properties, "external", &dataset.external);
  if (properties["availability"].is_null()) {
    reader.Report("InvalidAvailability", properties.position(),
                  "'availability' is required: it cuts the dataset into slices");
  } else {
    dataset.availability = AvailabilityOf(reader, properties["availability"]);
  }
  ReadExternalPolicy(reader, properties["policy"]["externalData"], &dataset);
  ReadValidation(reader, properties["policy"]["validation"], &dataset);
  return dataset;
}

V1LinkedService ReadV1LinkedService(Json document, const V1Origin& origin,
                                    std::vector<Finding>* findings) {
  V1LinkedService service;
  const V1ValueReader reader(origin.file, findings);
  Begin(std::move(document), origin, reader, &service);
  reader.Text(service.document["properties"], "type", &service.type);
  if (service.type.empty()) {
    reader.Report("MissingProperty", service.document["properties"].position(),
                  "'type' is required");
  }
  return service;
}

}  // namespace weir::model
