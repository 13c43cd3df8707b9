#pragma once

#include "connectors/testing/database_fixture.h"
#include "connectors/testing/database_write_suite.h"

// What every Database must do, as value-parameterised tests; of writing, database_write_suite.h. A
// connector's test file includes this once and instantiates DatabaseSuite with its DatabaseBackend.
namespace weir::connectors::testing {

TEST_P(DatabaseSuite, AllTypesRoundTrip) {
  Run("DROP TABLE IF EXISTS suite_types");
  TableWriteOptions options = Into("suite_types");
  options.auto_create = true;
  const auto batch = AllTypes();
  const Result<> written = WriteAll(options, {batch});
  ASSERT_TRUE(written.ok()) << written.error().ToString();

  const auto stream = database().Query("SELECT * FROM suite_types", nullptr);
  ASSERT_TRUE(stream.ok()) << stream.error().ToString();
  const auto read = (*stream)->Next();
  ASSERT_TRUE(read.ok()) << read.error().ToString();
  ASSERT_NE(*read, nullptr);
  ASSERT_EQ((*read)->num_rows(), 3);
  for (int i = 0; i < batch->num_columns(); ++i) {
    EXPECT_EQ((*read)->column(i)->type()->ToString(), GetParam().read_types[static_cast<size_t>(i)])
        << batch->column_name(i);
    for (int64_t row = 0; row < 3; ++row) {
      EXPECT_EQ(DumpJson(CellJson(*(*read)->column(i), row)),
                DumpJson(CellJson(*batch->column(i), row)))
          << batch->column_name(i);
    }
  }
  const auto guid = (*read)->schema()->GetFieldByName("c_guid");
  ASSERT_NE(guid->metadata(), nullptr);
  EXPECT_EQ(guid->metadata()->Get("weir.type").ValueOr(""), "Guid");
  EXPECT_TRUE((*read)->ValidateFull().ok());
}

TEST_P(DatabaseSuite, AnEmptyResultKeepsItsColumns) {
  const auto stream = database().Query("SELECT 1 AS a, 'x' AS b WHERE 1 = 0", nullptr);
  ASSERT_TRUE(stream.ok()) << stream.error().ToString();
  EXPECT_EQ((*stream)->schema()->field_names(), (std::vector<std::string>{"a", "b"}));
  const auto batch = (*stream)->Next();
  ASSERT_TRUE(batch.ok()) << batch.error().ToString();
  EXPECT_EQ(*batch, nullptr);
}

TEST_P(DatabaseSuite, ManyRowsComeInBoundedBatches) {
  Run("DROP TABLE IF EXISTS suite_many");
  TableWriteOptions options = Into("suite_many");
  options.auto_create = true;
  std::vector<std::pair<int, std::string>> people;
  for (int i = 0; i < 50000; ++i) people.emplace_back(i, "n" + std::to_string(i));
  const auto batch = People(people);
  const Result<> written = WriteAll(options, {batch, batch, batch, batch});
  ASSERT_TRUE(written.ok()) << written.error().ToString();
  const auto stream = database().Query("SELECT id, name FROM suite_many", nullptr);
  ASSERT_TRUE(stream.ok()) << stream.error().ToString();
  int64_t rows = 0;
  int64_t batches = 0;
  int64_t sum = 0;
  while (true) {
    const auto next = (*stream)->Next();
    ASSERT_TRUE(next.ok()) << next.error().ToString();
    if (*next == nullptr) break;
    EXPECT_LE((*next)->num_rows(), 70000);
    const auto& ids = static_cast<const arrow::Int32Array&>(*(*next)->column(0));
    for (int64_t i = 0; i < ids.length(); ++i) sum += ids.Value(i);
    rows += (*next)->num_rows();
    ++batches;
  }
  EXPECT_EQ(rows, 200000);
  EXPECT_EQ(sum, 4LL * 49999 * 25000);
  EXPECT_GE(batches, 3);
  EXPECT_LE(batches, 8);
}

TEST_P(DatabaseSuite, OddNamesAreQuoted) {
  const std::string odd = "a, \"b\"\n'c' ]";
  Run("DROP TABLE IF EXISTS " + database().Quote(odd));
  TableWriteOptions options = Into(odd);
  options.auto_create = true;
  const auto batch = People({{1, "x"}})->RenameColumns({odd, "select"});
  const Result<> written = WriteAll(options, {*batch});
  ASSERT_TRUE(written.ok()) << written.error().ToString();
  const auto rows = Rows("SELECT * FROM " + database().QuoteTable({"", odd}));
  ASSERT_EQ(rows.size(), 1U);
  const auto columns = database().Describe({"", odd});
  ASSERT_TRUE(columns.ok()) << columns.error().ToString();
  EXPECT_EQ((*columns)[0].name, odd);
  EXPECT_EQ((*columns)[1].name, "select");
  Run("DROP TABLE " + database().Quote(odd));
}

TEST_P(DatabaseSuite, DescribeGivesTypesAndKeys) {
  Run("DROP TABLE IF EXISTS suite_described");
  Run("CREATE TABLE suite_described (a integer, b decimal(12,3) NOT NULL, c varchar, "
      "PRIMARY KEY (a, b))");
  const auto columns = database().Describe({"", "SUITE_Described"});
  ASSERT_TRUE(columns.ok()) << columns.error().ToString();
  ASSERT_EQ(columns->size(), 3U);
  EXPECT_EQ((*columns)[0].store_type, GetParam().integer_type);
  EXPECT_EQ((*columns)[1].store_type, GetParam().decimal_type);
  EXPECT_TRUE((*columns)[0].key);
  EXPECT_TRUE((*columns)[1].key);
  EXPECT_FALSE((*columns)[1].nullable);
  EXPECT_FALSE((*columns)[2].key);
  EXPECT_TRUE((*columns)[2].nullable);
}

TEST_P(DatabaseSuite, ATableThatIsNotThere) {
  const auto described = database().Describe({"", "suite_nowhere"});
  ASSERT_FALSE(described.ok());
  EXPECT_EQ(described.error().kind(), ErrorKind::kNotFound);
  EXPECT_EQ(described.error().code(), "SqlTableNotFound");
  const auto queried = database().Query("SELECT * FROM suite_nowhere", nullptr);
  ASSERT_FALSE(queried.ok());
  EXPECT_EQ(queried.error().code(), "SqlTableNotFound");
  EXPECT_THAT(queried.error().message(), ::testing::HasSubstr("suite_nowhere"));
  const auto written = WriteAll(Into("suite_nowhere"), {People({{1, "a"}})});
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().code(), "SqlTableNotFound");
}

