#include <set>

#include "activity/web_request.h"
#include "base/names.h"
#include "compute/hadoop/web_hcat_job.h"
#include "copy/settings.h"

namespace weir::compute::hadoop {
namespace {

std::string TextOf(const Json& value) {
  return value.is_string() ? value.as_string() : DumpJson(value);
}

std::string LeafOf(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

/// Reads one activity's settings into a form.
class Reader {
 public:
  Reader(const Json& settings, WebHCatWork* work) : settings_(settings), work_(work) {}

  Result<std::string> Required(const char* property) {
    WEIR_ASSIGN(std::string text, copy::ReadText(settings_, property));
    if (text.empty()) return activity::MissingProperty(property);
    return text;
  }
  void Add(const char* parameter, std::string value) {
    work_->form.emplace_back(parameter, std::move(value));
  }
  Result<> AddRequired(const char* parameter, const char* property) {
    WEIR_ASSIGN(std::string text, Required(property));
    Add(parameter, std::move(text));
    return {};
  }
  void AddEach(const char* parameter, const char* property) {
    for (const Json& one : settings_[property].items()) Add(parameter, TextOf(one));
  }
  /// {name: value} as `name=value`, each behind `flag` if there is one.
  void AddPairs(const char* parameter, const char* property, const char* flag = nullptr) {
    for (const Json::Member& one : settings_[property].members()) {
      if (flag != nullptr) Add(parameter, flag);
      Add(parameter, one.name + "=" + TextOf(one.value));
    }
  }

  Result<> Script() {
    WEIR_ASSIGN(const std::string script, copy::ReadText(settings_, "script"));
    WEIR_ASSIGN(const std::string path, copy::ReadText(settings_, "scriptPath"));
    if (path.empty() && !script.empty()) {
      Add("execute", script);
      return {};
    }
    if (path.empty()) return activity::MissingProperty("scriptPath");
    work_->from_store.push_back({"file", path, LeafOf(path)});
    return {};
  }

  Result<> Hive() {
    work_->kind = "hive";
    WEIR_TRY(Script());
    AddPairs("define", "defines");
    AddPairs("arg", "variables", "--hivevar");
    AddEach("arg", "arguments");
    return {};
  }

  Result<> Pig() {
    work_->kind = "pig";
    WEIR_TRY(Script());
    AddPairs("arg", "defines", "-param");
    AddEach("arg", "arguments");
    return {};
  }

  Result<> MapReduce() {
    work_->kind = "mapreduce/jar";
    WEIR_ASSIGN(const std::string jar, Required("jarFilePath"));
    work_->from_store.push_back({"jar", jar, LeafOf(jar)});
    WEIR_TRY(AddRequired("class", "className"));
    for (const Json& one : settings_["jarLibs"].items()) {
      work_->from_store.push_back({"libjars", TextOf(one), LeafOf(TextOf(one))});
    }
    AddPairs("define", "defines");
    AddEach("arg", "arguments");
    return {};
  }

  Result<> Streaming() {
    work_->kind = "mapreduce/streaming";
    for (const char* property : {"input", "output", "mapper", "reducer"}) {
      WEIR_TRY(AddRequired(property, property));
    }
    for (const Json& one : settings_["filePaths"].items()) {
      work_->from_store.push_back({"files", TextOf(one), LeafOf(TextOf(one))});
    }
    WEIR_TRY(Environment());
    AddPairs("define", "defines");
    WEIR_ASSIGN(const std::string combiner, copy::ReadText(settings_, "combiner"));
    if (!combiner.empty()) {
      Add("arg", "-combiner");
      Add("arg", combiner);
    }
    AddEach("arg", "arguments");
    return {};
  }

 private:
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
      Add("cmdenv", text);
    }
    return {};
  }

  const Json& settings_;
  WebHCatWork* work_;
};

}  // namespace

Result<std::unique_ptr<Job>> OpenWebHCatJob(engine::ActivityContext& context,
                                            const ComputeTools& tools) {
  const std::string& type = context.activity()["type"].as_string();
  const Json& settings = context.type_properties();
  WebHCatWork work;
  WEIR_ASSIGN(work.cluster, ReadCluster(context));
  if (work.cluster.web_hcat.empty()) {
    return NotOnCluster(work.cluster, type, "a cluster with WebHCat ('clusterUri' of https)");
  }
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
  if (!work.from_store.empty()) {
    WEIR_ASSIGN(ClusterFiles files,
                ClusterFiles::Open(context, tools, work.cluster, settings[store]));
    work.files = std::move(files);
  }
  return MakeWebHCatJob(std::move(work), tools.outbound.client);
}

}  // namespace weir::compute::hadoop
