#include "compute/hadoop/yarn_job.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "compute/hadoop/yarn_submission.h"

namespace weir::compute::hadoop {
namespace {

constexpr const char* kLauncher = "weir-launcher.jar";
constexpr int64_t kLogPieceBytes = int64_t{1} << 20;
/// Of what was said since the last look more than this is left out: a job log keeps no more.
constexpr int64_t kLogNewBytesMax = int64_t{16} << 20;
constexpr int64_t kLogLastBytes = int64_t{8} << 20;
constexpr int kLibrariesMax = 1000;
constexpr int kKillLooks = 150;
constexpr std::chrono::milliseconds kKillWait{200};
constexpr std::string_view kUnderWay = "NEW,NEW_SAVING,SUBMITTED,ACCEPTED,RUNNING";
/// Where Hadoop's own packages have their jars, for clusters that do not say.
constexpr const char* kUsualClassPath =
    "$HADOOP_CONF_DIR,$HADOOP_COMMON_HOME/share/hadoop/common/*,"
    "$HADOOP_COMMON_HOME/share/hadoop/common/lib/*,$HADOOP_HDFS_HOME/share/hadoop/hdfs/*,"
    "$HADOOP_HDFS_HOME/share/hadoop/hdfs/lib/*,$HADOOP_YARN_HOME/share/hadoop/yarn/*,"
    "$HADOOP_YARN_HOME/share/hadoop/yarn/lib/*";
constexpr const char* kUsualMapReducePath =
    "$HADOOP_MAPRED_HOME/share/hadoop/mapreduce/*,$HADOOP_MAPRED_HOME/share/hadoop/mapreduce/lib/*";

/// The launcher's jar: named by WEIR_YARN_LAUNCHER, else beside this program, else where packages
/// put it.
Result<std::string> ReadLauncher() {
  std::vector<std::filesystem::path> places;
  const char* named = std::getenv("WEIR_YARN_LAUNCHER");
  if (named != nullptr && *named != '\0') {
    places.emplace_back(named);
  } else {
    std::error_code error;
    const auto folder = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
    places = {folder / kLauncher, folder.parent_path() / "share/weir" / kLauncher};
  }
  for (const std::filesystem::path& place : places) {
    std::ifstream file(place, std::ios::binary);
    if (!file) continue;
    return std::string(std::istreambuf_iterator<char>(file), {});
  }
  return Fail(ErrorKind::kNotFound, "YarnLauncherMissing",
              "jobs by YARN need '" + std::string(kLauncher) + "', which is not at '" +
                  places.front().string() +
                  "'; build it (cmake --build build --target yarn_launcher), or name it in "
                  "WEIR_YARN_LAUNCHER");
}

class YarnJob final : public Job {
 public:
  YarnJob(HadoopWork work, std::shared_ptr<http::Client> client)
      : work_(std::move(work)),
        hdfs_(client, work_.cluster.web_hdfs, work_.cluster.user),
        manager_{
            std::move(client), work_.cluster.resource_manager, {{"Accept", "application/json"}}} {
    manager_.credentials = work_.cluster.credentials();
    user_ = http::PercentEncode(work_.cluster.user.empty() ? "weir" : work_.cluster.user);
  }

  bool CanFind() const override { return true; }

  Result<std::optional<Json>> Find(JobCall& call) override {
    WEIR_ASSIGN(const Json apps, Tagged(call, "&applicationTypes=WEIR"));
    for (const Json& app : apps.items()) {
      if (app["id"].is_string()) return std::optional(Json::Object({{"id", app["id"]}}));
    }
    return std::optional<Json>();
  }

  Result<Json> Submit(JobCall& call) override {
    YarnSubmission submission;
    submission.name = call.name();
    submission.folder = FolderOf(call);
    WEIR_TRY(PlaceFiles(call, &submission));
    WEIR_ASSIGN(submission.class_path, ClassPath(call));
    const RestCall ask{.method = "POST", .path = PathOf("/apps/new-application")};
    WEIR_ASSIGN(const Json made, AskJson(manager_, ask, &call.cancel()));
    submission.id = made["application-id"].as_string();
    const RestCall send{
        .method = "POST", .path = PathOf("/apps"), .body = YarnApplication(work_, submission)};
    const Result<http::Response> sent = Ask(manager_, send, &call.cancel());
    if (sent) return Json::Object({{"id", submission.id}});
    const ErrorKind kind = sent.error().kind();
    if (kind == ErrorKind::kUnavailable || kind == ErrorKind::kCancelled) return sent.error();
    return Fail(kind, "2300",
                "Failed to submit the job '" + call.name() + "' to the cluster '" +
                    work_.cluster.resource_manager + "'. Error: " + sent.error().message() + ".");
  }

