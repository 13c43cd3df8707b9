#include <arrow/io/interfaces.h>
#include <arrow/util/base64.h>

#include <algorithm>

#include "activity/web_request.h"
#include "base/names.h"
#include "compute/batch/batch_client.h"
#include "compute/batch/custom_work.h"
#include "copy/settings.h"
#include "formats/batch_stream.h"

namespace weir::compute::batch {
namespace {

constexpr const char* kResource = "https://batch.core.windows.net";
constexpr const char* kContainer = "adfjobs/";
constexpr size_t kResourcesCharsMax = 32'768;
constexpr size_t kJobIdCharsMax = 64;
constexpr int64_t kCustomOutputBytesMax = int64_t{4} << 20;
constexpr int64_t kLastWordsBytes = 2000;
/// How long a task may wait in its queue until it reads its files.
constexpr std::chrono::hours kReadWithin{7 * 24};
constexpr const char* kStreams[] = {"stdout.txt", "stderr.txt"};

struct AzureBatchWork {
  CustomWork custom;
  BatchClient client;
  std::string pool;
  std::string job;                                 ///< One for each pool.
  std::shared_ptr<connectors::FileStore> storage;  ///< Of the account's linked service.
  Json user;                                       ///< userIdentity.
};

/// A command as a task of Azure Batch, by the name of our attempt; its job is one for the pool, as
/// its files are in "adfjobs/<name>" of the storage. The service refuses a second task of a name.
class AzureBatchJob final : public Job {
 public:
  explicit AzureBatchJob(AzureBatchWork work) : work_(std::move(work)) {}

  bool CanFind() const override { return true; }

  Result<std::optional<Json>> Find(JobCall& call) override {
    const Result<http::Response> task = work_.client.Ask(call, {.path = TaskPath(call)});
    if (!task && task.error().kind() == ErrorKind::kNotFound) return std::optional<Json>();
    WEIR_TRY(task);
    return std::optional(HandleOf(call));
  }

  Result<Json> Submit(JobCall& call) override {
    WEIR_ASSIGN(const Json files, PlaceFiles(call));
    if (DumpJson(files).size() > kResourcesCharsMax) {
      return Fail(ErrorKind::kInvalid, "2504",
                  "BadRequest. There are too many files in '" + work_.custom.resource_folder +
                      "': their addresses are longer than 32768 characters")
          .At(work_.custom.service);
    }
    const Json pool = Json::Object({{"poolId", work_.pool}});
    const Json job = Json::Object({{"id", work_.job}, {"poolInfo", pool}});
    WEIR_TRY(Make(call, "/jobs", job));
    const std::string keep =
        "P" + std::to_string(std::max<int64_t>(work_.custom.retention_days, 0)) + "D";
    const Json task = Json::Object(
        {{"id", call.name()},
         {"displayName", work_.custom.activity["name"]},
         {"commandLine", work_.custom.command},
         {"resourceFiles", files},
         {"constraints", Json::Object({{"retentionTime", keep}, {"maxTaskRetryCount", 0}})},
         {"userIdentity", Json::Object({{"autoUser", work_.user}})}});
    WEIR_TRY(Make(call, "/jobs/" + work_.job + "/tasks", task));
    return HandleOf(call);
  }

  Result<JobStatus> Poll(JobCall& call) override {
    WEIR_ASSIGN(const http::Response answer, work_.client.Ask(call, {.path = TaskPath(call)}));
    const Result<Json> task = ParseJson(answer.body);
    if (!task) {
      return Fail(ErrorKind::kUnavailable, "ServiceFailed", "Azure Batch answered with no JSON");
    }
    const std::string& state = (*task)["state"].as_string();
    const bool over = SameName(state, "completed");
    if (over || SameName(state, "running")) WEIR_TRY(Log(call, over));
    JobStatus status;
    status.progress.note = "Azure Batch task " + call.name() + ": " + state;
    if (!over) return status;
    WEIR_TRY(KeepStreams(call));
    return Ended(call, (*task)["executionInfo"]);
  }

