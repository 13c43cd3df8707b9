#include "v1/migrate.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "base/names.h"
#include "model/v1/types.h"
#include "v1/compute.h"
#include "v1/copy_settings.h"
#include "v1/groups.h"
#include "v1/lower.h"
#include "v1/modern_copy.h"
#include "v1/modern_dataset.h"
#include "v1/validation.h"
#include "v1/windows.h"

namespace weir::v1 {
namespace {

using model::V1Activity;
using model::V1Dataset;
using model::V1Factory;
using model::V1LinkedService;
using model::V1Pipeline;

class Migrator {
 public:
  explicit Migrator(const V1Factory& factory) : factory_(factory) {}

  Migration Run() {
    for (const V1Pipeline* pipeline : factory_.pipelines()) MakeGroups(*pipeline);
    for (const V1LinkedService* service : factory_.linked_services()) WriteService(*service);
    for (const Group& group : groups_) WritePipeline(group);
    for (const Group& group : groups_) WriteTrigger(group);
    for (const V1Dataset* dataset : factory_.datasets()) {
      if (datasets_.contains(NameKey(dataset->name))) continue;
      Note("dataset", dataset->name, dataset->file, dataset->document.position(),
           {false, "no activity reads or writes it as data any more: it is left out"});
    }
    std::sort(out_.files.begin(), out_.files.end(),
              [](const auto& left, const auto& right) { return left.first < right.first; });
    return std::move(out_);
  }

 private:
  void Note(std::string kind, std::string name, const std::string& file, Position position,
            Remark remark) {
    out_.notes.push_back({std::move(kind), std::move(name), file, position, std::move(remark)});
  }
  void Note(const V1Pipeline& pipeline, const V1Activity& activity, bool by_hand,
            std::string text) {
    Note("activity", pipeline.name + "/" + activity.name, pipeline.file, activity.json.position(),
         {by_hand, std::move(text)});
  }
  void Note(const V1Pipeline& pipeline, bool by_hand, std::string text) {
    Note("pipeline", pipeline.name, pipeline.file, pipeline.properties().position(),
         {by_hand, std::move(text)});
  }
  void Add(const std::string& folder, const std::string& name, Json document) {
    out_.files.emplace_back(folder + "/" + name + ".json", std::move(document));
  }

  const V1Dataset* OutputOf(const V1Pipeline& pipeline, const V1Activity& activity) const {
    if (activity.outputs.empty()) return nullptr;
    return factory_.FindDataset(pipeline, activity.outputs[0].dataset);
  }

  void MakeGroups(const V1Pipeline& pipeline) {
    std::vector<Group> groups = GroupsOf(factory_, pipeline);
    if (groups.size() > 1) {
      Note(pipeline, false,
           "its activities have different calendars or periods: each became a pipeline of its own, "
           "chained by trigger dependencies");
    }
    for (Group& group : groups) groups_.push_back(std::move(group));
  }

  const Group* GroupOf(const model::V1Producer& producer) const {
    for (const Group& group : groups_) {
      if (group.pipeline != producer.pipeline) continue;
      for (const V1Activity* one : group.activities) {
        if (one == producer.activity) return &group;
      }
    }
    return nullptr;
  }

  bool UsedAsTables(const V1LinkedService& service) const {
    for (const V1Dataset* one : factory_.datasets()) {
      if (SameName(one->linked_service, service.name) && SameName(one->type, "AzureTable")) {
        return true;
      }
    }
    return false;
  }

  void WriteService(const V1LinkedService& service) {
    std::vector<Remark> remarks;
    Json document = LowerLinkedService(service, &remarks);
    Json properties = document["properties"];
    Json settings = properties["typeProperties"];
    FillRequiredSettings(service.type, &settings, &remarks);
    properties.Set("typeProperties", settings);
    document.Set("properties", properties);
    if (UsedAsTables(service)) {
      Json tables = document;
      tables.Set("name", service.name + "_tables");
      Json of_tables = properties;
      of_tables.Set("type", "AzureTableStorage");
      tables.Set("properties", of_tables);
      Add("linkedService", service.name + "_tables", tables);
      remarks.push_back(
          {false, "its tables have a linked service of their own, '" + service.name + "_tables'"});
    }
    const std::string& gateway = properties["connectVia"]["referenceName"].as_string();
    if (!gateway.empty() && gateways_.insert(NameKey(gateway)).second) {
      const Json runtime = Json::Object({{"type", "SelfHosted"}});
      Add("integrationRuntime", gateway,
          Json::Object({{"name", gateway}, {"properties", runtime}}));
      remarks.push_back({true, "the gateway '" + gateway +
                                   "' became a self-hosted integration runtime: register "
                                   "its machines anew"});
    }
    Add("linkedService", service.name, document);
    for (Remark& remark : remarks) {
      Note("linked service", service.name, service.file, service.document.position(),
           std::move(remark));
    }
  }

