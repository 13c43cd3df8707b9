#include "activity/register.h"

#include "activity/executors.h"

namespace weir::activity {

Result<> RegisterActivities(engine::ActivityRegistry& registry,
                            const connectors::ConnectorRegistry& connectors,
                            const formats::FormatRegistry& formats, const Outbound& outbound) {
  const copy::Services services{connectors, formats};
  const engine::ActivitySpec specs[] = {
      {"Copy", "Copy files or tables from one store to another.", false, MakeCopy(services)},
      {"Lookup", "Read rows of a dataset into the output.", true, MakeLookup(services)},
      {"GetMetadata", "Say what a file, folder or table is.", true, MakeGetMetadata(services)},
      {"Delete", "Delete files and folders.", false, MakeDelete(services)},
      {"Validation", "Wait until a dataset is there.", true, MakeValidation(services)},
      {"WebActivity", "Call a web address.", false, MakeWeb(outbound)},
      {"WebHook", "Call a web address and wait until somebody calls back.", false,
       MakeWebHook(outbound)},
      {"AzureFunctionActivity", "Call an Azure function.", false, MakeAzureFunction(outbound)},
      {"Script", "Run SQL in a database.", false, MakeScript(services)},
      {"SqlServerStoredProcedure", "Call a stored procedure.", false,
       MakeStoredProcedure(services)},
      {"TestConnection", "Say whether a store can be reached.", true, MakeTestConnection(services),
       true},
      {"PreviewData", "Read the first rows of a dataset.", true, MakePreviewData(services), true},
  };
  for (const engine::ActivitySpec& spec : specs) WEIR_TRY(registry.Add(spec));
  return {};
}

}  // namespace weir::activity
