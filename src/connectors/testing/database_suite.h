#pragma once

// What every Database must do, as value-parameterised tests. A connector's test file includes this
// once and instantiates DatabaseSuite with its own DatabaseBackend.

#include <arrow/api.h>
#include <arrow/util/key_value_metadata.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "connectors/database.h"
#include "connectors/row_json.h"

namespace weir::connectors::testing {

/// A store under test and how it says what dialects differ in.
struct DatabaseBackend {
  std::string name;
  /// A new connection; tables of earlier tests may be there.
  std::function<Result<std::unique_ptr<Database>>()> open;
  std::string endless_query;  ///< Runs for minutes unless cancelled; gives one row at the end.
  std::string integer_type;   ///< As Describe prints it.
  std::string decimal_type;   ///< Of DECIMAL(12,3).
  /// Make procedure `suite_add` with parameters p_name and p_quantity, which inserts them into
  /// suite_calls and gives the number of its rows as `total`.
  std::function<Result<>(Database&)> make_procedure;
  /// The types in which the columns of AllTypes() come back, in Arrow's words.
  std::vector<std::string> read_types;
};

inline void PrintTo(const DatabaseBackend& backend, std::ostream* out) {
  *out << backend.name;
}

class DatabaseSuite : public ::testing::TestWithParam<DatabaseBackend> {
 protected:
  void SetUp() override {
    auto opened = GetParam().open();
    ASSERT_TRUE(opened.ok()) << opened.error().ToString();
    database_ = *std::move(opened);
  }

  Database& database() { return *database_; }

  void Run(const std::string& sql) {
    const auto ran = database_->Execute(sql, {}, 100, nullptr);
    ASSERT_TRUE(ran.ok()) << sql << ": " << ran.error().ToString();
  }

  /// All rows of a query as JSON, one a line.
  static std::vector<std::string> Rows(Database& from, const std::string& sql) {
    std::vector<std::string> lines;
    const auto stream = from.Query(sql, nullptr);
    if (!stream) return {stream.error().ToString()};
    while (true) {
      const auto batch = (*stream)->Next();
      if (!batch) return {batch.error().ToString()};
      if (*batch == nullptr) return lines;
      std::vector<Json> rows;
      AppendRows(**batch, 1000000, rows);
      for (const Json& row : rows) lines.push_back(DumpJson(row));
    }
  }
  std::vector<std::string> Rows(const std::string& sql) { return Rows(*database_, sql); }

  /// A batch of `id` int32, `name` utf8.
  static std::shared_ptr<arrow::RecordBatch> People(
      const std::vector<std::pair<int, std::string>>& people) {
    arrow::Int32Builder ids;
    arrow::StringBuilder names;
    for (const auto& [id, name] : people) {
      EXPECT_TRUE(ids.Append(id).ok());
      EXPECT_TRUE(names.Append(name).ok());
    }
    const auto schema =
        arrow::schema({arrow::field("id", arrow::int32()), arrow::field("name", arrow::utf8())});
    return arrow::RecordBatch::Make(schema, static_cast<int64_t>(people.size()),
                                    {*ids.Finish(), *names.Finish()});
  }

  static std::shared_ptr<arrow::RecordBatch> Texts(
      const std::vector<std::string>& columns, const std::vector<std::vector<std::string>>& rows) {
    arrow::FieldVector fields;
    arrow::ArrayVector arrays;
    for (size_t i = 0; i < columns.size(); ++i) {
      arrow::StringBuilder texts;
      for (const auto& row : rows) EXPECT_TRUE(texts.Append(row[i]).ok());
      fields.push_back(arrow::field(columns[i], arrow::utf8()));
      arrays.push_back(*texts.Finish());
    }
    return arrow::RecordBatch::Make(arrow::schema(fields), static_cast<int64_t>(rows.size()),
                                    arrays);
  }

  Result<> WriteAll(const TableWriteOptions& options,
                    const std::vector<std::shared_ptr<arrow::RecordBatch>>& batches) {
    WEIR_ASSIGN(const auto writer, database_->OpenWriter(options, batches.front()->schema()));
    for (const auto& batch : batches) WEIR_TRY(writer->Write(batch));
    return writer->Commit();
  }

