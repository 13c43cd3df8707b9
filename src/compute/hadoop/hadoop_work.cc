#include "compute/hadoop/hadoop_work.h"

#include <set>

#include "activity/web_request.h"
#include "base/names.h"
#include "compute/hadoop/web_hcat_job.h"
#include "compute/hadoop/yarn_job.h"
#include "copy/settings.h"

namespace weir::compute::hadoop {
namespace {

std::string TextOf(const Json& value) {
  return value.is_string() ? value.as_string() : DumpJson(value);
}

std::string LeafOf(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

/// Reads one activity's settings.
class Reader {
 public:
  Reader(const Json& settings, HadoopWork* work) : settings_(settings), work_(work) {}

  Result<> Hive() {
    work_->kind = HadoopKind::kHive;
    WEIR_TRY(Script());
    work_->variables = Pairs("variables");
    return {};
  }

  Result<> Pig() {
    work_->kind = HadoopKind::kPig;
    return Script();
  }

  Result<> MapReduce() {
    work_->kind = HadoopKind::kMapReduce;
    WEIR_ASSIGN(const std::string jar, Required("jarFilePath"));
    work_->from_store.push_back({FileRole::kProgram, jar, LeafOf(jar)});
    WEIR_ASSIGN(work_->class_name, Required("className"));
    AddFiles(FileRole::kLibrary, "jarLibs");
    return {};
  }

  Result<> Streaming() {
    work_->kind = HadoopKind::kStreaming;
    WEIR_ASSIGN(work_->input, Required("input"));
    WEIR_ASSIGN(work_->output, Required("output"));
    WEIR_ASSIGN(work_->mapper, Required("mapper"));
    WEIR_ASSIGN(work_->reducer, Required("reducer"));
    WEIR_ASSIGN(work_->combiner, copy::ReadText(settings_, "combiner"));
    AddFiles(FileRole::kBeside, "filePaths");
    return Environment();
  }

  /// What all of them have.
  void Rest() {
    work_->defines = Pairs("defines");
    for (const Json& one : settings_["arguments"].items()) {
      work_->arguments.push_back(TextOf(one));
    }
  }

 private:
  Result<std::string> Required(const char* property) {
    WEIR_ASSIGN(std::string text, copy::ReadText(settings_, property));
    if (text.empty()) return activity::MissingProperty(property);
    return text;
  }

  void AddFiles(FileRole role, const char* property) {
    for (const Json& one : settings_[property].items()) {
      work_->from_store.push_back({role, TextOf(one), LeafOf(TextOf(one))});
    }
  }

  HadoopWork::Pairs Pairs(const char* property) {
    HadoopWork::Pairs pairs;
    for (const Json::Member& one : settings_[property].members()) {
      pairs.emplace_back(one.name, TextOf(one.value));
    }
    return pairs;
  }

  Result<> Script() {
    WEIR_ASSIGN(const std::string path, copy::ReadText(settings_, "scriptPath"));
    if (path.empty()) {
      WEIR_ASSIGN(work_->script, copy::ReadText(settings_, "script"));
      if (work_->script.empty()) return activity::MissingProperty("scriptPath");
      return {};
    }
    work_->from_store.push_back({FileRole::kScript, path, LeafOf(path)});
    return {};
  }

  /// Source: error catalogue 2355 (malformed), 2356 (twice).
  Result<> Environment() {
    std::set<std::string> names;
    for (const Json& one : settings_["commandEnvironment"].items()) {
      const std::string text = TextOf(one);
      const size_t equals = text.find('=');
      if (equals == std::string::npos || equals == 0) {
        return Fail(
            ErrorKind::kInvalid, "2355",
            "'commandEnvironment' must hold texts of the form NAME=value, got '" + text + "'");
      }
      if (!names.insert(text.substr(0, equals)).second) {
        return Fail(ErrorKind::kInvalid, "2356",
                    "'commandEnvironment' holds '" + text.substr(0, equals) + "' twice");
      }
      work_->environment.push_back(text);
    }
    return {};
  }

  const Json& settings_;
  HadoopWork* work_;
};

}  // namespace

Result<HadoopWork> ReadHadoopWork(engine::ActivityContext& context, const ComputeTools& tools) {
  const std::string& type = context.activity()["type"].as_string();
  const Json& settings = context.type_properties();
  HadoopWork work;
  WEIR_ASSIGN(work.cluster, ReadCluster(context));
  Reader reader(settings, &work);
  const char* store = "scriptLinkedService";
  if (SameName(type, "HDInsightHive")) {
    WEIR_TRY(reader.Hive());
  } else if (SameName(type, "HDInsightPig")) {
    WEIR_TRY(reader.Pig());
  } else if (SameName(type, "HDInsightMapReduce")) {
    WEIR_TRY(reader.MapReduce());
    store = "jarLinkedService";
  } else {
    WEIR_TRY(reader.Streaming());
    store = "fileLinkedService";
  }
  reader.Rest();
  if (!work.from_store.empty()) {
    WEIR_ASSIGN(ClusterFiles files,
                ClusterFiles::Open(context, tools, work.cluster, settings[store]));
    work.files = std::move(files);
  }
  return work;
}

Result<std::unique_ptr<Job>> OpenHadoopJob(engine::ActivityContext& context,
                                           const ComputeTools& tools) {
  WEIR_ASSIGN(HadoopWork work, ReadHadoopWork(context, tools));
  if (!work.cluster.resource_manager.empty() && work.kind != HadoopKind::kHive) {
    return OpenYarnJob(std::move(work), tools.outbound.client);
  }
  if (!work.cluster.web_hcat.empty()) {
    return MakeWebHCatJob(std::move(work), tools.outbound.client);
  }
  return NotOnCluster(work.cluster, context.activity()["type"].as_string(),
                      work.kind == HadoopKind::kHive
                          ? "'hiveServer' (hive2://…), or a 'clusterUri' of https with WebHCat"
                          : "'resourceManagerUri' and 'webHdfsUri', or a 'clusterUri' of https "
                            "with WebHCat");
}

}  // namespace weir::compute::hadoop