TEST_P(DatabaseSuite, AStatementThatIsWrong) {
  const auto ran = database().Execute("SELEKT 1", {}, 10, nullptr);
  ASSERT_FALSE(ran.ok());
  EXPECT_EQ(ran.error().kind(), ErrorKind::kInvalid);
  EXPECT_EQ(ran.error().code(), "SqlOperationFailed");
  EXPECT_THAT(ran.error().message(), ::testing::HasSubstr("SELEKT"));
  EXPECT_EQ(Rows("SELECT 1 AS a"), std::vector<std::string>{R"({"a":1})"});
}

TEST_P(DatabaseSuite, AQueryWithoutAResultIsRefused) {
  Run("DROP TABLE IF EXISTS suite_silent");
  const auto queried = database().Query("CREATE TABLE suite_silent (a integer)", nullptr);
  ASSERT_FALSE(queried.ok());
  EXPECT_EQ(queried.error().code(), "SqlInvalidDbQueryString");
}

TEST_P(DatabaseSuite, AScriptGivesSeveralResultSets) {
  Run("DROP TABLE IF EXISTS suite_sets");
  const auto ran = database().Execute(
      "CREATE TABLE suite_sets (a integer);\n"
      "INSERT INTO suite_sets VALUES (1), (2), (3);\n"
      "SELECT a FROM suite_sets ORDER BY a;\n"
      "UPDATE suite_sets SET a = a + 1 WHERE a > 1;\n"
      "SELECT ';' AS b, 2 AS c;",
      {}, 2, nullptr);
  ASSERT_TRUE(ran.ok()) << ran.error().ToString();
  ASSERT_EQ(ran->result_sets.size(), 2U);
  EXPECT_EQ(ran->result_sets[0].row_count, 3);
  ASSERT_EQ(ran->result_sets[0].rows.size(), 2U);
  EXPECT_EQ(DumpJson(ran->result_sets[0].rows[1]), R"({"a":2})");
  EXPECT_EQ(DumpJson(ran->result_sets[1].rows[0]), R"({"b":";","c":2})");
  EXPECT_EQ(ran->records_affected, 5);
  const auto silent = database().Execute("DROP TABLE suite_sets", {}, 2, nullptr);
  ASSERT_TRUE(silent.ok()) << silent.error().ToString();
  EXPECT_EQ(silent->records_affected, -1);
}