  /// Writes a dataset once; a second form of it gets a name of its own. Gives the reference to it.
  Json WriteDataset(const V1Dataset& dataset, const Json& kept, Json reference) {
    const V1LinkedService* service = factory_.FindLinkedService(dataset.linked_service);
    const StoreType* store = service == nullptr ? nullptr : FindStoreType(service->type);
    if (store == nullptr) return reference;
    std::vector<Remark> remarks;
    Json modern = ModernDataset(kept, dataset, *store, &remarks);
    Json properties = modern["properties"];
    if (SameName(dataset.type, "AzureTable")) {
      properties.Set("linkedServiceName",
                     ReferenceTo(dataset.linked_service + "_tables", "LinkedServiceReference"));
    }
    std::vector<Json>& forms = datasets_[NameKey(dataset.name)];
    size_t form = 0;
    while (form < forms.size() && !(forms[form] == properties)) ++form;
    const std::string name =
        form == 0 ? dataset.name : dataset.name + "_" + std::to_string(form + 1);
    reference.Set("referenceName", name);
    if (form < forms.size()) return reference;
    forms.push_back(properties);
    Add("dataset", name, Json::Object({{"name", name}, {"properties", properties}}));
    for (Remark& remark : remarks) {
      Note("dataset", dataset.name, dataset.file, dataset.document.position(), std::move(remark));
    }
    return reference;
  }

  CopySide SideOf(const V1Pipeline& pipeline, const LoweredActivity& lowered,
                  const std::string& name) const {
    CopySide side;
    side.dataset = factory_.FindDataset(pipeline, name);
    for (const Json& one : lowered.datasets) {
      if (SameName(one["name"].as_string(), name)) side.kept = one;
    }
    const V1LinkedService* service = factory_.FindLinkedService(side.dataset->linked_service);
    if (service != nullptr) side.store = FindStoreType(service->type);
    return side;
  }

  /// The activity in its newest form; nothing, and a note, if it cannot be said.
  std::optional<Json> ModernActivity(const V1Pipeline& pipeline, const V1Activity& activity) {
    const model::V1ActivityType* type = model::FindV1ActivityType(activity.type);
    const ExpressionRewriter rewriter;
    std::vector<Remark> remarks;
    if (type != nullptr && !type->compute.empty()) {
      Result<Json> modern = ModernCompute(factory_, pipeline, activity, rewriter, &remarks);
      TakeRemarks(pipeline, activity, &remarks);
      if (modern) return *std::move(modern);
      Note(pipeline, activity, true, "left out: " + modern.error().message());
      return std::nullopt;
    }
    const Result<LoweredActivity> lowered = LowerActivity(factory_, pipeline, activity, rewriter);
    if (!lowered) {
      Note(pipeline, activity, true, "left out: " + lowered.error().message());
      return std::nullopt;
    }
    Json modern = lowered->activity;
    if (modern["type"].as_string() == "Copy") {
      const CopySide from = SideOf(pipeline, *lowered, activity.inputs[0].dataset);
      const CopySide to = SideOf(pipeline, *lowered, activity.outputs[0].dataset);
      if (from.store == nullptr || to.store == nullptr) {
        Note(pipeline, activity, true, "left out: a store that version 2 does not have");
        return std::nullopt;
      }
      modern.Set("typeProperties", ModernCopy(modern["typeProperties"], from, to, &remarks));
      modern.Set(
          "inputs",
          Json::Array({WriteDataset(*from.dataset, from.kept, modern["inputs"][size_t{0}])}));
      modern.Set("outputs",
                 Json::Array({WriteDataset(*to.dataset, to.kept, modern["outputs"][size_t{0}])}));
      if (activity.inputs.size() > 1) {
        remarks.push_back({false, "only its first input is read; the others are waited for"});
      }
    }
    TakeRemarks(pipeline, activity, &remarks);
    return modern;
  }