  Result<JobStatus> Poll(JobCall& call) override {
    const std::string id = IdOf(call);
    const Result<Json> answer = AskJson(manager_, {.path = PathOf("/apps/" + id)}, &call.cancel());
    if (!answer && answer.error().kind() == ErrorKind::kNotFound) {
      return Fail(ErrorKind::kInvalid, "2301",
                  "the cluster '" + work_.cluster.resource_manager +
                      "' does not know the job any more: " + answer.error().message());
    }
    if (!answer) return answer.error();
    WEIR_TRY(Log(call));
    const Json& app = (*answer)["app"];
    const std::string& state = app["state"].as_string();
    JobStatus status;
    status.progress.note = id + ": " + state;
    if (state == "RUNNING") {
      status.progress.note +=
          ", " + std::to_string(static_cast<int>(app["progress"].as_double())) + " %";
    }
    if (state != "FINISHED" && state != "FAILED" && state != "KILLED") return status;
    if (state == "FINISHED" && app["finalStatus"].as_string() == "SUCCEEDED") {
      status.state = JobState::kSucceeded;
      return status;
    }
    WEIR_TRY(KillStarted(call));
    if (state == "KILLED") {
      status.state = JobState::kCancelled;
      return status;
    }
    status.state = JobState::kFailed;
    status.error = Failure(call, app["diagnostics"].as_string());
    return status;
  }

  Result<> Cancel(JobCall& call) override {
    const std::string id = IdOf(call);
    WEIR_TRY(Kill(id, call));
    // What it starts is only known when it can start no more.
    for (int looks = 0; looks < kKillLooks; ++looks) {
      const Result<Json> answer =
          AskJson(manager_, {.path = PathOf("/apps/" + id + "/state")}, &call.cancel());
      if (!answer && answer.error().kind() == ErrorKind::kNotFound) break;
      if (!answer) return answer.error();
      const std::string& state = (*answer)["state"].as_string();
      if (state == "FINISHED" || state == "FAILED" || state == "KILLED") break;
      WEIR_TRY(call.cancel().Sleep(kKillWait));
    }
    return KillStarted(call);
  }

  Result<Json> Output(JobCall& call) override {
    WEIR_ASSIGN(const Json apps, Tagged(call, ""));
    Json started = Json::Array();
    for (const Json& app : apps.items()) {
      if (app["id"].as_string() != IdOf(call)) started.Append(app["id"]);
    }
    return Json::Object({{"jobId", IdOf(call)},
                         {"yarnApplicationId", IdOf(call)},
                         {"applications", started},
                         {"clusterInUse", work_.cluster.uri},
                         {"executionProgress", "Succeeded"}});
  }

  void Close(JobCall& call) override {
    static_cast<void>(hdfs_.Delete(FolderOf(call), &call.cancel()));
  }

 private:
  static std::string FolderOf(const JobCall& call) { return "/tmp/weir/" + call.name(); }
  static std::string IdOf(const JobCall& call) { return call.handle()["id"].as_string(); }
  std::string PathOf(const std::string& path) const {
    return "/ws/v1/cluster" + path + "?user.name=" + user_;
  }

  /// The applications that carry our name; `more`: further conditions.
  Result<Json> Tagged(JobCall& call, const std::string& more) {
    const RestCall ask{.path = PathOf("/apps") + "&applicationTags=" + call.name() + more};
    WEIR_ASSIGN(const Json answer, AskJson(manager_, ask, &call.cancel()));
    return answer["apps"]["app"];
  }

  Result<> PlaceFiles(JobCall& call, YarnSubmission* submission) {
    WEIR_ASSIGN(std::string launcher, ReadLauncher());
    WEIR_TRY(Put(call, kLauncher, FileRole::kBeside, std::move(launcher), submission));
    for (const HadoopFile& file : work_.from_store) {
      WEIR_TRY(work_.files->Place(call, file.path, file.name));
      WEIR_TRY(Add(call, FolderOf(call) + "/" + file.name, file.role, submission));
    }
    if (!work_.script.empty()) {
      WEIR_TRY(Put(call, "weir-script", FileRole::kScript, work_.script, submission));
    }
    if (!work_.cluster.yarn_library.empty()) {
      const std::string& folder = work_.cluster.yarn_library;
      WEIR_ASSIGN(const std::vector<std::string> names, hdfs_.List(folder, &call.cancel()));
      if (names.size() > kLibrariesMax) {
        return Fail(ErrorKind::kInvalid, "2354",
                    "'yarnLibrary' may hold 1000 files, '" + folder + "' has " +
                        std::to_string(names.size()));
      }
      for (const std::string& name : names) {
        if (!name.ends_with(".jar")) continue;
        WEIR_TRY(Add(call, folder + "/" + name, FileRole::kLibrary, submission));
        submission->files.back().from_library = true;
      }
    }
    return Put(call, "weir-job.xml", FileRole::kBeside, LauncherSettings(work_, *submission),
               submission);
  }

  Result<> Put(JobCall& call, const std::string& name, FileRole role, std::string text,
               YarnSubmission* submission) {
    const std::string path = FolderOf(call) + "/" + name;
    WEIR_TRY(hdfs_.Put(path, std::move(text), &call.cancel()));
    WEIR_TRY(Add(call, path, role, submission));
    submission->files.back().is_own = true;
    return {};
  }

