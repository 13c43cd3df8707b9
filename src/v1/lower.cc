#include "v1/lower.h"

#include <set>
#include <utility>

#include "base/names.h"
#include "model/document.h"
#include "model/v1/types.h"
#include "v1/compute.h"
#include "v1/copy_settings.h"
#include "v1/modern_copy.h"
#include "v1/stores.h"

namespace weir::v1 {
namespace {

using model::V1Activity;
using model::V1Dataset;
using model::V1Factory;
using model::V1LinkedService;
using model::V1Pipeline;

/// What marks a slice in a table, from both ends of its window.
constexpr const char* kSliceStamp =
    "$$Text.Format('{0:yyyyMMddHHmmss}{1:yyyyMMddHHmmss}', WindowStart, WindowEnd)";

Json TextFormat() {
  return Json::Object({{"type", "TextFormat"}});
}

class ActivityLowering {
 public:
  ActivityLowering(const V1Factory& factory, const V1Pipeline& pipeline, const V1Activity& activity,
                   const Rewriter& rewriter)
      : factory_(factory), pipeline_(pipeline), activity_(activity), rewriter_(rewriter) {}

  Result<LoweredActivity> LowerOnly(const V1Dataset& dataset) {
    WEIR_ASSIGN(out_.activity, AddDataset(dataset, dataset.type_properties()));
    return std::move(out_);
  }

  Result<LoweredActivity> Lower() {
    const model::V1ActivityType* type = model::FindV1ActivityType(activity_.type);
    if (type == nullptr) return UnknownType();
    if (activity_.outputs.empty()) {
      return Fail(ErrorKind::kInvalid, "NoOutput",
                  "activity '" + activity_.name + "' has no output")
          .At(activity_.json.position());
    }
    out_.activity = Json::Object({{"name", activity_.name}, {"type", type->name}});
    const Json& description = activity_.json["description"];
    if (!description.as_string().empty()) out_.activity.Set("description", description);
    WritePolicy();
    if (!type->compute.empty()) {
      WEIR_TRY(LowerCompute());
    } else {
      WEIR_TRY(type->name == "Copy" ? LowerCopy() : LowerProcedure());
    }
    return std::move(out_);
  }

 private:
  Error UnknownType() const {
    return Fail(ErrorKind::kUnsupported, "UnsupportedActivity",
                "activity '" + activity_.name + "' is of type '" + activity_.type +
                    "', which version 1 does not have" +
                    DidYouMean(activity_.type, model::V1ActivityTypeNames()))
        .At(activity_.json.position());
  }

  void WritePolicy() {
    // Attempts belong to the slice; what is left is how long one may take.
    const Json timeout = TimeSpanText(activity_.json["policy"]["timeout"]);
    Json policy = Json::Object({{"retry", 0}});
    if (!timeout.is_null()) policy.Set("timeout", timeout);
    out_.activity.Set("policy", policy);
  }

  Result<const V1Dataset*> DatasetOf(const std::string& name, Position position) const {
    const V1Dataset* dataset = factory_.FindDataset(pipeline_, name);
    if (dataset != nullptr) return dataset;
    return Fail(ErrorKind::kNotFound, "DatasetNotFound", "there is no dataset '" + name + "'")
        .At(position);
  }

  Result<> AddLinkedService(const std::string& name, Position position) {
    if (!services_.insert(NameKey(name)).second) return {};
    const V1LinkedService* service = factory_.FindLinkedService(name);
    if (service == nullptr) {
      return Fail(ErrorKind::kNotFound, "LinkedServiceNotFound",
                  "there is no linked service '" + name + "'")
          .At(position);
    }
    const Json lowered = LowerLinkedService(*service, &out_.remarks);
    out_.linked_services.push_back(lowered);
    return AddReferences(lowered);  // A cluster has a store.
  }

  /// Linked services that anything in `value` refers to.
  Result<> AddReferences(const Json& value) {
    if (value["type"].as_string() == "LinkedServiceReference") {
      return AddLinkedService(value["referenceName"].as_string(), activity_.json.position());
    }
    for (const Json& item : value.items()) WEIR_TRY(AddReferences(item));
    for (const Json::Member& member : value.members()) WEIR_TRY(AddReferences(member.value));
    return {};
  }