  void TakeRemarks(const V1Pipeline& pipeline, const V1Activity& activity,
                   std::vector<Remark>* remarks) {
    for (Remark& one : *remarks) Note(pipeline, activity, one.by_hand, std::move(one.text));
  }

  void WritePolicy(const V1Pipeline& pipeline, const V1Activity& activity, Json* modern) {
    const model::V1ActivityPolicy& policy = activity.policy;
    constexpr int64_t kRetryMax = 100;
    const int64_t again = std::min(policy.attempts_per_round() * policy.rounds() - 1, kRetryMax);
    Json written = Json::Object({{"retry", again}, {"retryIntervalInSeconds", 30}});
    const Json timeout = TimeSpanText(activity.json["policy"]["timeout"]);
    if (!timeout.is_null()) written.Set("timeout", timeout);
    modern->Set("policy", written);
    if (policy.rounds() > 1) {
      Note(pipeline, activity, false,
           "'longRetry' became plain retries: its longer pauses are gone");
    }
    if (policy.newest_first) {
      Note(pipeline, activity, false,
           "'NewestFirst' is gone: a tumbling window trigger runs the oldest window first");
    }
  }

  /// Activities of the group whose outputs this one reads come before it.
  Json DependsOn(const Group& group, const V1Activity& activity) const {
    Json depends = Json::Array();
    std::set<std::string> known;
    const auto add = [&](const std::string& name) {
      if (!known.insert(NameKey(name)).second) return;
      depends.Append(
          Json::Object({{"activity", name}, {"dependencyConditions", Json::Array({"Succeeded"})}}));
    };
    for (const model::V1Input& input : activity.inputs) {
      for (const V1Activity* other : group.activities) {
        if (other == &activity) continue;
        for (const model::V1Output& output : other->outputs) {
          if (SameName(output.dataset, input.dataset)) add(other->name);
        }
      }
    }
    return depends;
  }

  /// A Validation for each external input of files; gives their names.
  std::vector<std::string> WriteValidations(const Group& group, Json* activities) {
    std::vector<std::string> names;
    std::set<std::string> known;
    for (const V1Activity* activity : group.activities) {
      for (const model::V1Input& input : activity->inputs) {
        const V1Dataset* dataset = factory_.FindDataset(*group.pipeline, input.dataset);
        if (dataset == nullptr || !dataset->external || input.has_period()) continue;
        if (!known.insert(NameKey(dataset->name)).second) continue;
        WriteValidation(group, *activity, *dataset, activities, &names);
      }
    }
    return names;
  }

  void WriteValidation(const Group& group, const V1Activity& activity, const V1Dataset& dataset,
                       Json* activities, std::vector<std::string>* names) {
    if (dataset.validation.minimum_rows) {
      Note(*group.pipeline, activity, true,
           "'minimumRows' of '" + dataset.name + "' is not checked: look it up in front");
    }
    const V1LinkedService* service = factory_.FindLinkedService(dataset.linked_service);
    const StoreType* store = service == nullptr ? nullptr : FindStoreType(service->type);
    if (!IsFileDatasetType(dataset.type) || store == nullptr) return;
    const ExpressionRewriter rewriter;
    Result<Json> settings = rewriter.Dataset(dataset.type_properties());
    if (!settings) return;
    const Json kept = KeptOf(dataset, *settings, rewriter);
    Json reference = ReferenceTo(dataset.name, "DatasetReference");
    const Json arguments = rewriter.Arguments(*settings);
    if (!arguments.is_null()) reference.Set("parameters", arguments);
    reference = WriteDataset(dataset, kept, reference);
    const bool one_file = !(*settings)["fileName"].is_null();
    if (!one_file && dataset.validation.minimum_size_mb) {
      Note(*group.pipeline, activity, true,
           "'minimumSizeMB' of '" + dataset.name +
               "' is not checked: version 2 knows the size of a file, not of a folder");
    }
    Json validation = ValidationOf(dataset, reference, one_file);
    names->push_back(validation["name"].as_string());
    activities->Append(std::move(validation));
  }

