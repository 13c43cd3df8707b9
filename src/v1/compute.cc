#include "v1/compute.h"

#include <algorithm>
#include <utility>

#include "base/names.h"
#include "model/v1/types.h"

namespace weir::v1 {
namespace {

Json ServiceReference(const Json& name) {
  return ReferenceTo(name.as_string(), "LinkedServiceReference");
}

/// Properties that name a linked service.
void ReplaceReferences(Json* settings) {
  for (const char* name :
       {"scriptLinkedService", "jarLinkedService", "fileLinkedService", "sparkJobLinkedService"}) {
    const Json::Member* member = settings->FindMember(name);
    if (member != nullptr && member->value.is_string()) {
      const std::string key = member->name;
      settings->Set(key, ServiceReference((*settings)[key]));
    }
  }
}

class ComputeWriter {
 public:
  ComputeWriter(const model::V1Factory& factory, const model::V1Pipeline& pipeline,
                const model::V1Activity& activity, const Rewriter& rewriter, bool to_run,
                std::vector<Remark>* remarks)
      : factory_(factory),
        pipeline_(pipeline),
        activity_(activity),
        rewriter_(rewriter),
        to_run_(to_run),
        remarks_(remarks) {}

  Result<Json> Write() {
    const model::V1ActivityType* type = model::FindV1ActivityType(activity_.type);
    std::string name(type == nullptr ? std::string_view(activity_.type) : type->name);
    WEIR_ASSIGN(Json settings, rewriter_.Activity(activity_.type_properties()));
    ReplaceReferences(&settings);
    if (name == "DotNetActivity") {
      name = "Custom";
      WriteCustom(&settings);
    } else if (name.starts_with("AzureML")) {
      WEIR_TRY(WriteMachineLearning(&name, &settings));
    } else if (!settings["script"].is_null()) {
      ByHand(
          "its script stands in the pipeline; version 2 reads scripts from a store: put it there "
          "and name it in 'scriptPath'");
      Missing("scriptPath", &settings);
      if (settings["scriptLinkedService"].is_null()) {
        settings.Set("scriptLinkedService", ReferenceTo(AnyStore(), "LinkedServiceReference"));
      }
    }
    if (name == "HDInsightStreaming") {
      for (const char* needed : {"mapper", "reducer", "input", "output"})
        Missing(needed, &settings);
      if (settings["filePaths"].is_null()) settings.Set("filePaths", Json::Array());
    }
    Json out = Json::Object({{"name", activity_.name}, {"type", name}});
    if (!activity_.linked_service.empty()) {
      out.Set("linkedServiceName", ReferenceTo(activity_.linked_service, "LinkedServiceReference"));
    }
    out.Set("typeProperties", settings);
    return out;
  }

 private:
  void ByHand(std::string text) { remarks_->push_back({true, std::move(text)}); }

  /// A property that version 2 requires and version 1 did not say.
  static void Missing(std::string_view name, Json* settings) {
    if (settings->Find(name) == nullptr) settings->Set(name, "<" + std::string(name) + ">");
  }

  std::string AnyStore() const {
    for (const model::V1LinkedService* one : factory_.linked_services()) {
      if (SameName(one->type, "AzureStorage")) return one->name;
    }
    return activity_.linked_service;
  }

  void WriteCustom(Json* settings) {
    ByHand("DotNetActivity became Custom: it runs a command, not a class; write the command of '" +
           (*settings)["entryPoint"].as_string() + "' in '" +
           (*settings)["assemblyName"].as_string() + "'");
    Json out = Json::Object({{"command", "<command>"}});
    if ((*settings)["packageLinkedService"].is_string()) {
      out.Set("resourceLinkedService", ServiceReference((*settings)["packageLinkedService"]));
    }
    const std::string& file = (*settings)["packageFile"].as_string();
    if (!file.empty()) out.Set("folderPath", file.substr(0, file.rfind('/')));
    if ((*settings)["extendedProperties"].is_object()) {
      out.Set("extendedProperties", (*settings)["extendedProperties"]);
    }
    *settings = out;
  }