  Result<> Cancel(JobCall& call) override {
    const RestCall ask{.method = "POST", .path = TaskPath(call) + "/terminate"};
    const Result<http::Response> answer = work_.client.Ask(call, ask);
    const bool over = answer || answer.error().kind() == ErrorKind::kNotFound ||
                      answer.error().kind() == ErrorKind::kConflict;
    return over ? Result<>() : Result<>(answer.error());
  }

  Result<Json> Output(JobCall& call) override {
    Json outputs = Json::Array();
    for (const char* stream : kStreams) {
      outputs.Append(work_.storage->Describe(StoredPath(call, "output", stream)));
    }
    const Json where = Json::Object({{"account", work_.client.account()},
                                     {"poolName", work_.pool},
                                     {"jobId", work_.job},
                                     {"taskId", call.name()}});
    Json output = Json::Object({{"exitcode", 0},
                                {"outputs", std::move(outputs)},
                                {"computeInformation", DumpJson(where)}});
    WEIR_ASSIGN(const Json custom, CustomOutput(call));
    if (!custom.is_null()) output.Set("customOutput", custom);
    return output;
  }

  /// The settings hold secrets: they go from the storage and from the node.
  void Close(JobCall& call) override {
    static_cast<void>(work_.storage->DeleteFolder(kContainer + call.name() + "/runtime"));
    for (const auto& [name, text] : work_.custom.Settings()) {
      static_cast<void>(FilesOf(call).Delete(call, "wd/" + name));
    }
  }

 private:
  std::string TaskPath(const JobCall& call) const {
    return "/jobs/" + work_.job + "/tasks/" + call.name();
  }
  TaskFiles FilesOf(const JobCall& call) const { return {work_.client, TaskPath(call)}; }
  Json HandleOf(const JobCall& call) const {
    return Json::Object({{"job", work_.job}, {"task", call.name()}});
  }
  static std::string StoredPath(const JobCall& call, const char* folder, const std::string& name) {
    return kContainer + call.name() + "/" + folder + "/" + name;
  }

  /// What is there already is ours.
  Result<> Make(const JobCall& call, const std::string& path, const Json& body) const {
    const RestCall ask{.method = "POST", .path = path, .body = body};
    const Result<http::Response> answer = work_.client.Ask(call, ask);
    if (answer) return {};
    const std::string& said = answer.error().message();
    const bool exists = answer.error().kind() == ErrorKind::kConflict &&
                        (said.find("JobExists") != std::string::npos ||
                         said.find("TaskExists") != std::string::npos);
    return exists ? Result<>() : Result<>(answer.error());
  }

  Result<> Store(const std::string& path, const std::string& bytes) const {
    WEIR_ASSIGN(const auto output, work_.storage->OpenOutput(path));
    const arrow::Status wrote =
        output->stream()->Write(bytes.data(), static_cast<int64_t>(bytes.size()));
    if (!wrote.ok()) return formats::FromArrow(wrote, "2502");
    return output->Commit();
  }

  /// [{httpUrl, filePath}]: the settings from our storage, resources from where they are, or if
  /// nobody else can read them there from our storage too.
  Result<Json> PlaceFiles(const JobCall& call) const {
    Json files = Json::Array();
    for (const auto& [name, text] : work_.custom.Settings()) {
      WEIR_TRY(PlaceText(call, name, text, &files));
    }
    if (work_.custom.resources == nullptr) return files;
    WEIR_ASSIGN(const std::vector<connectors::FileEntry> resources,
                work_.custom.Resources(call.cancel()));
    const UtcTime until = call.clock().Now() + kReadWithin;
    for (const connectors::FileEntry& one : resources) {
      const Result<std::string> url = work_.custom.resources->ShareFile(one.path, until);
      if (url) {
        files.Append(Json::Object({{"httpUrl", *url}, {"filePath", one.name()}}));
        continue;
      }
      WEIR_ASSIGN(const std::string bytes, work_.custom.ReadResource(one.path, call.cancel()));
      WEIR_TRY(PlaceText(call, one.name(), bytes, &files));
    }
    return files;
  }