TEST_P(DatabaseSuite, ParametersAreBound) {
  Run("DROP TABLE IF EXISTS suite_parameters");
  Run("CREATE TABLE suite_parameters (id integer, name varchar, cost decimal(10,2), made "
      "timestamp)");
  const std::vector<SqlParameter> parameters = {
      {"id", Json(4), "Int32", "Input"},
      {"@name", Json("it's"), "String", "Input"},
      {"cost", Json::NumberText("1.10"), "Decimal", "Input"},
      {"at", Json("2020-01-31T12:00:00Z"), "DateTime", "Input"},
      {"none", Json(), "String", "Input"}};
  auto ran = database().Execute(
      "INSERT INTO suite_parameters VALUES (@id, @name, @cost, @at);"
      "INSERT INTO suite_parameters VALUES (@id + 1, @none, NULL, NULL);",
      parameters, 10, nullptr);
  ASSERT_TRUE(ran.ok()) << ran.error().ToString();
  EXPECT_EQ(Rows("SELECT * FROM suite_parameters ORDER BY id"),
            (std::vector<std::string>{
                R"({"id":4,"name":"it's","cost":1.10,"made":"2020-01-31T12:00:00Z"})",
                R"({"id":5,"name":null,"cost":null,"made":null})"}));
  ran = database().Execute("SELECT '@id' AS a FROM suite_parameters WHERE name = @name", parameters,
                           10, nullptr);
  ASSERT_TRUE(ran.ok()) << ran.error().ToString();
  ASSERT_EQ(ran->result_sets[0].rows.size(), 1U);
  EXPECT_EQ(DumpJson(ran->result_sets[0].rows[0]), R"({"a":"@id"})");
}

TEST_P(DatabaseSuite, OutputParametersTakeColumnsOfTheirName) {
  const auto ran = database().Execute(
      "SELECT @start + 2 AS total, 'x' AS other",
      {{"start", Json(40), "Int32", "Input"}, {"total", Json(), "Int32", "Output"}}, 10, nullptr);
  ASSERT_TRUE(ran.ok()) << ran.error().ToString();
  EXPECT_EQ(DumpJson(ran->output_parameters), R"({"total":42})");
}

TEST_P(DatabaseSuite, ProceduresAreCalledByName) {
  Run("DROP TABLE IF EXISTS suite_calls");
  Run("CREATE TABLE suite_calls (name varchar, quantity integer)");
  const Result<> made = GetParam().make_procedure(database());
  ASSERT_TRUE(made.ok()) << made.error().ToString();
  const std::vector<SqlParameter> parameters = {{"p_quantity", Json(3), "Int32", "Input"},
                                                {"P_Name", Json("bolt"), "String", "Input"}};
  const auto called = database().Call("suite_add", parameters, 10, nullptr);
  ASSERT_TRUE(called.ok()) << called.error().ToString();
  ASSERT_EQ(called->result_sets.size(), 1U);
  EXPECT_EQ(DumpJson(called->result_sets[0].rows[0]), R"({"total":1})");
  EXPECT_EQ(Rows("SELECT * FROM suite_calls"),
            std::vector<std::string>{R"({"name":"bolt","quantity":3})"});
  const auto stream = database().QueryProcedure("suite_add", parameters, nullptr);
  ASSERT_TRUE(stream.ok()) << stream.error().ToString();
  const auto batch = (*stream)->Next();
  ASSERT_TRUE(batch.ok()) << batch.error().ToString();
  EXPECT_EQ(DumpJson(CellJson(*(*batch)->column(0), 0)), "2");
  const auto missing = database().Call("suite_no_such", {}, 10, nullptr);
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().kind(), ErrorKind::kNotFound);
  EXPECT_EQ(missing.error().code(), "SqlInvalidDbStoredProcedure");
}

