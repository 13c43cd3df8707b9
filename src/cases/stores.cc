#include "cases/stores.h"

#include "activity/register.h"
#include "base/check.h"
#include "base/ids.h"
#include "compute/register.h"
#include "copy/location.h"

namespace weir::cases {
namespace {

/// The engine's side of one attempt.
class CaseContext final : public engine::ActivityContext {
 public:
  CaseContext(const CaseStores& stores, const Json& activity, const Json& datasets, Json callback)
      : stores_(stores), activity_(activity), datasets_(datasets), callback_(std::move(callback)) {}

  const std::string& run_id() const override { return run_id_; }
  const std::string& activity_run_id() const override { return run_id_; }
  const std::string& activity_name() const override { return activity_["name"].as_string(); }
  const Json& activity() const override { return activity_; }
  Result<model::DatasetInstance> Dataset(const Json& reference) const override {
    const std::string& name = reference["referenceName"].as_string();
    return stores_.Dataset(name, datasets_[name]);
  }
  Result<model::LinkedServiceInstance> LinkedService(const Json& reference) const override {
    return stores_.LinkedService(reference["referenceName"].as_string());
  }
  Result<Json> Credential(const Json&) const override {
    return Fail(ErrorKind::kNotFound, "CredentialNotFound", "cases have no credentials");
  }
  Result<std::string> Secret(const Json& setting) const override {
    return model::SettingText(setting);
  }
  const Json& handle() const override { return handle_; }
  const Json& callback() const override { return callback_; }
  Result<> SaveHandle(Json handle) override {
    handle_ = std::move(handle);
    return {};
  }
  Result<std::string> CallbackUri(const std::string&) override {
    return Fail(ErrorKind::kUnsupported, "CallbacksUnavailable", "cases have no callbacks");
  }
  void CallAgain(UtcTime) override {}
  const CancelToken& cancel() const override { return cancel_; }
  const Clock& clock() const override { return clock_; }
  void Report(const engine::Progress&) override {}

 private:
  const CaseStores& stores_;
  const Json& activity_;
  const Json& datasets_;
  std::string run_id_ = "R";
  Json handle_;
  Json callback_;
  CancelToken cancel_;
  SystemClock clock_;
};

}  // namespace

CaseStores::CaseStores()
    : database_(":memory:" + NewGuid()),
      files_(std::make_shared<connectors::testing::MemoryFileStore>()) {
  connectors::ConnectorRegistry all;
  const Result<> formats = formats::RegisterFormats(formats_);
  const Result<> known = connectors::RegisterConnectors(all);
  const Result<const connectors::ConnectorSpec*> duckdb = all.Find("DuckDB");
  WEIR_CHECK(formats && known && duckdb, "the lists of this build register");
  const Result<> database = connectors_.Add(**duckdb);
  const Result<> memory =
      connectors_.Add({.name = "memory",
                       .linked_services = {"AzureBlobStorage", "FileServer"},
                       .datasets = {},
                       .copy_sources = {},
                       .copy_sinks = {},
                       .open_files = [files = files_](const model::LinkedServiceInstance&)
                           -> Result<std::shared_ptr<connectors::FileStore>> { return files; },
                       .open_database = nullptr});
  const Result<> activities = activity::RegisterActivities(activities_, connectors_, formats_);
  const Result<> compute = compute::RegisterCompute(
      activities_, {.services = {connectors_, formats_},
                    .outbound = activity::MakeOutbound(),
                    .jobs = {.logs = std::make_shared<compute::JobLogs>()}});
  WEIR_CHECK(database && memory && activities && compute, "the lists of this build register");
}

model::LinkedServiceInstance CaseStores::LinkedService(const std::string& name) const {
  const bool database = name == "db";
  const std::string type = database ? "DuckDB" : "AzureBlobStorage";
  Json settings = Json::Object({});
  if (database) settings.Set("path", database_);
  return {name, type, Json::Object({{"type", type}, {"typeProperties", settings}})};
}

model::DatasetInstance CaseStores::Dataset(const std::string& name, const Json& properties) const {
  model::DatasetInstance dataset;
  dataset.name = name;
  dataset.type = properties["type"].as_string();
  dataset.properties = properties;
  dataset.linked_service = LinkedService(copy::IsFileDataset(dataset) ? "files" : "db");
  return dataset;
}

Result<> CaseStores::Sql(const std::string& script) {
  WEIR_ASSIGN(const std::unique_ptr<connectors::Database> database,
              copy::OpenDatabase(services(), LinkedService("db")));
  WEIR_TRY(database->Execute(script, {}, 0, nullptr));
  return {};
}

Result<Json> CaseStores::Rows(const std::string& query) {
  WEIR_ASSIGN(const std::unique_ptr<connectors::Database> database,
              copy::OpenDatabase(services(), LinkedService("db")));
  WEIR_ASSIGN(connectors::ScriptResult result, database->Execute(query, {}, 100000, nullptr));
  if (result.result_sets.empty()) return Json::Array();
  return Json::Array(std::move(result.result_sets.front().rows));
}

Result<Json> CaseStores::Run(const Json& activity, const Json& datasets, const Json& callback) {
  const engine::ActivitySpec* spec = activities_.Find(activity["type"].as_string());
  if (spec == nullptr) return Fail(ErrorKind::kUnsupported, "NoActivity", "no such activity");
  CaseContext context(*this, activity, datasets, callback);
  return spec->executor->Execute(context);
}

Result<Json> CaseStores::Copy(const Json& source, const Json& sink, const Json& type_properties) {
  const auto reference = [](const char* name) {
    return Json::Array({Json::Object({{"referenceName", name}})});
  };
  const Json activity = Json::Object({{"name", "CopyA"},
                                      {"type", "Copy"},
                                      {"inputs", reference("Source")},
                                      {"outputs", reference("Sink")},
                                      {"typeProperties", type_properties}});
  return Run(activity, Json::Object({{"Source", source}, {"Sink", sink}}));
}

Json FileDataset(const std::string& type, const std::string& folder, const std::string& file,
                 const Json& settings) {
  Json location = Json::Object({{"type", "FileServerLocation"}, {"folderPath", folder}});
  if (!file.empty()) location.Set("fileName", file);
  Json properties = settings.is_object() ? settings : Json::Object({});
  properties.Set("location", location);
  return Json::Object({{"type", type}, {"typeProperties", properties}});
}

Json TableDataset(const std::string& table) {
  return Json::Object(
      {{"type", "AzureSqlTable"}, {"typeProperties", Json::Object({{"table", table}})}});
}

}  // namespace weir::cases
