#include "connectors/duckdb/database.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/ids.h"
#include "connectors/connector.h"
#include "connectors/testing/database_suite.h"

namespace weir::connectors::duckdb {

Result<> Register(ConnectorRegistry& registry);

namespace {

/// A folder for one test, gone with it.
class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / ("weir-duckdb-" + NewGuid())) {
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string Path(const std::string& name) const { return (path_ / name).string(); }
  void Write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name) << text;
  }

 private:
  std::filesystem::path path_;
};

Result<std::unique_ptr<Database>> Open(const std::string& path, const std::string& procedures) {
  ConnectorRegistry registry;
  WEIR_TRY(Register(registry));
  WEIR_ASSIGN(const ConnectorSpec* spec, registry.Find("duckdb"));
  model::LinkedServiceInstance service;
  service.name = "Warehouse";
  service.type = "DuckDB";
  service.properties = Json::Object(
      {{"typeProperties", Json::Object({{"path", path}, {"procedures", procedures}})}});
  return spec->open_database(service);
}

const Folder& SuiteFolder() {
  static const Folder folder;
  return folder;
}

testing::DatabaseBackend Backend(const std::string& name, const std::string& path) {
  return {
      .name = name,
      .open = [path] { return Open(path, SuiteFolder().Path("procedures")); },
      .endless_query =
          "SELECT count(*) AS n FROM range(10000000) a, range(10000000) b "
          "WHERE (a.range * b.range) % 7 = 3",
      .integer_type = "INTEGER",
      .decimal_type = "DECIMAL(12,3)",
      .make_procedure = [](Database&) -> Result<> {
        SuiteFolder().Write("procedures/suite_add.sql",
                            "SET NOCOUNT ON;\nINSERT INTO suite_calls VALUES (@p_name, "
                            "@p_quantity);\nSELECT count(*) AS total FROM suite_calls");
        return {};
      },
      .read_types = {"bool",
                     "int8",
                     "uint8",
                     "int16",
                     "uint16",
                     "int32",
                     "uint32",
                     "int64",
                     "uint64",
                     "float",
                     "double",
                     "decimal128(12, 3)",
                     "decimal128(38, 0)",
                     "decimal128(10, 10)",
                     "string",
                     "string",
                     "timestamp[us]",
                     "timestamp[us, tz=UTC]",
                     "duration[us]",
                     "date32[day]",
                     "binary"},
  };
}

}  // namespace
}  // namespace weir::connectors::duckdb

namespace weir::connectors::testing {

INSTANTIATE_TEST_SUITE_P(
    DuckDb, DatabaseSuite,
    ::testing::Values(duckdb::Backend("memory", ":memory:suite"),
                      duckdb::Backend("file", duckdb::SuiteFolder().Path("suite.duckdb"))),
    [](const auto& one) { return one.param.name; });

}  // namespace weir::connectors::testing

