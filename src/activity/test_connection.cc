#include "activity/executors.h"
#include "copy/services.h"

namespace weir::activity {
namespace {

/// Reach a database: it answers a query.
Result<> TryDatabase(const copy::Services& services, const model::LinkedServiceInstance& service,
                     const CancelToken* cancel) {
  WEIR_ASSIGN(const auto database, copy::OpenDatabase(services, service));
  WEIR_TRY(database->Execute("SELECT 1", {}, 1, cancel));
  return {};
}

/// Reach a file store: it lists `path`, or says what lies there if it lists nothing.
Result<> TryFiles(const copy::Services& services, const model::LinkedServiceInstance& service,
                  const std::string& path, const CancelToken* cancel) {
  WEIR_ASSIGN(const auto files, copy::OpenFiles(services, service, {}, cancel));
  const auto listed = files->List(path);
  if (listed) return {};
  if (listed.error().code() == "PathIsNotFolder") return {};
  if (listed.error().kind() != ErrorKind::kUnsupported) return listed.error();
  WEIR_TRY(files->Stat(path));
  return {};
}

/// TestConnection: says whether the store behind its linked service can be reached. Not a type of
/// Data Factory: a service makes one when somebody tests a linked service.
class TestConnectionExecutor final : public engine::ActivityExecutor {
 public:
  explicit TestConnectionExecutor(const copy::Services& services) : services_(services) {}

  Result<Json> Execute(engine::ActivityContext& context) override {
    WEIR_ASSIGN(const model::LinkedServiceInstance service,
                context.LinkedService(context.activity()["linkedServiceName"]));
    WEIR_ASSIGN(const bool database, copy::IsDatabase(services_, service));
    const std::string& path = context.type_properties()["path"].as_string();
    WEIR_TRY(database ? TryDatabase(services_, service, &context.cancel())
                      : TryFiles(services_, service, path, &context.cancel()));
    return Json::Object({{"succeeded", true}});
  }

 private:
  const copy::Services services_;
};

}  // namespace

std::shared_ptr<engine::ActivityExecutor> MakeTestConnection(const copy::Services& services) {
  return std::make_shared<TestConnectionExecutor>(services);
}

}  // namespace weir::activity
