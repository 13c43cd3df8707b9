#include "copy/copy.h"

#include <gtest/gtest.h>

#include "copy/testing/store_fixture.h"
#include "testing/json_cases.h"

namespace weir::copy {
namespace {

/// {files, setup, source, sink (datasets' properties), activity (typeProperties), want | error}
void CheckCopy(const Json& test_case) {
  testing::StoreFixture stores;
  stores.Prepare(test_case);
  const Services services = stores.services();
  const CancelToken cancel;
  const SystemClock clock;
  const model::DatasetInstance source = stores.Dataset(test_case["source"], "Source");
  const model::DatasetInstance sink = stores.Dataset(test_case["sink"], "Sink");
  const Result<Json> output =
      RunCopy({services,
               "CopyIt",
               "run-1",
               test_case["activity"],
               source,
               sink,
               [&](const Json& reference) { return stores.LinkedService(reference); },
               cancel,
               clock,
               {}});
  if (test_case["error"].is_object()) {
    ASSERT_FALSE(output) << DumpJson(*output);
    testing::ExpectError(test_case["error"], output.error());
  } else {
    ASSERT_TRUE(output) << output.error().ToString();
    testing::ExpectMembers(test_case["want"]["output"], *output, "output");
  }
  stores.Check(test_case["want"]);
}

const bool kFiles =
    weir::testing::RegisterCases("copy_files", "src/copy/cases/files.json", CheckCopy);
const bool kTables =
    weir::testing::RegisterCases("copy_tables", "src/copy/cases/tables.json", CheckCopy);
const bool kMapping =
    weir::testing::RegisterCases("copy_mapping", "src/copy/cases/mapping.json", CheckCopy);
const bool kFaults =
    weir::testing::RegisterCases("copy_faults", "src/copy/cases/faults.json", CheckCopy);
const bool kLegacy =
    weir::testing::RegisterCases("copy_legacy", "src/copy/cases/legacy.json", CheckCopy);
const bool kDocuments =
    weir::testing::RegisterCases("copy_documents", "src/copy/cases/documents.json", CheckCopy);
const bool kPacked =
    weir::testing::RegisterCases("copy_packed", "src/copy/cases/packed.json", CheckCopy);
const bool kBytes =
    weir::testing::RegisterCases("copy_bytes", "src/copy/cases/bytes.json", CheckCopy);

}  // namespace
}  // namespace weir::copy
