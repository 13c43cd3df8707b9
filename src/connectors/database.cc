#include "connectors/database.h"

namespace weir::connectors {

Result<std::unique_ptr<formats::BatchStream>> Database::QueryProcedure(
    const std::string& procedure, const std::vector<SqlParameter>& /*parameters*/,
    const CancelToken* /*cancel*/) {
  return Fail(ErrorKind::kUnsupported, "StoredProcedureNotSupported",
              "this store cannot be read through the stored procedure '" + procedure + "'");
}

}  // namespace weir::connectors
