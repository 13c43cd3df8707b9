#pragma once

#include <memory>
#include <string>

#include "connectors/postgres/connection.h"
#include "connectors/postgres/row_decoder.h"
#include "formats/batch_stream.h"

namespace weir::connectors::postgres {

/// Read `sql` over two sessions at once if it asks for all rows of one large table and for nothing
/// else: `SELECT * FROM t`, `SELECT a, b AS c FROM s.t`. Null if it is another statement, the
/// table is small, or a second session cannot be had.
///
/// One session's output is what bounds a large read: the server spends more on it than we do. Both
/// sessions see one snapshot; each takes half of the table's pages. Rows come in no order, as
/// without ORDER BY they may.
Result<std::unique_ptr<formats::BatchStream>> OpenParallel(
    const std::shared_ptr<Connection>& connection, const std::string& sql,
    const std::vector<ServerColumn>& columns, const CancelToken* cancel);

/// The FROM name of such a statement as it is written, and what stands before it; empty if the
/// statement is of another kind.
struct PlainRead {
  std::string select;  ///< "SELECT a, b FROM "
  std::string table;   ///< "s.t"
};
PlainRead ReadPlain(const std::string& sql);

}  // namespace weir::connectors::postgres
