#include "base/names.h"

#include <algorithm>

#include "check/v1/parts.h"
#include "model/retired.h"
#include "model/v1/types.h"

namespace weir::check {
namespace {

using model::Finding;
using model::V1Activity;
using model::V1Dataset;
using model::V1Factory;
using model::V1LinkedService;
using model::V1Pipeline;
using model::V1ValueReader;

class NameChecker {
 public:
  NameChecker(const V1Factory& factory, std::vector<Finding>* findings)
      : factory_(factory), findings_(findings) {
    for (const V1Dataset* one : factory.datasets()) datasets_.push_back(one->name);
    for (const V1LinkedService* one : factory.linked_services()) services_.push_back(one->name);
  }

  void Check() {
    for (const V1Dataset* one : factory_.datasets()) CheckDataset(*one);
    for (const V1LinkedService* one : factory_.linked_services()) CheckLinkedService(*one);
    for (const V1Pipeline* pipeline : factory_.pipelines()) {
      for (const V1Dataset& own : pipeline->datasets) CheckDataset(own);
      for (const V1Activity& activity : pipeline->activities) CheckActivity(*pipeline, activity);
    }
  }

 private:
  void CheckService(const V1ValueReader& reporter, const Json& name) {
    if (name.is_null() || reporter.Unresolved(name)) return;
    if (factory_.FindLinkedService(name.as_string()) != nullptr) return;
    reporter.Report("InvalidReference", name.position(),
                    "there is no linked service '" + name.as_string() + "'" +
                        DidYouMean(name.as_string(), services_));
  }

  static void CheckType(const V1ValueReader& reporter, const Json& type, const char* what,
                        const std::vector<std::string>& known) {
    if (!type.is_string() || reporter.Unresolved(type)) return;
    const std::string& name = type.as_string();
    if (std::any_of(known.begin(), known.end(),
                    [&](const std::string& one) { return SameName(one, name); })) {
      return;
    }
    reporter.Report("UnknownType", type.position(),
                    "version 1 has no " + std::string(what) + " of type '" + name + "'" +
                        DidYouMean(name, known));
  }

  void CheckDataset(const V1Dataset& dataset) {
    const V1ValueReader reporter = ReporterOf(dataset.file, findings_);
    const Json& properties = dataset.properties();
    CheckType(reporter, properties["type"], "dataset", model::V1DatasetTypes());
    if (dataset.linked_service.empty()) {
      reporter.Report("DatasetWithoutLinkedService", properties.position(),
                      "'linkedServiceName' is required");
    } else {
      CheckService(reporter, properties["linkedServiceName"]);
    }
    if (dataset.type.empty()) {
      reporter.Report("MissingProperty", properties.position(), "'type' is required");
    }
  }

  void CheckLinkedService(const V1LinkedService& service) {
    const V1ValueReader reporter = ReporterOf(service.file, findings_);
    CheckType(reporter, service.document["properties"]["type"], "linked service",
              model::V1LinkedServiceTypes());
    CheckService(reporter, service.type_properties()["linkedServiceName"]);
    for (const Json& name : service.type_properties()["additionalLinkedServiceNames"].items()) {
      CheckService(reporter, name);
    }
  }

  void CheckUse(const V1ValueReader& reporter, const V1Pipeline& pipeline, const std::string& name,
                Position position) {
    if (factory_.FindDataset(pipeline, name) != nullptr) return;
    std::vector<std::string> known = datasets_;
    for (const V1Dataset& own : pipeline.datasets) known.push_back(own.name);
    reporter.Report("InvalidReference", position,
                    "there is no dataset '" + name + "'" + DidYouMean(name, known));
  }

  void CheckActivity(const V1Pipeline& pipeline, const V1Activity& activity) {
    const V1ValueReader reporter = ReporterOf(pipeline, activity, findings_);
    for (const model::V1Input& one : activity.inputs) {
      CheckUse(reporter, pipeline, one.dataset, one.position);
    }
    for (const model::V1Output& one : activity.outputs) {
      CheckUse(reporter, pipeline, one.dataset, one.position);
    }
    CheckActivityType(reporter, activity);
    CheckService(reporter, activity.json["linkedServiceName"]);
    for (const char* property : {"scriptLinkedService", "jarLinkedService", "fileLinkedService",
                                 "packageLinkedService", "sparkJobLinkedService"}) {
      CheckService(reporter, activity.type_properties()[property]);
    }
    CheckService(reporter, activity.type_properties()["stagingSettings"]["linkedServiceName"]);
    if (SameName(activity.type, "Copy")) CheckCopy(reporter, activity);
  }

  static void CheckActivityType(const V1ValueReader& reporter, const V1Activity& activity) {
    const Json& type = activity.json["type"];
    if (activity.type.empty() || reporter.Unresolved(type)) return;
    const model::V1ActivityType* known = model::FindV1ActivityType(activity.type);
    if (known == nullptr) {
      return reporter.Report("UnknownActivityType", type.position(),
                             "version 1 has no activity of type '" + activity.type + "'" +
                                 DidYouMean(activity.type, model::V1ActivityTypeNames()));
    }
    const std::string retired = model::WhyRetired(activity.type);
    if (!retired.empty()) {
      reporter.Report("ActivityCannotRun", type.position(),
                      "this activity will fail when it runs: " + retired);
    }
    if (!known->compute.empty() && activity.linked_service.empty()) {
      reporter.Report("MissingProperty", activity.json.position(),
                      "'linkedServiceName' is required: " + std::string(known->name) + " needs " +
                          std::string(known->compute));
    }
  }

  static void CheckCopy(const V1ValueReader& reporter, const V1Activity& activity) {
    if (activity.inputs.empty()) {
      reporter.Report("MissingProperty", activity.json.position(),
                      "a Copy needs a dataset in 'inputs'");
    }
    for (const char* side : {"source", "sink"}) {
      if (activity.type_properties()[side]["type"].is_string()) continue;
      reporter.Report("MissingProperty",
                      activity.type_properties().position().known()
                          ? activity.type_properties().position()
                          : activity.json.position(),
                      "a Copy needs '" + std::string(side) + "' with a 'type'");
    }
  }

  const V1Factory& factory_;
  std::vector<Finding>* findings_;
  std::vector<std::string> datasets_;
  std::vector<std::string> services_;
};

}  // namespace

void CheckV1Names(const V1Factory& factory, std::vector<Finding>* findings) {
  NameChecker(factory, findings).Check();
}

}  // namespace weir::check
