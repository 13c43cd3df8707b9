#include "activity/executors.h"
#include "activity/standard_output.h"
#include "copy/settings.h"
#include "copy/sql_parameters.h"

namespace weir::activity {
namespace {

constexpr const char* kProcedureError = "2402";

/// ADF's words around the server's.
Error AsProcedureError(const Error& error) {
  if (error.kind() == ErrorKind::kCancelled || error.kind() == ErrorKind::kUnsupported) {
    return error;
  }
  return Fail(error.kind(), kProcedureError,
              "Execution fail against sql server. Please contact SQL Server team if you need "
              "further support. Sql error number: " +
                  error.code() + ". Error Message: " + error.message())
      .At(error.target());
}

/// SqlServerStoredProcedure: calls a procedure; its result sets go nowhere.
class StoredProcedureExecutor final : public engine::ActivityExecutor {
 public:
  explicit StoredProcedureExecutor(const copy::Services& services) : services_(services) {}

  Result<Json> Execute(engine::ActivityContext& context) override {
    const UtcTime start = context.clock().Now();
    const Json& settings = context.type_properties();
    WEIR_ASSIGN(const std::string name, copy::ReadText(settings, "storedProcedureName"));
    if (name.empty()) {
      return Fail(ErrorKind::kInvalid, "2103",
                  "Please provide value for the required property 'storedProcedureName'.");
    }
    WEIR_ASSIGN(const std::vector<connectors::SqlParameter> parameters,
                copy::ReadSqlParameters(settings["storedProcedureParameters"]));
    WEIR_ASSIGN(const model::LinkedServiceInstance linked_service,
                context.LinkedService(context.activity()["linkedServiceName"]));
    const Result<connectors::ScriptResult> result = Call(context, linked_service, name, parameters);
    if (!result) return AsProcedureError(result.error());
    return WithStandardKeys(Json::Object({}), Billing::kExternal, start, context.clock().Now());
  }

 private:
  Result<connectors::ScriptResult> Call(
      engine::ActivityContext& context, const model::LinkedServiceInstance& linked_service,
      const std::string& name, const std::vector<connectors::SqlParameter>& parameters) const {
    WEIR_ASSIGN(const std::unique_ptr<connectors::Database> database,
                copy::OpenDatabase(services_, linked_service));
    return database->Call(name, parameters, 0, &context.cancel());
  }

  const copy::Services services_;
};

}  // namespace

std::shared_ptr<engine::ActivityExecutor> MakeStoredProcedure(const copy::Services& services) {
  return std::make_shared<StoredProcedureExecutor>(services);
}

}  // namespace weir::activity