namespace weir::connectors::duckdb {
namespace {

using ::testing::HasSubstr;

std::vector<std::string> Rows(Database& database, const std::string& sql) {
  std::vector<std::string> lines;
  const auto ran = database.Execute(sql, {}, 1000, nullptr);
  if (!ran) return {ran.error().ToString()};
  for (const auto& set : ran->result_sets) {
    for (const Json& row : set.rows) lines.push_back(DumpJson(row));
  }
  return lines;
}

TEST(DuckDatabase, OwnTypesBecomeInterimTypes) {
  auto database = Open(":memory:types", "");
  ASSERT_TRUE(database.ok()) << database.error().ToString();
  EXPECT_EQ(Rows(**database,
                 "SELECT 170141183460469231731687303715884105727::HUGEINT AS huge, sum(1) AS total,"
                 " [1, NULL] AS list, {'a': 1, 'b': ['x']} AS struct, MAP {'k': 2} AS map,"
                 " 'b'::ENUM('a', 'b') AS enum, INTERVAL '1 day 2 hours' AS span,"
                 " TIME '12:34:56.5' AS t, TIMESTAMP_S '2020-01-01' AS s,"
                 " TIMESTAMP_NS '2020-01-01 00:00:00.123456789' AS ns, NULL AS nothing,"
                 " '{\"j\": 1}'::JSON AS json, '\\xAA'::BLOB AS blob, '101'::BIT AS bits,"
                 " 1.5::FLOAT AS real, 'NaN'::DOUBLE AS nan"),
            std::vector<std::string>{
                R"({"huge":170141183460469231731687303715884105727,"total":1,"list":"[1,null]",)"
                R"("struct":"{\"a\":1,\"b\":[\"x\"]}","map":"{\"k\":2}","enum":"b",)"
                R"("span":"1.02:00:00","t":"12:34:56.5","s":"2020-01-01T00:00:00Z",)"
                R"("ns":"2020-01-01T00:00:00.123456Z","nothing":null,"json":"{\"j\": 1}",)"
                R"("blob":"qg==","bits":"101","real":1.5,"nan":"NaN"})"});
  const auto months = (*database)->Execute("SELECT INTERVAL '1 month' AS m", {}, 10, nullptr);
  ASSERT_FALSE(months.ok());
  EXPECT_EQ(months.error().code(), "UserErrorInvalidDataValue");
  EXPECT_THAT(months.error().message(), HasSubstr("column 'm'"));
  const auto zoned = (*database)->Execute("SELECT '12:00:00+02'::TIMETZ AS z", {}, 10, nullptr);
  ASSERT_FALSE(zoned.ok());
  EXPECT_EQ(zoned.error().code(), "SqlDataTypeNotSupported");
}

TEST(DuckDatabase, TransactSqlRuns) {
  auto opened = Open(":memory:tsql", "");
  ASSERT_TRUE(opened.ok()) << opened.error().ToString();
  Database& database = **opened;
  EXPECT_EQ(
      Rows(database,
           "CREATE TABLE [dbo].[Order Lines] ([Id] [int] NOT NULL, [On] [bit], "
           "[Name] [nvarchar](max), [At] [datetime2](7))\nGO\n"
           "INSERT INTO [dbo].[Order Lines] VALUES (1, 1, N'a', '2020-01-31'), "
           "(2, 0, NULL, '2021-02-28')\nGO\n"
           "SELECT TOP 1 [Id], ISNULL([Name], 'none') AS n, DATEADD(day, 1, [At]) AS d, "
           "CONVERT(VARCHAR(10), [At], 120) AS c, DATEDIFF(month, '2021-01-01', [At]) AS m "
           "FROM [dbo].[Order Lines] WITH (NOLOCK) WHERE GETDATE() > [At] ORDER BY [Id] DESC"),
      std::vector<std::string>{
          R"({"Id":2,"n":"none","d":"2021-03-01T00:00:00Z","c":"2021-02-28","m":1})"});
  const auto columns = database.Describe({"DBO", "order lines"});
  ASSERT_TRUE(columns.ok()) << columns.error().ToString();
  EXPECT_EQ((*columns)[1].store_type, "BOOLEAN");
}

TEST(DuckDatabase, ProceduresAreFilesBesideTheDatabase) {
  const Folder folder;
  folder.Write("sales.duckdb.procedures/dbo.usp_Twice.sql", "SELECT @value * 2 AS doubled");
  auto opened = Open(folder.Path("sales.duckdb"), "");
  ASSERT_TRUE(opened.ok()) << opened.error().ToString();
  const auto called =
      (*opened)->Call("[dbo].[USP_TWICE]", {{"value", Json(21), "Int32", "Input"}}, 10, nullptr);
  ASSERT_TRUE(called.ok()) << called.error().ToString();
  EXPECT_EQ(DumpJson(called->result_sets[0].rows[0]), R"({"doubled":42})");
  const auto missing = (*opened)->Call("dbo.usp_Twice", {}, 10, nullptr);
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().code(), "SqlParameterMissing");
  EXPECT_THAT(missing.error().message(), HasSubstr("'value'"));
  const auto none = (*opened)->Call("dbo.usp_None", {}, 10, nullptr);
  ASSERT_FALSE(none.ok());
  EXPECT_THAT(none.error().message(), HasSubstr("usp_None.sql"));
}

TEST(DuckDatabase, AFileIsHeldOnlyWhileUsed) {
  const Folder folder;
  const std::string path = folder.Path("kept.duckdb");
  {
    auto database = Open(path, "");
    ASSERT_TRUE(database.ok()) << database.error().ToString();
    EXPECT_TRUE(Rows(**database, "CREATE TABLE t AS SELECT 1 AS a").empty());
  }
  EXPECT_FALSE(std::filesystem::exists(path + ".wal"));
  auto again = Open(path, "");
  ASSERT_TRUE(again.ok()) << again.error().ToString();
  EXPECT_EQ(Rows(**again, "SELECT a FROM t"), std::vector<std::string>{R"({"a":1})"});
}

TEST(DuckDatabase, AFileThatIsNoDatabase) {
  const Folder folder;
  folder.Write("text.duckdb", "this is not a database, but long enough to be read as one\n");
  const auto opened = Open(folder.Path("text.duckdb"), "");
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().kind(), ErrorKind::kUnavailable);
  EXPECT_EQ(opened.error().code(), "SqlFailedToConnect");
  const auto nowhere = Open(folder.Path("text.duckdb/below.duckdb"), "");
  ASSERT_FALSE(nowhere.ok());
  EXPECT_EQ(nowhere.error().code(), "SqlFailedToConnect");
  EXPECT_TRUE(Open(folder.Path("made/for/it.duckdb"), "").ok());
  const auto unnamed = Open("", "");
  ASSERT_FALSE(unnamed.ok());
  EXPECT_EQ(unnamed.error().code(), "LinkedServiceInvalid");
}

TEST(DuckDatabase, MissingExtensionsAreNotFetched) {
  auto database = Open(":memory:extensions", "");
  ASSERT_TRUE(database.ok()) << database.error().ToString();
  const auto ran = (*database)->Execute("SELECT * FROM read_xlsx('a.xlsx')", {}, 10, nullptr);
  EXPECT_FALSE(ran.ok());
}

}  // namespace
}  // namespace weir::connectors::duckdb