  /// Adds the dataset's document. `type_properties` are its own of version 1, formats settled.
  Result<Json> AddDataset(const V1Dataset& dataset, const Json& type_properties) {
    WEIR_TRY(AddLinkedService(dataset.linked_service, dataset.properties().position()));
    WEIR_ASSIGN(const Json lowered, rewriter_.Dataset(type_properties));
    Json properties = Json::Object(
        {{"type", KeptDatasetType(dataset.type)},
         {"linkedServiceName", ReferenceTo(dataset.linked_service, "LinkedServiceReference")}});
    if (dataset.properties()["structure"].is_array()) {
      properties.Set("structure", dataset.properties()["structure"]);
    }
    properties.Set("typeProperties", lowered);
    Json reference = ReferenceTo(dataset.name, "DatasetReference");
    const Json arguments = rewriter_.Arguments(lowered);
    if (!arguments.is_null()) {
      reference.Set("parameters", arguments);
      Json parameters = Json::Object({});
      for (const Json::Member& one : arguments.members()) {
        parameters.Set(one.name, Json::Object({{"type", "string"}}));
      }
      properties.Set("parameters", parameters);
    }
    out_.datasets.push_back(Json::Object({{"name", dataset.name}, {"properties", properties}}));
    return reference;
  }

  /// A file without a format holds text where rows are read or written, else bytes; so do files of
  /// the same format on both sides.
  static void SettleFormats(const V1Dataset& from, const V1Dataset& to, bool mapped, Json* read,
                            Json* write) {
    const bool files = IsFileDatasetType(from.type) && IsFileDatasetType(to.type);
    const bool given = (*read)["format"].is_object() || (*write)["format"].is_object();
    const bool same = (*read)["format"] == (*write)["format"];
    if (files && !mapped && (!given || same)) {
      for (Json* side : {read, write}) {
        if (const Json::Member* member = side->FindMember("format")) {
          side->Remove(std::string(member->name));
        }
      }
      return;
    }
    if (IsFileDatasetType(from.type) && !(*read)["format"].is_object()) {
      read->Set("format", TextFormat());
    }
    if (IsFileDatasetType(to.type) && !(*write)["format"].is_object()) {
      write->Set("format", TextFormat());
    }
  }

  /// Pairs of names know no added column: where there is one, the mapping says each by itself.
  void MapAddedColumns(const V1Dataset& from, const V1Dataset& to, Json* copy) const {
    const CopySide source{out_.datasets.front(), &from, nullptr};
    const CopySide sink{out_.datasets.back(), &to, nullptr};
    if ((*copy)["source"]["additionalColumns"].empty() || !NeedsMappings(*copy, source)) return;
    copy->Set("translator", Json::Object({{"type", "TabularTranslator"},
                                          {"mappings", MappingsOf(*copy, source, sink)}}));
  }

  Result<> LowerCopy() {
    if (activity_.inputs.empty()) {
      return Fail(ErrorKind::kInvalid, "MissingProperty",
                  "activity '" + activity_.name + "' copies and has no input")
          .At(activity_.json.position());
    }
    WEIR_ASSIGN(const V1Dataset* from,
                DatasetOf(activity_.inputs[0].dataset, activity_.inputs[0].position));
    WEIR_ASSIGN(const V1Dataset* to,
                DatasetOf(activity_.outputs[0].dataset, activity_.outputs[0].position));
    Json read = from->type_properties();
    Json write = to->type_properties();
    const bool mapped = activity_.type_properties()["translator"].is_object();
    if (from != to) SettleFormats(*from, *to, mapped, &read, &write);
    WEIR_ASSIGN(const Json input, AddDataset(*from, read));
    Json output = input;
    if (from != to) {
      WEIR_ASSIGN(output, AddDataset(*to, write));
    }
    Json settings = activity_.type_properties();
    settings.Set("sliceIdentifier", kSliceStamp);
    WEIR_ASSIGN(Json rewritten, rewriter_.Activity(settings));
    for (const char* name : {"stagingSettings", "redirectIncompatibleRowSettings"}) {
      const Json& service = settings[name]["linkedServiceName"];
      if (service.is_string()) WEIR_TRY(AddLinkedService(service.as_string(), service.position()));
    }
    const std::string owner = pipeline_.name + "/" + activity_.name;
    Json copy = CopySettings(std::move(rewritten))
                    .Write(owner, to->type_properties()["tableName"].as_string());
    MapAddedColumns(*from, *to, &copy);
    out_.activity.Set("typeProperties", copy);
    out_.activity.Set("inputs", Json::Array({input}));
    out_.activity.Set("outputs", Json::Array({output}));
    return {};
  }

