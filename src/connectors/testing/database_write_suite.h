#pragma once

#include "connectors/testing/database_fixture.h"

// Of the suite of databases, what is written: columns, conversions, commits, upserts.
namespace weir::connectors::testing {

TEST_P(DatabaseSuite, ColumnsAreMatchedByNameIgnoringCase) {
  Run("DROP TABLE IF EXISTS suite_case");
  Run("CREATE TABLE suite_case (\"Name\" varchar, extra integer DEFAULT 9, \"ID\" integer)");
  const Result<> written = WriteAll(Into("SUITE_CASE"), {People({{1, "a"}})});
  ASSERT_TRUE(written.ok()) << written.error().ToString();
  EXPECT_EQ(Rows("SELECT * FROM suite_case"),
            std::vector<std::string>{R"({"Name":"a","extra":9,"ID":1})"});
}

TEST_P(DatabaseSuite, AColumnThatTheTableLacks) {
  Run("DROP TABLE IF EXISTS suite_lacks");
  Run("CREATE TABLE suite_lacks (id integer, nam varchar)");
  const Result<> written = WriteAll(Into("suite_lacks"), {People({{1, "a"}})});
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().kind(), ErrorKind::kInvalid);
  EXPECT_EQ(written.error().code(), "UserErrorInvalidColumnName");
  EXPECT_THAT(written.error().message(), ::testing::HasSubstr("did you mean 'nam'"));
}

TEST_P(DatabaseSuite, TextIsConvertedToTheColumnsType) {
  Run("DROP TABLE IF EXISTS suite_convert");
  Run("CREATE TABLE suite_convert (a integer, b decimal(10,2), c timestamp, d boolean, e date, "
      "f double precision, g time)");
  const auto batch =
      Texts({"a", "b", "c", "d", "e", "f", "g"},
            {{"12", "1.5", "2020-01-31T12:00:00.1234560", "true", "2020-01-31", "1e3", "12:34:56"},
             {"-1", "-0.01", "2020-01-31 12:00:00", "0", "1999-12-31", "-0.5", "00:00:00"}});
  const Result<> written = WriteAll(Into("suite_convert"), {batch});
  ASSERT_TRUE(written.ok()) << written.error().ToString();
  EXPECT_EQ(
      Rows("SELECT * FROM suite_convert ORDER BY a DESC"),
      (std::vector<std::string>{R"({"a":12,"b":1.50,"c":"2020-01-31T12:00:00.123456Z","d":true,)"
                                R"("e":"2020-01-31T00:00:00Z","f":1000.0,"g":"12:34:56"})",
                                R"({"a":-1,"b":-0.01,"c":"2020-01-31T12:00:00Z","d":false,)"
                                R"("e":"1999-12-31T00:00:00Z","f":-0.5,"g":"00:00:00"})"}));
}

TEST_P(DatabaseSuite, AValueThatDoesNotFitIsNamed) {
  Run("DROP TABLE IF EXISTS suite_unfit");
  Run("CREATE TABLE suite_unfit (id integer, qty integer)");
  const auto good = Texts({"id", "qty"}, {{"1", "1"}, {"2", "2"}});
  const auto bad = Texts({"id", "qty"}, {{"3", "3"}, {"4", "four"}, {"5", "five"}});
  const Result<> written = WriteAll(Into("suite_unfit"), {good, bad});
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().kind(), ErrorKind::kInvalid);
  EXPECT_EQ(written.error().code(), "UserErrorInvalidDataValue");
  EXPECT_THAT(written.error().message(),
              ::testing::HasSubstr("Column 'qty' contains an invalid value 'four' (row 4)"));
  EXPECT_EQ(Rows("SELECT count(*) AS n FROM suite_unfit"), std::vector<std::string>{R"({"n":0})"});
}

TEST_P(DatabaseSuite, ANumberOutOfRangeIsNamed) {
  Run("DROP TABLE IF EXISTS suite_range");
  Run("CREATE TABLE suite_range (id smallint, name varchar)");
  const Result<> written = WriteAll(Into("suite_range"), {People({{1, "a"}, {70000, "b"}})});
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().kind(), ErrorKind::kInvalid);
  EXPECT_THAT(written.error().message(),
              ::testing::HasSubstr("Column 'id' contains an invalid value '70000' (row 2)"));
}

TEST_P(DatabaseSuite, ANullWhereNoneMayBe) {
  Run("DROP TABLE IF EXISTS suite_notnull");
  Run("CREATE TABLE suite_notnull (id integer, name varchar NOT NULL)");
  auto batch = People({{1, "a"}, {2, "b"}});
  arrow::StringBuilder names;
  ASSERT_TRUE(names.Append("a").ok());
  ASSERT_TRUE(names.AppendNull().ok());
  batch = arrow::RecordBatch::Make(batch->schema(), 2, {batch->column(0), *names.Finish()});
  const Result<> written = WriteAll(Into("suite_notnull"), {batch});
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().kind(), ErrorKind::kInvalid);
  EXPECT_THAT(written.error().message(), ::testing::HasSubstr("name"));
}