  Result<> PlaceText(const JobCall& call, const std::string& name, const std::string& bytes,
                     Json* files) const {
    const std::string path = StoredPath(call, "runtime", name);
    WEIR_ASSIGN(const std::string url,
                work_.storage->ShareFile(path, call.clock().Now() + kReadWithin));
    WEIR_TRY(Store(path, bytes));
    files->Append(Json::Object({{"httpUrl", url}, {"filePath", name}}));
    return {};
  }

  /// Add what the command said since; how much was read is kept, so a restart goes on there.
  Result<> Log(JobCall& call, bool over) const {
    Json handle = call.handle();
    bool any = false;
    for (const char* stream : kStreams) {
      int64_t read = handle[stream].as_int();
      while (true) {
        WEIR_ASSIGN(std::string text, FilesOf(call).Read(call, stream, read));
        const bool whole = over || std::ssize(text) == TaskFiles::kPieceBytes;
        if (!whole) text.resize(text.rfind('\n') == std::string::npos ? 0 : text.rfind('\n') + 1);
        if (text.empty()) break;
        call.log().Append(text);
        read += static_cast<int64_t>(text.size());
        any = true;
      }
      handle.Set(stream, read);
    }
    return any ? call.Save(std::move(handle)) : Result<>();
  }

  /// Copy what the command said to the storage, as ADF does.
  Result<> KeepStreams(const JobCall& call) const {
    for (const char* stream : kStreams) {
      WEIR_ASSIGN(const auto output, work_.storage->OpenOutput(StoredPath(call, "output", stream)));
      for (int64_t read = 0;;) {
        WEIR_ASSIGN(const std::string text, FilesOf(call).Read(call, stream, read));
        if (text.empty()) break;
        const arrow::Status wrote =
            output->stream()->Write(text.data(), static_cast<int64_t>(text.size()));
        if (!wrote.ok()) return formats::FromArrow(wrote, "2502");
        read += static_cast<int64_t>(text.size());
      }
      WEIR_TRY(output->Commit());
    }
    return {};
  }

  Result<JobStatus> Ended(const JobCall& call, const Json& info) const {
    const Json& failure = info["failureInfo"];
    if (SameName(failure["code"].as_string(), "TaskEnded")) {
      JobStatus stopped;
      stopped.state = JobState::kCancelled;
      return stopped;
    }
    WEIR_ASSIGN(const std::string words, LastWords(call));
    if (info["exitCode"].is_int()) {
      return work_.custom.Ended(info["exitCode"].as_int(), "", words);
    }
    JobStatus status;
    status.state = JobState::kFailed;
    std::string why = failure["code"].as_string() + ": " + failure["message"].as_string();
    for (const Json& detail : failure["details"].items()) {
      // An address may have a signature.
      const std::string& value = detail["value"].as_string();
      why += "; " + detail["name"].as_string() + " " +
             (value.find("://") == std::string::npos ? value : http::PrintableUrl(value));
    }
    status.error = Fail(ErrorKind::kInvalid, "2500",
                        "Hit unexpected exception and execution failed. Azure Batch did not run "
                        "the command to its end: " +
                            why)
                       .At(work_.custom.service);
    return status;
  }

  Result<std::string> LastWords(const JobCall& call) const {
    WEIR_ASSIGN(const std::optional<int64_t> size, FilesOf(call).Size(call, kStreams[1]));
    if (!size || *size == 0) return std::string();
    const int64_t from = std::max<int64_t>(0, *size - kLastWordsBytes);
    WEIR_ASSIGN(std::string text, FilesOf(call).Read(call, kStreams[1], from));
    if (from > 0 && text.find('\n') != std::string::npos) text.erase(0, text.find('\n') + 1);
    while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
    return text;
  }