  /// {"linkedServiceName", "filePath"} of a dataset of files.
  Result<Json> FileOf(const std::string& name) {
    const model::V1Dataset* dataset = factory_.FindDataset(pipeline_, name);
    Json file =
        Json::Object({{"linkedServiceName", ReferenceTo(AnyStore(), "LinkedServiceReference")},
                      {"filePath", "<filePath>"}});
    if (dataset == nullptr && to_run_) {
      return Fail(ErrorKind::kNotFound, "DatasetNotFound", "there is no dataset '" + name + "'")
          .At(activity_.json.position());
    }
    if (dataset == nullptr) {
      ByHand("there is no dataset '" + name + "' to take the path of a web service's file from");
      return file;
    }
    WEIR_ASSIGN(const Json settings, rewriter_.Dataset(dataset->type_properties()));
    file.Set("linkedServiceName", ReferenceTo(dataset->linked_service, "LinkedServiceReference"));
    const std::string& folder = settings["folderPath"].as_string();
    const std::string& leaf = settings["fileName"].as_string();
    if (folder.starts_with('@') || leaf.starts_with('@')) {
      ByHand("the path of '" + name + "' depends on the slice: write it as an expression");
    } else {
      file.Set("filePath", folder + (folder.ends_with('/') || leaf.empty() ? "" : "/") + leaf);
    }
    return file;
  }

  Result<Json> FilesOf(const Json& ports) {
    Json files = Json::Object({});
    for (const Json::Member& port : ports.members()) {
      WEIR_ASSIGN(Json file, FileOf(port.value.as_string()));
      files.Set(port.name, std::move(file));
    }
    return files;
  }

  Result<> WriteMachineLearning(std::string* name, Json* settings) {
    const Json before = *settings;
    *settings = Json::Object({});
    if (*name == "AzureMLUpdateResource") {
      WEIR_ASSIGN(const Json file, FileOf(before["trainedModelDatasetName"].as_string()));
      settings->Set("trainedModelName", before["trainedModelName"]);
      settings->Set("trainedModelLinkedServiceName", file["linkedServiceName"]);
      settings->Set("trainedModelFilePath", file["filePath"]);
      return {};
    }
    if (*name == "AzureMLBatchScoring") {
      *name = "AzureMLBatchExecution";
      ByHand("AzureMLBatchScoring became AzureMLBatchExecution: name its inputs and outputs");
    }
    Json inputs = before["webServiceInputs"];
    const Json& only = before["webServiceInput"];
    if (only.is_string() && to_run_) {
      WEIR_ASSIGN(Json file, FileOf(only.as_string()));
      settings->Set("webServiceInput", std::move(file));
    } else if (only.is_string()) {
      inputs = Json::Object({{"input1", only}});
      ByHand("'webServiceInput' became the port 'input1': give it the name of the web service");
    }
    WEIR_ASSIGN(const Json read, FilesOf(inputs));
    WEIR_ASSIGN(const Json written, FilesOf(before["webServiceOutputs"]));
    if (!read.empty()) settings->Set("webServiceInputs", read);
    if (!written.empty()) settings->Set("webServiceOutputs", written);
    if (before["globalParameters"].is_object()) {
      settings->Set("globalParameters", before["globalParameters"]);
    }
    return {};
  }

  const model::V1Factory& factory_;
  const model::V1Pipeline& pipeline_;
  const model::V1Activity& activity_;
  const Rewriter& rewriter_;
  const bool to_run_;  ///< Here, where the input of a web service needs no name.
  std::vector<Remark>* remarks_;
};

}  // namespace

Result<Json> ModernCompute(const model::V1Factory& factory, const model::V1Pipeline& pipeline,
                           const model::V1Activity& activity, const Rewriter& rewriter,
                           std::vector<Remark>* remarks) {
  return ComputeWriter(factory, pipeline, activity, rewriter, false, remarks).Write();
}

Result<Json> RunnableCompute(const model::V1Factory& factory, const model::V1Pipeline& pipeline,
                             const model::V1Activity& activity, const Rewriter& rewriter) {
  std::vector<Remark> remarks;
  WEIR_ASSIGN(Json written,
              ComputeWriter(factory, pipeline, activity, rewriter, true, &remarks).Write());
  if (std::none_of(remarks.begin(), remarks.end(), [](const Remark& one) { return one.by_hand; })) {
    return written;
  }
  const model::V1ActivityType* type = model::FindV1ActivityType(activity.type);
  WEIR_ASSIGN(Json settings, rewriter.Activity(activity.type_properties()));
  ReplaceReferences(&settings);
  if (type != nullptr) written.Set("type", type->name);
  written.Set("typeProperties", settings);
  return written;
}

}  // namespace weir::v1