  static TableWriteOptions Into(const std::string& table) {
    TableWriteOptions options;
    options.table.table = table;
    return options;
  }

  std::unique_ptr<Database> database_;
};

inline arrow::Result<std::shared_ptr<arrow::Scalar>> ParseScalar(
    const std::shared_ptr<arrow::DataType>& type, const std::string& text) {
  switch (type->id()) {
    case arrow::Type::DURATION:
      return arrow::MakeScalar(type, static_cast<int64_t>(std::stoll(text)));
    case arrow::Type::DECIMAL128: {
      ARROW_ASSIGN_OR_RAISE(const auto value, arrow::Decimal128::FromString(text));
      return std::make_shared<arrow::Decimal128Scalar>(value, type);
    }
    default:  // Arrow's enum is open.
      return arrow::Scalar::Parse(type, text);
  }
}

/// One column of every interim type; row 1 has values, row 2 extremes, row 3 nulls.
inline std::shared_ptr<arrow::RecordBatch> AllTypes() {
  arrow::FieldVector fields;
  arrow::ArrayVector arrays;
  const auto add = [&](const std::string& name, const std::shared_ptr<arrow::DataType>& type,
                       const std::vector<std::string>& values, bool guid = false) {
    std::unique_ptr<arrow::ArrayBuilder> builder;
    EXPECT_TRUE(arrow::MakeBuilder(arrow::default_memory_pool(), type, &builder).ok());
    for (const std::string& value : values) {
      auto scalar = ParseScalar(type, value);
      EXPECT_TRUE(scalar.ok()) << name << " " << scalar.status().ToString();
      EXPECT_TRUE(builder->AppendScalar(**scalar).ok());
    }
    EXPECT_TRUE(builder->AppendNull().ok());
    auto field = arrow::field(name, type);
    if (guid) field = field->WithMetadata(arrow::key_value_metadata({{"weir.type", "Guid"}}));
    fields.push_back(field);
    arrays.push_back(*builder->Finish());
  };
  const auto micros = arrow::TimeUnit::MICRO;
  add("c_bool", arrow::boolean(), {"true", "false"});
  add("c_int8", arrow::int8(), {"7", "-128"});
  add("c_uint8", arrow::uint8(), {"7", "255"});
  add("c_int16", arrow::int16(), {"-300", "32767"});
  add("c_uint16", arrow::uint16(), {"300", "65535"});
  add("c_int32", arrow::int32(), {"-70000", "2147483647"});
  add("c_uint32", arrow::uint32(), {"70000", "4294967295"});
  add("c_int64", arrow::int64(), {"-5000000000", "9223372036854775807"});
  add("c_uint64", arrow::uint64(), {"5000000000", "18446744073709551615"});
  add("c_float", arrow::float32(), {"1.5", "-0.25"});
  add("c_double", arrow::float64(), {"0.1", "-1.7976931348623157e308"});
  add("c_decimal", arrow::decimal128(12, 3), {"1.100", "-999999999.999"});
  add("c_wide", arrow::decimal128(38, 0), {"1", "99999999999999999999999999999999999999"});
  add("c_small", arrow::decimal128(10, 10), {"0.0000000001", "-0.9999999999"});
  add("c_text", arrow::utf8(), {"a 'quoted' \\ \"text\"\n\t", "žluťoučký 🐎"});
  add("c_guid", arrow::utf8(),
      {"00112233-4455-6677-8899-aabbccddeeff", "ffffffff-ffff-ffff-ffff-ffffffffffff"}, true);
  add("c_stamp", arrow::timestamp(micros), {"2020-02-29 23:59:59.123456", "0001-01-01 00:00:00"});
  add("c_zoned", arrow::timestamp(micros, "UTC"),
      {"2020-02-29 23:59:59.123456Z", "1969-12-31 23:59:59.999999Z"});
  add("c_span", arrow::duration(micros), {"3723000004", "-90061000000"});
  add("c_date", arrow::date32(), {"2020-02-29", "1899-12-31"});
  add("c_bytes", arrow::binary(), {std::string("\x00\xff\x01", 3), ""});
  return arrow::RecordBatch::Make(arrow::schema(fields), 3, arrays);
}

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
