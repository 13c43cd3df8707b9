#include "formats/testing/tables.h"

#include <arrow/array.h>
#include <arrow/array/builder_base.h>
#include <arrow/builder.h>
#include <arrow/record_batch.h>
#include <arrow/scalar.h>
#include <arrow/type.h>
#include <arrow/util/decimal.h>

#include <map>

#include "formats/field_kind.h"
#include "formats/testing/format_cases.h"
#include "formats/text_cells.h"

namespace weir::formats::testing {
namespace {

Json CellToJson(const arrow::Array& array, int64_t row) {
  if (array.IsNull(row)) return {};
  switch (array.type_id()) {
    case arrow::Type::BOOL:
      return static_cast<const arrow::BooleanArray&>(array).Value(row);
    case arrow::Type::INT64:
      return static_cast<const arrow::Int64Array&>(array).Value(row);
    case arrow::Type::INT32:
      return static_cast<const arrow::Int32Array&>(array).Value(row);
    case arrow::Type::DOUBLE:
      return static_cast<const arrow::DoubleArray&>(array).Value(row);
    default:
      break;
  }
  auto printer = CellPrinter::Make(*array.type());
  if (!printer) return array.ToString();
  TextCells cells;
  printer->Print(array, row, 1, cells);
  return std::string(cells[0]);
}

std::string ScalarText(const Json& value) {
  if (value.is_string()) return value.as_string();
  if (value.is_bool()) return value.as_bool() ? "true" : "false";
  return DumpJson(value);
}

Result<std::shared_ptr<arrow::Scalar>> ParseScalar(const std::shared_ptr<arrow::DataType>& type,
                                                   const std::string& text) {
  if (type->id() != arrow::Type::DECIMAL128) {
    WEIR_ARROW_ASSIGN(auto scalar, arrow::Scalar::Parse(type, text), "Test");
    return scalar;
  }
  arrow::Decimal128 value;
  int32_t scale = 0;
  WEIR_ARROW_TRY(arrow::Decimal128::FromString(text, &value, nullptr, &scale), "Test");
  const auto& decimal = static_cast<const arrow::Decimal128Type&>(*type);
  WEIR_ARROW_ASSIGN(value, value.Rescale(scale, decimal.scale()), "Test");
  return std::make_shared<arrow::Decimal128Scalar>(value, type);
}

std::string RandomText(SeededRandom& random) {
  static const std::vector<std::string> kPieces = {"a",
                                                   "b",
                                                   "Z",
                                                   "0",
                                                   "9",
                                                   " ",
                                                   ",",
                                                   ";",
                                                   "\"",
                                                   "\"\"",
                                                   "\\",
                                                   "\\\"",
                                                   "\n",
                                                   "\r\n",
                                                   "\r",
                                                   "\t",
                                                   "\xC3\xA4",
                                                   "\xE2\x82\xAC",
                                                   "\xF0\x9F\x98\x80",
                                                   "'",
                                                   "{",
                                                   "}",
                                                   "[",
                                                   "null",
                                                   "x"};
  std::string text;
  const uint64_t length = 1 + random.Below(random.Below(20) == 0 ? 200 : 12);
  for (uint64_t i = 0; i < length; ++i) text += kPieces[random.Below(kPieces.size())];
  return text;
}

}  // namespace

Result<std::shared_ptr<arrow::DataType>> TypeFromName(const std::string& name) {
  static const std::map<std::string, std::shared_ptr<arrow::DataType>> kTypes = {
      {"Boolean", arrow::boolean()},
      {"Byte", arrow::uint8()},
      {"SByte", arrow::int8()},
      {"Int16", arrow::int16()},
      {"Int32", arrow::int32()},
      {"Int64", arrow::int64()},
      {"UInt16", arrow::uint16()},
      {"UInt32", arrow::uint32()},
      {"UInt64", arrow::uint64()},
      {"Single", arrow::float32()},
      {"Double", arrow::float64()},
      {"String", arrow::utf8()},
      {"Guid", arrow::utf8()},
      {"Json", arrow::utf8()},
      {"DateTime", arrow::timestamp(arrow::TimeUnit::MICRO)},
      {"DateTimeOffset", arrow::timestamp(arrow::TimeUnit::MICRO, "UTC")},
      {"TimeSpan", arrow::duration(arrow::TimeUnit::MICRO)},
      {"Date", arrow::date32()},
      {"ByteArray", arrow::binary()},
      {"List", arrow::list(arrow::int64())}};
  if (name.starts_with("Decimal(")) {
    const size_t comma = name.find(',');
    return arrow::decimal128(std::stoi(name.substr(8, comma)), std::stoi(name.substr(comma + 1)));
  }
  const auto found = kTypes.find(name);
  if (found == kTypes.end()) return Fail(ErrorKind::kInvalid, "Test", "no type " + name);
  return found->second;
}

Result<std::shared_ptr<arrow::RecordBatch>> BatchFromJson(const Json& columns, const Json& rows) {
  arrow::FieldVector fields;
  arrow::ArrayVector arrays;
  for (size_t i = 0; i < columns.size(); ++i) {
    const Json::Member& column = columns.members()[i];
    WEIR_ASSIGN(auto type, TypeFromName(column.value.as_string()));
    WEIR_ARROW_ASSIGN(auto builder, arrow::MakeBuilder(type), "Test");
    for (const Json& row : rows.items()) {
      if (row[i].is_null()) {
        WEIR_ARROW_TRY(builder->AppendNull(), "Test");
        continue;
      }
      WEIR_ASSIGN(auto scalar, ParseScalar(type, ScalarText(row[i])));
      WEIR_ARROW_TRY(builder->AppendScalar(*scalar), "Test");
    }
    WEIR_ARROW_ASSIGN(auto array, builder->Finish(), "Test");
    fields.push_back(arrow::field(column.name, type));
    const std::string& name = column.value.as_string();
    if (name == "Guid" || name == "Json") {
      fields.back() = WithKind(fields.back(), name);
    }
    arrays.push_back(std::move(array));
  }
  return arrow::RecordBatch::Make(arrow::schema(fields), static_cast<int64_t>(rows.size()), arrays);
}

Json RowsToJson(const std::vector<std::shared_ptr<arrow::RecordBatch>>& batches) {
  Json rows = Json::Array();
  for (const auto& batch : batches) {
    for (int64_t row = 0; row < batch->num_rows(); ++row) {
      Json cells = Json::Array();
      for (const auto& column : batch->columns()) cells.Append(CellToJson(*column, row));
      rows.Append(std::move(cells));
    }
  }
  return rows;
}

std::shared_ptr<arrow::RecordBatch> RandomTexts(SeededRandom& random, int columns, int64_t rows) {
  arrow::FieldVector fields;
  arrow::ArrayVector arrays;
  for (int i = 0; i < columns; ++i) {
    arrow::StringBuilder builder;
    const bool with_null = random.Below(2) == 0;
    for (int64_t row = 0; row < rows; ++row) {
      const bool null = with_null && random.Below(5) == 0;
      const auto status = null ? builder.AppendNull() : builder.Append(RandomText(random));
      if (!status.ok()) return nullptr;
    }
    fields.push_back(arrow::field("C" + std::to_string(i), arrow::utf8()));
    arrays.push_back(*builder.Finish());
  }
  return arrow::RecordBatch::Make(arrow::schema(fields), rows, arrays);
}

std::shared_ptr<arrow::RecordBatch> RandomOfEveryType(SeededRandom& random, int64_t rows) {
  Json columns = Json::Object();
  for (const char* type : {"Boolean", "Byte", "SByte", "Int16", "Int32", "Int64", "UInt16",
                           "UInt32", "UInt64", "Single", "Double", "Decimal(20,4)", "String",
                           "DateTime", "DateTimeOffset", "TimeSpan", "Date", "ByteArray"}) {
    columns.Set(std::string("c_") + std::string(type).substr(0, 7) + std::to_string(columns.size()),
                type);
  }
  Json table = Json::Array();
  for (int64_t row = 0; row < rows; ++row) {
    const auto small = static_cast<int64_t>(random.Below(100));
    const auto wide = static_cast<int64_t>(random.Next() >> 20U);
    Json cells = Json::Array(
        {small % 2 == 0, small, small - 50, small - 50, wide % 100000, wide, small, wide % 100000,
         wide, 0.5 * static_cast<double>(small), static_cast<double>(wide) / 7.0,
         std::to_string(wide) + ".1234", "text " + std::to_string(wide),
         "2024-02-29 12:34:56." + std::to_string(100000 + small), "1969-12-31 23:59:59Z",
         wide % 1000000, "1999-12-" + std::to_string(10 + small % 20), "bytes"});
    for (Json& cell : cells.MutableItems()) {
      if (random.Below(7) == 0) cell = Json();
    }
    table.Append(std::move(cells));
  }
  auto batch = BatchFromJson(columns, table);
  return batch.ok() ? *batch : nullptr;
}

}  // namespace weir::formats::testing