TEST_P(DatabaseSuite, WithoutCommitNothingStays) {
  Run("DROP TABLE IF EXISTS suite_abort; DROP TABLE IF EXISTS suite_abort_new");
  Run("CREATE TABLE suite_abort (id integer, name varchar); "
      "INSERT INTO suite_abort VALUES (0, 'kept')");
  {
    TableWriteOptions options = Into("suite_abort");
    options.pre_copy_script = "DELETE FROM suite_abort";
    const auto writer = database().OpenWriter(options, People({})->schema());
    ASSERT_TRUE(writer.ok()) << writer.error().ToString();
    ASSERT_TRUE((*writer)->Write(People({{1, "a"}})).ok());
  }
  EXPECT_EQ(Rows("SELECT * FROM suite_abort"),
            std::vector<std::string>{R"({"id":0,"name":"kept"})"});
  {
    TableWriteOptions options = Into("suite_abort_new");
    options.auto_create = true;
    const auto writer = database().OpenWriter(options, People({})->schema());
    ASSERT_TRUE(writer.ok()) << writer.error().ToString();
    ASSERT_TRUE((*writer)->Write(People({{1, "a"}})).ok());
  }
  EXPECT_FALSE(database().Describe({"", "suite_abort_new"}).ok());
}

TEST_P(DatabaseSuite, ThePreCopyScriptRunsFirst) {
  Run("DROP TABLE IF EXISTS suite_script");
  Run("CREATE TABLE suite_script (id integer PRIMARY KEY, name varchar); "
      "INSERT INTO suite_script VALUES (1, 'old'), (2, 'old')");
  TableWriteOptions options = Into("suite_script");
  options.pre_copy_script = "TRUNCATE TABLE suite_script; SELECT 1";
  const Result<> written = WriteAll(options, {People({{1, "new"}})});
  ASSERT_TRUE(written.ok()) << written.error().ToString();
  EXPECT_EQ(Rows("SELECT * FROM suite_script"),
            std::vector<std::string>{R"({"id":1,"name":"new"})"});
  options.pre_copy_script = "DELETE FROM suite_nowhere";
  const Result<> failed = WriteAll(options, {People({{3, "x"}})});
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().code(), "SqlTableNotFound");
  EXPECT_THAT(failed.error().trail(), ::testing::Contains("running the pre-copy script"));
}

TEST_P(DatabaseSuite, AutoCreateLeavesATableThatIsThere) {
  Run("DROP TABLE IF EXISTS suite_there");
  Run("CREATE TABLE suite_there (id integer, name varchar, more integer DEFAULT 5)");
  TableWriteOptions options = Into("suite_there");
  options.auto_create = true;
  const Result<> written = WriteAll(options, {People({{1, "a"}})});
  ASSERT_TRUE(written.ok()) << written.error().ToString();
  EXPECT_EQ(Rows("SELECT more FROM suite_there"), std::vector<std::string>{R"({"more":5})"});
}

TEST_P(DatabaseSuite, AutoCreateMakesTheSchemaToo) {
  Run("DROP SCHEMA IF EXISTS suite_schema CASCADE");
  TableWriteOptions options = Into("T");
  options.table.schema = "suite_schema";
  options.auto_create = true;
  const Result<> written = WriteAll(options, {People({{1, "a"}})});
  ASSERT_TRUE(written.ok()) << written.error().ToString();
  EXPECT_EQ(Rows("SELECT id FROM " + database().QuoteTable(options.table)),
            std::vector<std::string>{R"({"id":1})"});
}

TEST_P(DatabaseSuite, UpsertByPrimaryKeyLastRowWins) {
  Run("DROP TABLE IF EXISTS suite_upsert");
  Run("CREATE TABLE suite_upsert (id integer PRIMARY KEY, name varchar, more integer DEFAULT 7); "
      "INSERT INTO suite_upsert VALUES (1, 'one', 1), (2, 'two', 2)");
  TableWriteOptions options = Into("suite_upsert");
  options.behavior = WriteBehavior::kUpsert;
  const Result<> written =
      WriteAll(options, {People({{2, "TWO"}, {3, "three"}}), People({{3, "THREE"}})});
  ASSERT_TRUE(written.ok()) << written.error().ToString();
  EXPECT_EQ(Rows("SELECT * FROM suite_upsert ORDER BY id"),
            (std::vector<std::string>{R"({"id":1,"name":"one","more":1})",
                                      R"({"id":2,"name":"TWO","more":2})",
                                      R"({"id":3,"name":"THREE","more":7})"}));
}

