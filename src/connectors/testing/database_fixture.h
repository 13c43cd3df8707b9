#pragma once

// The store under test of database_suite.h, and rows of all types.

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

}  // namespace weir::connectors::testing
