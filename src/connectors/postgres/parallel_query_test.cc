#include "connectors/postgres/parallel_query.h"

#include <gtest/gtest.h>

namespace weir::connectors::postgres {
namespace {

TEST(PostgresParallel, OnlyWholeTablesAreSplit) {
  const PlainRead all = ReadPlain("select * from sales . \"Order Lines\" -- all\n");
  EXPECT_EQ(all.select, "select * FROM ");
  EXPECT_EQ(all.table, "sales.\"Order Lines\"");
  EXPECT_EQ(ReadPlain("SELECT a, t.b AS \"from\" FROM t").table, "t");
  for (const char* sql :
       {"SELECT * FROM t WHERE a = 1", "SELECT DISTINCT a FROM t", "SELECT count(*) FROM t",
        "SELECT * FROM t LIMIT 5", "SELECT * FROM t ORDER BY a", "SELECT * FROM a, b",
        "SELECT * INTO x FROM t", "SELECT 1 FROM t", "TABLE t", "SELECT * FROM f()",
        "WITH t AS (SELECT 1) SELECT * FROM t", "SELECT * FROM t x", "SELECT 1", "", "SELECT"}) {
    EXPECT_EQ(ReadPlain(sql).table, "") << sql;
  }
}

}  // namespace
}  // namespace weir::connectors::postgres