TEST_P(DatabaseSuite, UpsertByNamedCompositeKeys) {
  Run("DROP TABLE IF EXISTS suite_composite");
  Run("CREATE TABLE suite_composite (a varchar, b varchar, v varchar); "
      "INSERT INTO suite_composite VALUES ('x', '1', 'old'), ('x', '2', 'old')");
  TableWriteOptions options = Into("suite_composite");
  options.behavior = WriteBehavior::kUpsert;
  options.keys = {"A", "b"};
  const auto batch = Texts({"a", "b", "v"}, {{"x", "1", "new"}, {"y", "1", "new"}});
  const Result<> written = WriteAll(options, {batch});
  ASSERT_TRUE(written.ok()) << written.error().ToString();
  EXPECT_EQ(
      Rows("SELECT * FROM suite_composite ORDER BY a, b"),
      (std::vector<std::string>{R"({"a":"x","b":"1","v":"new"})", R"({"a":"x","b":"2","v":"old"})",
                                R"({"a":"y","b":"1","v":"new"})"}));
}

TEST_P(DatabaseSuite, UpsertOfKeysOnly) {
  Run("DROP TABLE IF EXISTS suite_keys");
  Run("CREATE TABLE suite_keys (id integer, name varchar, PRIMARY KEY (id, name)); "
      "INSERT INTO suite_keys VALUES (1, 'a')");
  TableWriteOptions options = Into("suite_keys");
  options.behavior = WriteBehavior::kUpsert;
  const Result<> written = WriteAll(options, {People({{1, "a"}, {1, "b"}})});
  ASSERT_TRUE(written.ok()) << written.error().ToString();
  EXPECT_EQ(Rows("SELECT count(*) AS n FROM suite_keys"), std::vector<std::string>{R"({"n":2})"});
}

TEST_P(DatabaseSuite, UpsertWithoutKeysIsRefused) {
  Run("DROP TABLE IF EXISTS suite_keyless");
  Run("CREATE TABLE suite_keyless (id integer, name varchar, other integer)");
  TableWriteOptions options = Into("suite_keyless");
  options.behavior = WriteBehavior::kUpsert;
  Result<> written = WriteAll(options, {People({{1, "a"}})});
  ASSERT_FALSE(written.ok());
  EXPECT_EQ(written.error().code(), "SqlUpsertKeysMissing");
  options.keys = {"other"};
  written = WriteAll(options, {People({{1, "a"}})});
  ASSERT_FALSE(written.ok());
  EXPECT_THAT(written.error().message(), ::testing::HasSubstr("not among the columns"));
}

TEST_P(DatabaseSuite, BatchesThatWereAskedForStay) {
  Run("DROP TABLE IF EXISTS suite_batches");
  Run("CREATE TABLE suite_batches (id integer, name varchar)");
  TableWriteOptions options = Into("suite_batches");
  options.batch_rows = 2;
  {
    const auto writer = database().OpenWriter(options, People({})->schema());
    ASSERT_TRUE(writer.ok()) << writer.error().ToString();
    const auto batch = People({{1, "a"}, {2, "b"}, {3, "c"}, {4, "d"}, {5, "e"}});
    ASSERT_TRUE((*writer)->Write(batch).ok());
  }
  EXPECT_EQ(Rows("SELECT count(*) AS n FROM suite_batches"),
            std::vector<std::string>{R"({"n":4})"});
  const Result<> written = WriteAll(options, {People({{6, "f"}}), People({{7, "g"}, {8, "h"}})});
  ASSERT_TRUE(written.ok()) << written.error().ToString();
  EXPECT_EQ(Rows("SELECT count(*) AS n FROM suite_batches"),
            std::vector<std::string>{R"({"n":7})"});
}

TEST_P(DatabaseSuite, UpsertInBatches) {
  Run("DROP TABLE IF EXISTS suite_upsert_batches");
  Run("CREATE TABLE suite_upsert_batches (id integer PRIMARY KEY, name varchar)");
  TableWriteOptions options = Into("suite_upsert_batches");
  options.behavior = WriteBehavior::kUpsert;
  options.batch_rows = 2;
  const Result<> written =
      WriteAll(options, {People({{1, "a"}, {2, "b"}, {1, "A"}}), People({{3, "c"}, {3, "C"}})});
  ASSERT_TRUE(written.ok()) << written.error().ToString();
  EXPECT_EQ(Rows("SELECT * FROM suite_upsert_batches ORDER BY id"),
            (std::vector<std::string>{R"({"id":1,"name":"A"})", R"({"id":2,"name":"b"})",
                                      R"({"id":3,"name":"C"})"}));
}

TEST_P(DatabaseSuite, AWriterOfNothing) {
  Run("DROP TABLE IF EXISTS suite_nothing");
  TableWriteOptions options = Into("suite_nothing");
  options.auto_create = true;
  const Result<> written = WriteAll(options, {People({})});
  ASSERT_TRUE(written.ok()) << written.error().ToString();
  EXPECT_EQ(Rows("SELECT count(*) AS n FROM suite_nothing"),
            std::vector<std::string>{R"({"n":0})"});
}

}  // namespace weir::connectors::testing