  static Json KeptOf(const V1Dataset& dataset, const Json& settings, const Rewriter& rewriter) {
    Json properties = Json::Object(
        {{"type", KeptDatasetType(dataset.type)},
         {"linkedServiceName", ReferenceTo(dataset.linked_service, "LinkedServiceReference")},
         {"typeProperties", settings}});
    const Json arguments = rewriter.Arguments(settings);
    if (!arguments.is_null()) {
      Json parameters = Json::Object({});
      for (const Json::Member& one : arguments.members()) {
        parameters.Set(one.name, Json::Object({{"type", "string"}}));
      }
      properties.Set("parameters", parameters);
    }
    return Json::Object({{"name", dataset.name}, {"properties", properties}});
  }

  void WritePipeline(const Group& group) {
    Json activities = Json::Array();
    std::vector<Json> work;
    for (const V1Activity* activity : group.activities) {
      std::optional<Json> modern = ModernActivity(*group.pipeline, *activity);
      if (!modern) continue;
      WritePolicy(*group.pipeline, *activity, &*modern);
      work.push_back(*std::move(modern));
    }
    const std::vector<std::string> guards = WriteValidations(group, &activities);
    for (Json& one : work) {
      const V1Activity* activity = group.pipeline->FindActivity(one["name"].as_string());
      Json depends = DependsOn(group, *activity);
      if (depends.empty()) {
        for (const std::string& guard : guards) {
          depends.Append(Json::Object(
              {{"activity", guard}, {"dependencyConditions", Json::Array({"Succeeded"})}}));
        }
      }
      one.Set("dependsOn", depends);
      activities.Append(std::move(one));
    }
    Json properties = Json::Object({});
    const Json& description = group.pipeline->properties()["description"];
    if (!description.as_string().empty()) properties.Set("description", description);
    properties.Set("activities", activities);
    // Only what is read: a parameter that nobody reads looks like a mistake.
    const std::string printed = DumpJson(activities);
    Json parameters = Json::Object({});
    for (const char* name : {"windowStart", "windowEnd"}) {
      if (printed.find(std::string("pipeline().parameters.") + name) == std::string::npos) continue;
      parameters.Set(name, Json::Object({{"type", "string"}}));
      arguments_[group.name].Set(name, std::string("@trigger().outputs.") + name + "Time");
    }
    if (!parameters.empty()) properties.Set("parameters", parameters);
    Add("pipeline", group.name, Json::Object({{"name", group.name}, {"properties", properties}}));
  }

  /// One dependency of a trigger; nothing, and a note, if version 2 has no way to say it.
  std::optional<Json> Dependency(const Group& group, const Group& upstream,
                                 const V1Activity& activity, const model::V1Input& input) {
    const std::optional<DependencyPeriod> period = PeriodOf(input, *group.calendar);
    if (!period) {
      Note(*group.pipeline, activity, true,
           "the period of its input '" + input.dataset +
               "' depends on the date: set the dependency of the trigger by hand");
      return std::nullopt;
    }
    const bool self = &group == &upstream;
    Json one = Json::Object({{"type", self ? "SelfDependencyTumblingWindowTriggerReference"
                                           : "TumblingWindowTriggerDependencyReference"}});
    if (self && period->offset.count() >= 0) return std::nullopt;  // Within the pipeline.
    if (!self) {
      one.Set("referenceTrigger", ReferenceTo(upstream.trigger(), "TriggerReference"));
    }
    if (period->offset.count() != 0) one.Set("offset", SpanText(period->offset));
    if (period->size) one.Set("size", SpanText(*period->size));
    return one;
  }

  Json Dependencies(const Group& group) {
    Json list = Json::Array();
    std::set<std::string> known;
    for (const V1Activity* activity : group.activities) {
      for (const model::V1Input& input : activity->inputs) {
        const V1Dataset* dataset = factory_.FindDataset(*group.pipeline, input.dataset);
        if (dataset == nullptr) continue;
        for (const model::V1Producer& producer : factory_.ProducersOf(*dataset)) {
          const Group* upstream = GroupOf(producer);
          if (upstream == nullptr || !upstream->scheduled()) continue;
          const std::optional<Json> one = Dependency(group, *upstream, *activity, input);
          if (one && known.insert(DumpJson(*one)).second) list.Append(*one);
        }
      }
    }
    return list;
  }