TEST_P(DatabaseSuite, ALongQueryIsCancelled) {
  CancelToken cancel;
  std::thread canceller([&cancel] {
    const CancelToken never;
    const auto slept = never.Sleep(std::chrono::milliseconds(100));
    EXPECT_TRUE(slept.ok());
    cancel.Cancel("enough");
  });
  const auto ran = database().Execute(GetParam().endless_query, {}, 10, &cancel);
  canceller.join();
  ASSERT_FALSE(ran.ok());
  EXPECT_EQ(ran.error().kind(), ErrorKind::kCancelled);
  EXPECT_EQ(ran.error().message(), "enough");
  EXPECT_EQ(Rows("SELECT 1 AS a"), std::vector<std::string>{R"({"a":1})"});
}

TEST_P(DatabaseSuite, AStreamIsCancelled) {
  CancelToken cancel;
  std::thread canceller([&cancel] {
    const CancelToken never;
    const auto slept = never.Sleep(std::chrono::milliseconds(100));
    EXPECT_TRUE(slept.ok());
    cancel.Cancel("enough");
  });
  Result<> outcome;
  {
    const auto stream = database().Query(GetParam().endless_query, &cancel);
    if (!stream) {
      outcome = stream.error();
    } else {
      const auto batch = (*stream)->Next();
      if (!batch) outcome = batch.error();
    }
  }
  canceller.join();
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().kind(), ErrorKind::kCancelled);
  EXPECT_EQ(Rows("SELECT 1 AS a"), std::vector<std::string>{R"({"a":1})"});
}

TEST_P(DatabaseSuite, AStreamMayBeLeftHalfRead) {
  Run("DROP TABLE IF EXISTS suite_half");
  TableWriteOptions options = Into("suite_half");
  options.auto_create = true;
  std::vector<std::pair<int, std::string>> people;
  for (int i = 0; i < 60000; ++i) people.emplace_back(i, "n" + std::to_string(i));
  const auto batch = People(people);
  const Result<> written = WriteAll(options, {batch, batch, batch, batch, batch, batch});
  ASSERT_TRUE(written.ok()) << written.error().ToString();
  {
    const auto stream = database().Query("SELECT * FROM suite_half", nullptr);
    ASSERT_TRUE(stream.ok()) << stream.error().ToString();
    const auto first = (*stream)->Next();
    ASSERT_TRUE(first.ok()) << first.error().ToString();
    EXPECT_GT((*first)->num_rows(), 0);
  }
  EXPECT_EQ(Rows("SELECT 1 AS a"), std::vector<std::string>{R"({"a":1})"});
}

TEST_P(DatabaseSuite, OneConnectionReadsWhatAnotherCommitted) {
  Run("DROP TABLE IF EXISTS suite_shared");
  Run("CREATE TABLE suite_shared (id integer, name varchar)");
  auto other = GetParam().open();
  ASSERT_TRUE(other.ok()) << other.error().ToString();
  const auto writer = database().OpenWriter(Into("suite_shared"), People({})->schema());
  ASSERT_TRUE(writer.ok()) << writer.error().ToString();
  ASSERT_TRUE((*writer)->Write(People({{1, "a"}})).ok());
  EXPECT_EQ(Rows(**other, "SELECT count(*) AS n FROM suite_shared"),
            std::vector<std::string>{R"({"n":0})"});
  ASSERT_TRUE((*writer)->Commit().ok());
  EXPECT_EQ(Rows(**other, "SELECT count(*) AS n FROM suite_shared"),
            std::vector<std::string>{R"({"n":1})"});
}

}  // namespace weir::connectors::testing
