#pragma once

#include <string_view>
#include <vector>

#include "connectors/database.h"

namespace weir::lineage {

/// The tables that SQL text names.
struct SqlTables {
  std::vector<connectors::TableName> reads;
  std::vector<connectors::TableName> writes;
  bool writes_something = false;  ///< It changes data, whether or not its tables are known.
};

/// Read what statements read and write, by their words: FROM, JOIN, USING; INSERT INTO, UPDATE,
/// MERGE, DELETE, TRUNCATE, CREATE TABLE … AS, SELECT … INTO, COPY INTO. Names of common table
/// expressions, of variables (@t) and of temporary tables (#t) are left out. What is built at run
/// time (EXEC of a text) is not seen. Never fails; cost O(text).
SqlTables TablesOf(std::string_view sql);

}  // namespace weir::lineage