  Result<Json> CustomOutput(const JobCall& call) const {
    constexpr const char* kName = "wd/outputs.json";
    WEIR_ASSIGN(const std::optional<int64_t> size, FilesOf(call).Size(call, kName));
    if (!size) return Json();
    if (*size > kCustomOutputBytesMax) {
      return Fail(ErrorKind::kInvalid, "2500",
                  "'outputs.json' of the command is larger than 4 MiB");
    }
    WEIR_ASSIGN(const std::string text, FilesOf(call).Read(call, kName, 0));
    Result<Json> json = ParseJson(text);
    if (json) return json;
    return Fail(ErrorKind::kInvalid, "2500",
                "'outputs.json' of the command is not JSON: " + json.error().message());
  }

  const AzureBatchWork work_;
};

/// {scope, elevationLevel}.
Result<Json> UserOf(const Json& settings) {
  WEIR_ASSIGN(const std::string name, copy::ReadText(settings, "autoUserSpecification"));
  const std::tuple<const char*, const char*, const char*> known[] = {
      {"TaskNonAdmin", "task", "nonadmin"},
      {"TaskAdmin", "task", "admin"},
      {"PoolNonAdmin", "pool", "nonadmin"},
      {"PoolAdmin", "pool", "admin"}};
  for (const auto& [ours, scope, level] : known) {
    if (name.empty() || SameName(name, ours)) {
      return Json::Object({{"scope", scope}, {"elevationLevel", level}});
    }
  }
  return Fail(ErrorKind::kInvalid, "2104",
              "'autoUserSpecification' must be TaskNonAdmin, TaskAdmin, PoolNonAdmin or PoolAdmin, "
              "got '" +
                  name + "'");
}

Result<BatchClient> ReadClient(engine::ActivityContext& context, const Json& settings,
                               const ComputeTools& tools) {
  WEIR_ASSIGN(std::string account, copy::ReadText(settings, "accountName"));
  if (account.empty()) return activity::MissingProperty("accountName");
  WEIR_ASSIGN(std::string uri, copy::ReadText(settings, "batchUri"));
  if (uri.empty()) return activity::MissingProperty("batchUri");
  account = account.substr(0, account.find('.'));  // Version 1 also has "name.region".
  WEIR_ASSIGN(std::string url, BatchUrl(std::move(uri), account));
  RestService service{tools.outbound.client, std::move(url)};
  WEIR_ASSIGN(const std::string key, context.Secret(settings["accessKey"]));
  if (key.empty()) {
    WEIR_ASSIGN(SignIn sign_in, SignIn::Read(context, settings, kResource, tools.outbound));
    return BatchClient(std::move(service), std::move(account), std::move(sign_in));
  }
  const arrow::Result<std::string> decoded = arrow::util::base64_decode(key);
  if (!decoded.ok() || decoded->empty()) {
    return Fail(ErrorKind::kInvalid, "2104", "'accessKey' must be base64").At("accessKey");
  }
  return BatchClient(std::move(service), std::move(account), *decoded);
}

}  // namespace

Result<std::unique_ptr<Job>> MakeAzureBatchJob(engine::ActivityContext& context, CustomWork work,
                                               const model::LinkedServiceInstance& service,
                                               const ComputeTools& tools) {
  const Json& settings = service.type_properties();
  WEIR_ASSIGN(BatchClient client, ReadClient(context, settings, tools));
  WEIR_ASSIGN(const std::string pool, copy::ReadText(settings, "poolName"));
  if (pool.empty()) return activity::MissingProperty("poolName");
  const Json& reference = settings["linkedServiceName"];
  if (!reference.is_object()) return activity::MissingProperty("linkedServiceName");
  WEIR_ASSIGN(const model::LinkedServiceInstance store, context.LinkedService(reference));
  WEIR_ASSIGN(auto storage, copy::OpenFiles(tools.services, store));
  WEIR_ASSIGN(Json user, UserOf(context.type_properties()));
  const std::string job = ("weir-" + pool).substr(0, kJobIdCharsMax);
  return std::make_unique<AzureBatchJob>(AzureBatchWork{std::move(work), std::move(client), pool,
                                                        job, std::move(storage), std::move(user)});
}

}  // namespace weir::compute::batch