  /// Its datasets only decided when it runs.
  Result<> LowerCompute() {
    WEIR_ASSIGN(const Json written, RunnableCompute(factory_, pipeline_, activity_, rewriter_));
    for (const char* name : {"type", "linkedServiceName", "typeProperties"}) {
      if (!written[name].is_null()) out_.activity.Set(name, written[name]);
    }
    return AddReferences(written);
  }

  Result<> LowerProcedure() {
    WEIR_ASSIGN(const V1Dataset* to,
                DatasetOf(activity_.outputs[0].dataset, activity_.outputs[0].position));
    // The procedure runs where its output lies, unless it says where.
    const std::string& service =
        activity_.linked_service.empty() ? to->linked_service : activity_.linked_service;
    WEIR_TRY(AddLinkedService(service, activity_.json.position()));
    out_.activity.Set("linkedServiceName", ReferenceTo(service, "LinkedServiceReference"));
    WEIR_ASSIGN(const Json settings, rewriter_.Activity(activity_.type_properties()));
    Json lowered = Json::Object({{"storedProcedureName", settings["storedProcedureName"]}});
    Json parameters = Json::Object({});
    for (const Json::Member& one : settings["storedProcedureParameters"].members()) {
      const bool wrapped = one.value.is_object() && one.value.Find("value") != nullptr;
      Json value = wrapped ? one.value : Json::Object({{"value", one.value}});
      if (value["type"].is_null() && value["value"].is_string()) value.Set("type", "String");
      parameters.Set(one.name, value);
    }
    if (!parameters.empty()) lowered.Set("storedProcedureParameters", parameters);
    out_.activity.Set("typeProperties", lowered);
    return {};
  }

  const V1Factory& factory_;
  const V1Pipeline& pipeline_;
  const V1Activity& activity_;
  const Rewriter& rewriter_;
  LoweredActivity out_;
  std::set<std::string> services_;
};

}  // namespace

Result<LoweredActivity> LowerActivity(const V1Factory& factory, const V1Pipeline& pipeline,
                                      const V1Activity& activity, const Rewriter& rewriter) {
  return ActivityLowering(factory, pipeline, activity, rewriter).Lower();
}

Result<LoweredActivity> LowerDataset(const V1Factory& factory, const V1Dataset& dataset,
                                     const Rewriter& rewriter) {
  const V1Pipeline none;
  const V1Activity reader;
  return ActivityLowering(factory, none, reader, rewriter).LowerOnly(dataset);
}

model::Factory FactoryOf(const std::string& name, const std::string& pipeline, const Json& activity,
                         const LoweredActivity& lowered,
                         const std::vector<std::string>& parameters) {
  model::Factory slice(name);
  for (const Json& one : lowered.linked_services) {
    slice.Add(model::MakeResource(model::ResourceKind::kLinkedService, "", "", one));
  }
  for (const Json& one : lowered.datasets) {
    slice.Add(model::MakeResource(model::ResourceKind::kDataset, "", "", one));
  }
  Json properties = Json::Object({{"activities", Json::Array({activity})}});
  Json texts = Json::Object();
  for (const std::string& one : parameters) texts.Set(one, Json::Object({{"type", "string"}}));
  if (!parameters.empty()) properties.Set("parameters", std::move(texts));
  const Json document = Json::Object({{"name", pipeline}, {"properties", std::move(properties)}});
  slice.Add(model::MakeResource(model::ResourceKind::kPipeline, pipeline, "", document));
  return slice;
}

Result<model::Factory> LowerSlice(const V1Factory& factory, const V1Pipeline& pipeline,
                                  const V1Activity& activity, const Rewriter& rewriter) {
  WEIR_ASSIGN(const LoweredActivity lowered, LowerActivity(factory, pipeline, activity, rewriter));
  return FactoryOf(factory.name, pipeline.name, lowered.activity, lowered, rewriter.Parameters());
}

model::Factory LowerStores(const V1Factory& factory) {
  model::Factory stores(factory.name);
  std::vector<Remark> unread;
  for (const V1LinkedService* one : factory.linked_services()) {
    stores.Add(model::MakeResource(model::ResourceKind::kLinkedService, "", one->file,
                                   LowerLinkedService(*one, &unread)));
  }
  return stores;
}

}  // namespace weir::v1