  Result<> Add(JobCall& call, const std::string& path, FileRole role, YarnSubmission* submission) {
    const std::string name = path.substr(path.rfind('/') + 1);
    for (const YarnFile& file : submission->files) {
      if (file.name != name) continue;
      return Fail(ErrorKind::kInvalid, "2354",
                  "two files of the job are called '" + name +
                      "'; they lie side by side on the cluster, so rename one");
    }
    WEIR_ASSIGN(const WebHdfs::Status status, hdfs_.Stat(path, &call.cancel()));
    submission->files.push_back(
        {role, name, hdfs_.UriOf(path), status.size_bytes, status.modified_ms});
    return {};
  }

  /// What the cluster's own configuration says; it knows where its jars lie.
  Result<std::string> ClassPath(JobCall& call) {
    std::string path;
    const std::pair<const char*, const char*> settings[] = {
        {"yarn.application.classpath", kUsualClassPath},
        {"mapreduce.application.classpath", kUsualMapReducePath}};
    for (const auto& [name, usual] : settings) {
      const Result<Json> answer =
          AskJson(manager_, {.path = std::string("/conf?name=") + name}, &call.cancel());
      const bool unknown = !answer && (answer.error().kind() == ErrorKind::kNotFound ||
                                       answer.error().kind() == ErrorKind::kDenied);
      if (!answer && !unknown) return answer.error();
      const std::string said = answer ? (*answer)["property"]["value"].as_string() : "";
      const std::string& one = said.empty() ? usual : said;
      if (path.find(one) == std::string::npos) path += (path.empty() ? "" : ",") + one;
    }
    return path;
  }

  /// Add what the program said since the last look.
  Result<> Log(JobCall& call) {
    const std::string path = YarnLogPath(FolderOf(call));
    const Result<WebHdfs::Status> log = hdfs_.Stat(path, &call.cancel());
    if (!log && log.error().kind() == ErrorKind::kNotFound) return {};
    if (!log) return log.error();
    const int64_t before = call.handle()["log"].as_int();
    int64_t at = before;
    if (log->size_bytes - at > kLogNewBytesMax) {
      const int64_t next = log->size_bytes - kLogLastBytes;
      call.log().Append("weir: " + std::to_string(next - at) + " bytes are left out");
      at = next;
    }
    while (at < log->size_bytes) {
      WEIR_ASSIGN(const std::string text, hdfs_.Read(path, at, kLogPieceBytes, &call.cancel()));
      const size_t lines = text.rfind('\n');
      if (lines == std::string::npos) break;
      call.log().Append(std::string_view(text).substr(0, lines));
      at += static_cast<int64_t>(lines) + 1;
    }
    if (at == before) return {};
    Json handle = call.handle();
    handle.Set("log", at);
    return call.Save(std::move(handle));
  }

  Result<> Kill(const std::string& id, JobCall& call) {
    const RestCall ask{.method = "PUT",
                       .path = PathOf("/apps/" + id + "/state"),
                       .body = Json::Object({{"state", "KILLED"}})};
    const Result<http::Response> answer = Ask(manager_, ask, &call.cancel());
    if (!answer && answer.error().kind() != ErrorKind::kNotFound) return answer.error();
    return {};
  }

  /// End the jobs that the program started and left.
  Result<> KillStarted(JobCall& call) {
    WEIR_ASSIGN(const Json apps, Tagged(call, "&states=" + std::string(kUnderWay)));
    for (const Json& app : apps.items()) WEIR_TRY(Kill(app["id"].as_string(), call));
    return {};
  }

  /// The launcher says "exit code N" and the last lines; YARN says why a launcher could not.
  Error Failure(JobCall& call, const std::string& said) const {
    constexpr std::string_view kExit = "exit code ";
    std::string code = "unknown";
    std::string why = said;
    if (said.starts_with(kExit)) {
      const size_t end = std::min(said.find('\n'), said.size());
      code = said.substr(kExit.size(), end - kExit.size());
      why = said.substr(std::min(end + 1, said.size()));
    }
    while (why.ends_with('\n')) why.pop_back();
    return Fail(ErrorKind::kInvalid, "2302",
                "Hadoop job failed with exit code '" + code + "'. See '" + call.log().location() +
                    "' for more details." + (why.empty() ? "" : " " + why))
        .At(work_.cluster.resource_manager);
  }

  const HadoopWork work_;
  const WebHdfs hdfs_;
  RestService manager_;
  std::string user_;
};

}  // namespace

Result<std::unique_ptr<Job>> OpenYarnJob(HadoopWork work, std::shared_ptr<http::Client> client) {
  if (work.cluster.web_hdfs.empty()) {
    return NotOnCluster(work.cluster, "a job by YARN", "'webHdfsUri'");
  }
  return std::make_unique<YarnJob>(std::move(work), std::move(client));
}

}  // namespace weir::compute::hadoop
