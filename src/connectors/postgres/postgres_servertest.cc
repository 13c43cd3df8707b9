#include <gtest/gtest.h>

#include <cstdlib>

#include "connectors/connector.h"
#include "connectors/postgres/database.h"
#include "connectors/testing/database_suite.h"

namespace weir::connectors::postgres {

Result<> Register(ConnectorRegistry& registry);

namespace {

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

Result<std::unique_ptr<Database>> Open(const Json& type_properties,
                                       const std::string& type = "AzurePostgreSql") {
  ConnectorRegistry registry;
  WEIR_TRY(Register(registry));
  WEIR_ASSIGN(const ConnectorSpec* spec, registry.Find(type));
  model::LinkedServiceInstance service;
  service.name = "Warehouse";
  service.type = type;
  service.properties = Json::Object({{"typeProperties", type_properties}});
  return spec->open_database(service);
}

Result<std::unique_ptr<Database>> OpenServer() {
  return Open(Json::Object({{"connectionString", Environment("WEIR_TEST_POSTGRES")}}));
}

testing::DatabaseBackend Backend() {
  return {
      .name = "server",
      .open = OpenServer,
      .endless_query =
          "SELECT count(*) AS n FROM generate_series(1, 10000000) a, "
          "generate_series(1, 10000000) b WHERE (a::int8 * b) % 7 = 3",
      .integer_type = "integer",
      .decimal_type = "numeric(12,3)",
      .make_procedure = [](Database& database) -> Result<> {
        const auto made = database.Execute(
            "CREATE OR REPLACE FUNCTION suite_add(p_name text, p_quantity integer) "
            "RETURNS TABLE (total bigint) LANGUAGE plpgsql AS $body$ BEGIN "
            "INSERT INTO suite_calls VALUES (p_name, p_quantity); "
            "RETURN QUERY SELECT count(*) FROM suite_calls; END $body$",
            {}, 0, nullptr);
        if (!made) return made.error();
        return {};
      },
      .read_types = {"bool",
                     "int16",
                     "int16",
                     "int16",
                     "int32",
                     "int32",
                     "int64",
                     "int64",
                     "decimal128(20, 0)",
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
}  // namespace weir::connectors::postgres

namespace weir::connectors::testing {

INSTANTIATE_TEST_SUITE_P(Postgres, DatabaseSuite, ::testing::Values(postgres::Backend()),
                         [](const auto& one) { return one.param.name; });

}  // namespace weir::connectors::testing

namespace weir::connectors::postgres {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::unique_ptr<Database> OpenOrDie() {
  auto opened = OpenServer();
  EXPECT_TRUE(opened.ok()) << opened.error().ToString();
  return *std::move(opened);
}

void Must(Database& database, const std::string& sql) {
  const auto ran = database.Execute(sql, {}, 100, nullptr);
  ASSERT_TRUE(ran.ok()) << sql << ": " << ran.error().ToString();
}

// The rows of a query twice: through COPY and through a script. They must agree.
std::string Row(Database& database, const std::string& sql) {
  const auto stream = database.Query(sql, nullptr);
  if (!stream) return stream.error().ToString();
  const auto batch = (*stream)->Next();
  if (!batch) return batch.error().ToString();
  if (*batch == nullptr) return "";
  std::vector<Json> rows;
  AppendRows(**batch, 10, rows);
  std::string text;
  for (const Json& row : rows) text += DumpJson(row) + "\n";
  return text;
}

Json Server(const std::string& password, const std::string& port) {
  return Json::Object(
      {{"server", Environment("WEIR_TEST_POSTGRES_HOST")},
       {"port", port},
       {"database", "postgres"},
       {"username", Environment("WEIR_TEST_POSTGRES_USER")},
       {"authenticationType", "Basic"},
       {"sslMode", 2},
       {"connectionTimeout", 5},
       {"password", Json::Object({{"type", "SecureString"}, {"value", password}})}});
}

TEST(PostgresServer, TypedPropertiesConnect) {
  const auto opened = Open(
      Server(Environment("WEIR_TEST_POSTGRES_PASSWORD"), Environment("WEIR_TEST_POSTGRES_PORT")),
      "PostgreSqlV2");
  ASSERT_TRUE(opened.ok()) << opened.error().ToString();
  EXPECT_EQ(Row(**opened, "SELECT 1 AS a"), "{\"a\":1}\n");
}

TEST(PostgresServer, AWrongPasswordIsDeniedAndNotShown) {
  const auto opened = Open(Server("not-this-one", Environment("WEIR_TEST_POSTGRES_PORT")));
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().kind(), ErrorKind::kDenied);
  EXPECT_EQ(opened.error().code(), "SqlUnauthorizedAccess");
  EXPECT_THAT(opened.error().message(), HasSubstr("User: 'postgres'"));
  EXPECT_THAT(opened.error().ToString(), Not(HasSubstr("not-this-one")));
}

TEST(PostgresServer, AServerThatIsDown) {
  const auto opened = Open(Server("x", "1"));
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().kind(), ErrorKind::kUnavailable);
  EXPECT_EQ(opened.error().code(), "SqlFailedToConnect");
  EXPECT_THAT(opened.error().message(),
              HasSubstr("Cannot connect to SQL Database: '127.0.0.1', Database: 'postgres'"));
}

TEST(PostgresServer, OwnTypesReadAlikeBothWays) {
  const auto database = OpenOrDie();
  const std::string sql =
      "SELECT ARRAY[1, NULL, 3] AS list, '{\"a\": 1}'::jsonb AS j, '{\"b\":2}'::json AS k, "
      "'<x/>'::xml AS x, 'abc'::char(5) AS c, '10.0.0.1'::inet AS ip, B'101' AS bits, "
      "1234567890123456789012345678901234567890.5::numeric AS wide, 1::numeric / 3 AS third, "
      "-0.00012::numeric AS tiny, sum(2.50::numeric(5,2)) AS total, 'NaN'::numeric AS nan, "
      "0::numeric AS zero, 10000::numeric(20,4) AS even, 'n'::name AS n, 5::oid AS o, "
      "'12:34:56.5'::time AS t, '2020-02-29'::date AS d, 1.5::real AS r, "
      "'a'::\"char\" AS ch, NULL AS nothing, '\\x00ff'::bytea AS b, true AS yes";
  const std::string read = Row(*database, sql);
  EXPECT_EQ(read,
            R"({"list":"{1,NULL,3}","j":"{\"a\": 1}","k":"{\"b\":2}","x":"<x/>","c":"abc  ",)"
            R"("ip":"10.0.0.1/32","bits":"101",)"
            R"("wide":1234567890123456789012345678901234567890.5,)"
            R"("third":0.33333333333333333333,"tiny":-0.00012,"total":2.50,"nan":"NaN","zero":0,)"
            R"("even":10000.0000,"n":"n","o":5,"t":"12:34:56.5","d":"2020-02-29T00:00:00Z",)"
            R"("r":1.5,"ch":"a","nothing":null,"b":"AP8=","yes":true})"
            "\n");
  const auto script = database->Execute(sql, {}, 10, nullptr);
  ASSERT_TRUE(script.ok()) << script.error().ToString();
  Json row = script->result_sets[0].rows[0];
  row.Set("ip", "10.0.0.1/32");  // The server's own text leaves the mask out; a cast does not.
  EXPECT_EQ(DumpJson(row) + "\n", read);
  EXPECT_THAT(Row(*database, "SELECT '1 month'::interval AS m"),
              HasSubstr("column 'm': an interval of 1 months"));
  EXPECT_EQ(Row(*database, "SELECT 'infinity'::timestamp AS a, '-infinity'::date AS b"),
            "{\"a\":\"9999-12-31T23:59:59.999999Z\",\"b\":\"0001-01-01T00:00:00Z\"}\n");
}

TEST(PostgresServer, QueriesThatCopyDoesNotTake) {
  const auto database = OpenOrDie();
  EXPECT_EQ(Row(*database, "SHOW DateStyle"), "{\"DateStyle\":\"ISO, MDY\"}\n");
  EXPECT_EQ(
      Row(*database, "CREATE TEMP TABLE q (a int); INSERT INTO q VALUES (7); SELECT a FROM q"),
      "{\"a\":7}\n");
  EXPECT_EQ(Row(*database, "INSERT INTO q VALUES (8) RETURNING a, 'x'::text AS b -- end"),
            "{\"a\":8,\"b\":\"x\"}\n");
  EXPECT_EQ(Row(*database, "SELECT 1 AS a, ARRAY[2] AS a -- twice"), "{\"a\":1,\"a\":\"{2}\"}\n");
  EXPECT_THAT(Row(*database, "SELECT 1; SELECT 2"), HasSubstr("SqlInvalidDbQueryString"));
  EXPECT_THAT(Row(*database, "SELECT 1 / 0 AS a"), HasSubstr("division by zero"));
  EXPECT_EQ(Row(*database, "SELECT 1 AS a"), "{\"a\":1}\n");
}

// A table of more than 32 MiB, read by two sessions.
TEST(PostgresServer, ALargeTableIsReadWhole) {
  const auto database = OpenOrDie();
  Must(*database,
       "DROP TABLE IF EXISTS s_large; CREATE TABLE s_large (id int, mood point, pad text); "
       "INSERT INTO s_large SELECT i, point(i, 1), repeat('x', 300) FROM generate_series(1, "
       "150000) i");
  for (const char* sql : {"SELECT * FROM s_large", "SELECT id AS i, mood FROM public.S_LARGE",
                          "SELECT s_large.id FROM s_large"}) {
    const auto stream = database->Query(sql, nullptr);
    ASSERT_TRUE(stream.ok()) << stream.error().ToString();
    int64_t sum = 0;
    int64_t rows = 0;
    while (true) {
      const auto batch = (*stream)->Next();
      ASSERT_TRUE(batch.ok()) << batch.error().ToString();
      if (*batch == nullptr) break;
      rows += (*batch)->num_rows();
      const auto& ids = static_cast<const arrow::Int32Array&>(*(*batch)->column(0));
      for (int64_t i = 0; i < ids.length(); ++i) sum += ids.Value(i);
    }
    EXPECT_EQ(rows, 150000);
    EXPECT_EQ(sum, 150000LL * 150001 / 2);
  }
  {
    const auto half = database->Query("SELECT * FROM s_large", nullptr);
    ASSERT_TRUE(half.ok()) << half.error().ToString();
    ASSERT_TRUE((*half)->Next().ok());
  }
  CancelToken cancel;
  const auto cancelled = database->Query("SELECT * FROM s_large", &cancel);
  ASSERT_TRUE(cancelled.ok()) << cancelled.error().ToString();
  cancel.Cancel("enough");
  const auto next = (*cancelled)->Next();
  ASSERT_FALSE(next.ok());
  EXPECT_EQ(next.error().message(), "enough");
}

class PostgresWriter : public ::testing::Test {
 protected:
  static Result<> Write(Database& database, const std::string& table,
                        const std::vector<std::string>& columns,
                        const std::vector<std::vector<std::string>>& rows) {
    arrow::FieldVector fields;
    arrow::ArrayVector arrays;
    for (size_t i = 0; i < columns.size(); ++i) {
      arrow::StringBuilder texts;
      for (const auto& row : rows) EXPECT_TRUE(texts.Append(row[i]).ok());
      fields.push_back(arrow::field(columns[i], arrow::utf8()));
      arrays.push_back(*texts.Finish());
    }
    TableWriteOptions options;
    options.table.table = table;
    const auto schema = arrow::schema(fields);
    WEIR_ASSIGN(const auto writer, database.OpenWriter(options, schema));
    WEIR_TRY(
        writer->Write(arrow::RecordBatch::Make(schema, static_cast<int64_t>(rows.size()), arrays)));
    return writer->Commit();
  }
};

TEST_F(PostgresWriter, TypesThatOnlyTheServerReads) {
  const auto database = OpenOrDie();
  Must(
      *database,
      "DROP TABLE IF EXISTS w_server; DROP TYPE IF EXISTS w_mood; DROP DOMAIN IF EXISTS w_positive;"
      "CREATE TYPE w_mood AS ENUM ('sad', 'glad'); CREATE DOMAIN w_positive AS int CHECK (VALUE > "
      "0);"
      "CREATE TABLE w_server (id int GENERATED ALWAYS AS IDENTITY, mood w_mood, ip inet, list "
      "int[],"
      " n w_positive, j jsonb, u uuid, i interval, z timestamptz, b bytea)");
  const Result<> written = Write(
      *database, "w_server", {"mood", "ip", "list", "n", "j", "u", "i", "z", "b"},
      {{"glad", "10.0.0.1", "{1,2}", "4", "{\"a\":1}", "{00112233-4455-6677-8899-AABBCCDDEEFF}",
        "1.02:03:04.5", "2020-01-31T12:00:00+02:00", "raw"}});
  ASSERT_TRUE(written.ok()) << written.error().ToString();
  EXPECT_EQ(Row(*database, "SELECT * FROM w_server"),
            R"({"id":1,"mood":"glad","ip":"10.0.0.1/32","list":"{1,2}","n":4,"j":"{\"a\": 1}",)"
            R"("u":"00112233-4455-6677-8899-aabbccddeeff","i":"1.02:03:04.5",)"
            R"("z":"2020-01-31T10:00:00+00:00","b":"cmF3"})"
            "\n");
  const Result<> wrong = Write(*database, "w_server", {"mood"}, {{"angry"}});
  ASSERT_FALSE(wrong.ok());
  EXPECT_EQ(wrong.error().kind(), ErrorKind::kInvalid);
  EXPECT_THAT(wrong.error().message(), HasSubstr("\"angry\""));
}

TEST_F(PostgresWriter, ValuesThatDoNotFitNameColumnAndRow) {
  const auto database = OpenOrDie();
  Must(*database,
       "DROP TABLE IF EXISTS w_fit; CREATE TABLE w_fit (a varchar(3), b numeric(4,2), c date, "
       "d smallint CHECK (d < 10), e int UNIQUE)");
  Result<> written = Write(*database, "w_fit", {"a"}, {{"abc"}, {"abc  "}, {"žluť"}});
  ASSERT_FALSE(written.ok());
  EXPECT_THAT(written.error().message(),
              HasSubstr("Column 'a' contains an invalid value 'žluť' (row 3). Cannot convert "
                        "'žluť' to type 'character varying(3)'."));
  written = Write(*database, "w_fit", {"b"}, {{"1.25"}, {"123.4"}});
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().code(), "UserErrorInvalidDataValue");
  EXPECT_THAT(written.error().message(), HasSubstr("column 'b', row 2: numeric field overflow"));
  written = Write(*database, "w_fit", {"c"}, {{"2020-02-30"}});
  ASSERT_FALSE(written.ok());
  EXPECT_THAT(written.error().message(), HasSubstr("Column 'c' contains an invalid value"));
  written = Write(*database, "w_fit", {"d"}, {{"9"}, {"10"}});
  ASSERT_FALSE(written.ok());
  EXPECT_THAT(written.error().message(), HasSubstr("check constraint"));
  written = Write(*database, "w_fit", {"e"}, {{"1"}, {"1"}});
  ASSERT_FALSE(written.ok());
  EXPECT_THAT(written.error().message(), HasSubstr("row 2"));
  EXPECT_THAT(written.error().message(), HasSubstr("(e)=(1)"));
  EXPECT_EQ(Row(*database, "SELECT count(*) AS n FROM w_fit"), "{\"n\":0}\n");
}

TEST_F(PostgresWriter, ExactNamesComeBeforeOtherCases) {
  const auto database = OpenOrDie();
  Must(*database,
       "DROP TABLE IF EXISTS w_case; DROP TABLE IF EXISTS \"W_Case\"; "
       "CREATE TABLE w_case (a text); CREATE TABLE \"W_Case\" (\"A\" text, a text)");
  ASSERT_TRUE(Write(*database, "W_Case", {"a"}, {{"x"}}).ok());
  EXPECT_EQ(Row(*database, "SELECT * FROM \"W_Case\""), "{\"A\":null,\"a\":\"x\"}\n");
  EXPECT_EQ(Row(*database, "SELECT * FROM w_case"), "");
}

TEST(PostgresServer, ProceduresAndNotices) {
  const auto database = OpenOrDie();
  Must(*database,
       "CREATE OR REPLACE PROCEDURE s_double(IN value int, INOUT \"Twice\" int DEFAULT 0) "
       "LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'got %', value; \"Twice\" := value * 2; END $$;"
       "CREATE OR REPLACE FUNCTION s_nothing() RETURNS void LANGUAGE sql AS 'SELECT 1'");
  const auto called = database->Call(
      "public.S_DOUBLE",
      {{"value", Json(21), "Int32", "Input"}, {"Twice", Json(), "Int32", "Output"}}, 10, nullptr);
  ASSERT_TRUE(called.ok()) << called.error().ToString();
  EXPECT_EQ(DumpJson(called->output_parameters), R"({"Twice":42})");
  EXPECT_TRUE(called->result_sets.empty());
  EXPECT_EQ(called->messages, "NOTICE: got 21");
  const auto nothing = database->Call("s_nothing", {}, 10, nullptr);
  ASSERT_TRUE(nothing.ok()) << nothing.error().ToString();
  EXPECT_TRUE(nothing->result_sets.empty());
  const auto missing = database->Call("s_double", {}, 10, nullptr);
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().code(), "SqlParameterMissing");
  const auto unknown = database->Call("s_nothing", {{"x", Json(1), "", "Input"}}, 10, nullptr);
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().code(), "SqlParameterUnknown");
}

TEST(PostgresServer, CopyInAScriptIsRefused) {
  const auto database = OpenOrDie();
  Must(*database, "CREATE TEMP TABLE s_copy (a int)");
  for (const char* sql : {"COPY s_copy FROM STDIN", "COPY s_copy TO STDOUT"}) {
    const auto ran = database->Execute(sql, {}, 10, nullptr);
    ASSERT_FALSE(ran.ok());
    EXPECT_EQ(ran.error().kind(), ErrorKind::kUnsupported);
    EXPECT_EQ(Row(*database, "SELECT 1 AS a"), "{\"a\":1}\n");
  }
}

TEST(PostgresServer, ASessionThatTheServerEnds) {
  const auto database = OpenOrDie();
  const auto ran =
      database->Execute("SELECT pg_terminate_backend(pg_backend_pid())", {}, 1, nullptr);
  ASSERT_FALSE(ran.ok());
  EXPECT_EQ(ran.error().kind(), ErrorKind::kUnavailable);
  const auto after = database->Query("SELECT 1", nullptr);
  ASSERT_FALSE(after.ok());
  EXPECT_EQ(after.error().kind(), ErrorKind::kUnavailable);
}

}  // namespace
}  // namespace weir::connectors::postgres
