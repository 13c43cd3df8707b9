#include <unistd.h>

#include <filesystem>

#include "base/names.h"
#include "compute/batch/folder_process.h"
#include "compute/batch/process.h"
#include "compute/spark/spark_work.h"

namespace weir::compute::spark {
namespace {

namespace folder_process = batch::folder_process;

/// Spark says much when it ends: so much of it is looked through for what the program said, and so
/// much of that is told.
constexpr int64_t kStderrBytes = 65'536;
constexpr size_t kWordsBytes = 2000;
constexpr int64_t kKeepSeconds = 30 * 86'400;
/// spark-submit on this machine, with the driver in it: it ends with the process.
class SubmitJob final : public Job {
 public:
  explicit SubmitJob(SparkWork work) : work_(std::move(work)) {}

  bool CanFind() const override { return true; }

  Result<std::optional<Json>> Find(JobCall& call) override {
    return folder_process::Find(FolderOf(call.name()));
  }

  Result<Json> Submit(JobCall& call) override {
    WEIR_ASSIGN(const SparkProgram program, work_.Place(call));
    WEIR_TRY(batch::MakeRoot(batch::UsualRoot()));
    const int64_t now = ToMicros(call.clock().Now()) / 1'000'000;
    batch::DeleteOldJobs(batch::UsualRoot(), now);
    const batch::JobFolder folder = FolderOf(call.name());
    WEIR_TRY(folder.Make(CommandOf(program, call.name()), {}, now + kKeepSeconds));
    return folder_process::Start(call, folder, batch::ProgramEnvironment());
  }

  Result<JobStatus> Poll(JobCall& call) override {
    const batch::ProcessLook look = folder_process::Look(call);
    JobStatus status;
    status.progress.note = "spark-submit, process " + std::to_string(call.handle()["pid"].as_int());
    if (look.exit_code == 0) {
      status.state = JobState::kSucceeded;
    } else if (look.exit_code || !look.running) {
      status.state = JobState::kFailed;
      const std::string how = look.exit_code
                                  ? "ended with exit code " + std::to_string(*look.exit_code)
                                  : "was ended from outside, or with its machine";
      status.error = Fail(ErrorKind::kInvalid, "2302",
                          "spark-submit " + how + ": " + Words(call) + " See '" +
                              call.log().location() + "' for more details.")
                         .At(work_.cluster.name);
    }
    return status;
  }

  Result<> Cancel(JobCall& call) override {
    folder_process::Kill(call);
    return {};
  }

  Result<Json> Output(JobCall& call) override {
    return Json::Object({{"jobId", call.handle()["pid"]},
                         {"clusterInUse", work_.cluster.uri},
                         {"executionProgress", "Succeeded"}});
  }

  void Close(JobCall& call) override {
    folder_process::Kill(call);
    work_.files.Clear(call);
    std::error_code ignored;
    std::filesystem::remove_all(folder_process::FolderOf(call).path(), ignored);
  }

 private:
  static batch::JobFolder FolderOf(const std::string& name) {
    return batch::JobFolder(batch::UsualRoot() + "/" + name);
  }

  /// Whether Spark says it of itself.
  static bool IsNoise(std::string_view line) {
    for (const std::string_view level : {" INFO ", " WARN "}) {
      if (line.find(level) != std::string::npos) return true;
    }
    return line.starts_with("WARNING: ") || line.starts_with("Using Spark's default log4j ");
  }

  /// What the program said last. That of Python comes as output, errors too.
  static std::string Words(JobCall& call) {
    const batch::JobFolder folder = folder_process::FolderOf(call);
    const std::string all = folder.LastWords(kStderrBytes);
    std::string words;
    for (size_t at = 0; at < all.size();) {
      const size_t end = std::min(all.find('\n', at), all.size());
      const std::string line = all.substr(at, end - at);
      if (!IsNoise(line)) words += (words.empty() ? "" : "\n") + line;
      at = end + 1;
    }
    if (words.empty()) return folder.LastOutput(kWordsBytes);
    return words.substr(words.size() - std::min(words.size(), kWordsBytes));
  }

  std::string CommandOf(const SparkProgram& program, const std::string& name) const {
    std::string command = "exec " + batch::Quoted(work_.cluster.spark_submit);
    const auto add = [&command](const std::string& flag, const std::string& value) {
      if (!value.empty()) command += " " + flag + " " + batch::Quoted(value);
    };
    const auto joined = [](const std::vector<std::string>& texts) {
      std::string all;
      for (const std::string& text : texts) all += (all.empty() ? "" : ",") + text;
      return all;
    };
    add("--master", work_.cluster.submit_master);
    add("--name", name);
    add("--class", program.class_name);
    add("--proxy-user", program.proxy_user);
    add("--jars", joined(program.jars));
    add("--py-files", joined(program.python_files));
    add("--files", joined(program.files));
    add("--archives", joined(program.archives));
    for (const auto& [key, value] : program.settings) {
      std::string pair = key;
      add("--conf", pair.append("=").append(value));
    }
    command += " " + batch::Quoted(program.file);
    for (const std::string& argument : program.arguments) command += " " + batch::Quoted(argument);
    return command;
  }

  const SparkWork work_;
};

}  // namespace

Result<std::unique_ptr<Job>> MakeSubmitJob(SparkWork work) {
  const auto mode = work.program.settings.find("spark.submit.deployMode");
  if (mode != work.program.settings.end() && !SameName(mode->second, "client")) {
    return Fail(ErrorKind::kUnsupported, "UnsupportedSparkSetting",
                "by spark-submit the driver runs on this machine, where it can be stopped; "
                "'spark.submit.deployMode' must be client or left out, got '" +
                    mode->second + "'")
        .At(work.cluster.name);
  }
  if (access(work.cluster.spark_submit.c_str(), X_OK) != 0) {
    return Fail(ErrorKind::kInvalid, "2110",
                "'sparkSubmit' of linked service '" + work.cluster.name +
                    "' must be the path of spark-submit on this machine; '" +
                    work.cluster.spark_submit + "' is no program")
        .At(work.cluster.name);
  }
  return std::make_unique<SubmitJob>(std::move(work));
}

}  // namespace weir::compute::spark