  std::chrono::seconds DelayOf(const Group& group) const {
    std::chrono::seconds delay{0};
    for (const V1Activity* activity : group.activities) {
      delay = std::max(delay, activity->policy.delay);
      for (const model::V1Input& input : activity->inputs) {
        const V1Dataset* dataset = factory_.FindDataset(*group.pipeline, input.dataset);
        if (dataset == nullptr || !dataset->external) continue;
        delay = std::max(delay, dataset->external_policy.data_delay);
      }
    }
    return delay;
  }

  void WriteTrigger(const Group& group) {
    const V1Pipeline& pipeline = *group.pipeline;
    if (!group.scheduled()) {
      Note(pipeline, true,
           pipeline.one_time
               ? "it ran once: start '" + group.name + "' by hand"
               : "it has no active period: there is no trigger for '" + group.name + "'");
      return;
    }
    const WindowFrequency frequency = FrequencyOf(*group.calendar);
    const UtcTime start = BoundaryAt(*group.calendar, *pipeline.start, false);
    const UtcTime end = BoundaryAt(*group.calendar, *pipeline.end, true);
    if (*pipeline.start == *pipeline.end) {
      Note(pipeline, true,
           "its active period is empty: there is no trigger for '" + group.name + "'");
      return;
    }
    int64_t concurrency = 1;
    for (const V1Activity* one : group.activities) {
      concurrency = std::max(concurrency, one->policy.concurrency);
    }
    Json settings = Json::Object({{"frequency", frequency.frequency},
                                  {"interval", frequency.interval},
                                  {"startTime", TimeText(start)}});
    const bool for_ever = std::chrono::floor<std::chrono::days>(end) >=
                          std::chrono::sys_days(std::chrono::year(9000) / 1 / 1);
    if (!for_ever) settings.Set("endTime", TimeText(end));
    const std::chrono::seconds delay = DelayOf(group);
    if (delay.count() > 0) settings.Set("delay", SpanText(delay));
    settings.Set("maxConcurrency", concurrency);
    settings.Set("retryPolicy", Json::Object({{"count", 0}, {"intervalInSeconds", 30}}));
    settings.Set("dependsOn", Dependencies(group));
    NoteWindows(group, start, end);
    Json runs = Json::Object({{"pipelineReference", ReferenceTo(group.name, "PipelineReference")}});
    const Json& arguments = arguments_[group.name];
    if (!arguments.is_null()) runs.Set("parameters", arguments);
    const Json properties = Json::Object({{"type", "TumblingWindowTrigger"},
                                          {"runtimeState", pipeline.paused ? "Stopped" : "Started"},
                                          {"pipeline", runs},
                                          {"typeProperties", settings}});
    Add("trigger", group.trigger(),
        Json::Object({{"name", group.trigger()}, {"properties", properties}}));
  }

  void NoteWindows(const Group& group, UtcTime start, UtcTime end) {
    const V1Pipeline& pipeline = *group.pipeline;
    if (group.calendar->start_of_interval) {
      Note(pipeline, false,
           "its slices ran at the start of their interval; windows of version 2 run at their end");
    }
    if (start != *pipeline.start || end != *pipeline.end) {
      Note(pipeline, false,
           "its active period cuts slices: the windows are whole ones, from " + TimeText(start) +
               " to " + TimeText(end));
    }
    if (group.activities.size() > 1) {
      Note(pipeline, false,
           "its activities run one window together: a rerun repeats all of them, and failed "
           "slices of one keep the others of that window from being done alone");
    }
    for (const V1Activity* activity : group.activities) {
      const V1Dataset* output = OutputOf(pipeline, *activity);
      if (output == nullptr) continue;
      if (output->validation.minimum_rows || output->validation.minimum_size_mb) {
        Note(pipeline, *activity, true,
             "'validation' of its output '" + output->name +
                 "' is not checked: add a Validation or a Lookup behind it");
      }
    }
  }

  const V1Factory& factory_;
  std::vector<Group> groups_;
  std::map<std::string, std::vector<Json>> datasets_;
  std::set<std::string> gateways_;
  /// What its trigger passes to each pipeline.
  std::map<std::string, Json> arguments_;
  Migration out_;
};

}  // namespace

Migration Migrate(const V1Factory& factory) {
  return Migrator(factory).Run();
}

}  // namespace weir::v1
