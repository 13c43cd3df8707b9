#include "formats/json/column.h"

#include <arrow/builder.h>
#include <arrow/type.h>

#include <charconv>

#include "base/json.h"
#include "formats/batch_stream.h"
#include "formats/field_kind.h"

namespace weir::formats::json {
namespace {

bool ParseInt64(std::string_view token, int64_t& value) {
  const auto read = std::from_chars(token.data(), token.data() + token.size(), value);
  return read.ec == std::errc() && read.ptr == token.data() + token.size();
}

bool ParseDouble(std::string_view token, double& value) {
  const auto read = std::from_chars(token.data(), token.data() + token.size(), value);
  return read.ec == std::errc() && read.ptr == token.data() + token.size();
}

std::shared_ptr<arrow::DataType> ArrowType(ColumnType type) {
  switch (type) {
    case ColumnType::kBoolean:
      return arrow::boolean();
    case ColumnType::kInt64:
      return arrow::int64();
    case ColumnType::kDouble:
      return arrow::float64();
    case ColumnType::kNothing:
    case ColumnType::kString:
    case ColumnType::kJson:
      break;
  }
  return arrow::utf8();
}

ColumnType TypeOf(const Cell& cell) {
  switch (cell.kind) {
    case Cell::Kind::kNull:
      return ColumnType::kNothing;
    case Cell::Kind::kBool:
      return ColumnType::kBoolean;
    case Cell::Kind::kText:
      return ColumnType::kString;
    case Cell::Kind::kComplex:
      return ColumnType::kJson;
    case Cell::Kind::kNumber:
      break;
  }
  int64_t integer = 0;
  return ParseInt64(cell.text, integer) ? ColumnType::kInt64 : ColumnType::kDouble;
}

}  // namespace

ColumnType Widen(ColumnType type, const Cell& cell) {
  const ColumnType other = TypeOf(cell);
  if (other == ColumnType::kNothing || other == type) return type;
  if (type == ColumnType::kNothing) return other;
  if (type == ColumnType::kJson || other == ColumnType::kJson) return ColumnType::kJson;
  const auto numeric = [](ColumnType any) {
    return any == ColumnType::kInt64 || any == ColumnType::kDouble;
  };
  return numeric(type) && numeric(other) ? ColumnType::kDouble : ColumnType::kString;
}

JsonColumn::JsonColumn(std::string name, ColumnType type, bool complex_as_text)
    : field_(arrow::field(std::move(name), ArrowType(type))),
      type_(type),
      complex_as_text_(complex_as_text) {
  if (type_ == ColumnType::kJson && !complex_as_text_) field_ = WithKind(field_, "Json");
}

std::string JsonColumn::type_name() const {
  switch (type_) {
    case ColumnType::kBoolean:
      return "Boolean";
    case ColumnType::kInt64:
      return "Int64";
    case ColumnType::kDouble:
      return "Double";
    case ColumnType::kNothing:
    case ColumnType::kString:
    case ColumnType::kJson:
      break;
  }
  return "String";
}

bool JsonColumn::Read(const Cell& cell, Value& value) const {
  value.null = cell.kind == Cell::Kind::kNull;
  if (value.null) return true;
  value.text = cell.text;
  switch (type_) {
    case ColumnType::kBoolean:
      value.boolean = cell.text == "true";
      return cell.kind == Cell::Kind::kBool;
    case ColumnType::kInt64:
      return cell.kind == Cell::Kind::kNumber && ParseInt64(cell.text, value.integer);
    case ColumnType::kDouble:
      return cell.kind == Cell::Kind::kNumber && ParseDouble(cell.text, value.real);
    case ColumnType::kJson:
      if (!complex_as_text_) {
        if (cell.kind == Cell::Kind::kText) {
          value.own.clear();
          AppendJsonString(value.own, cell.text);
          value.text = value.own;
        }
        return true;
      }
      break;
    case ColumnType::kNothing:
    case ColumnType::kString:
      if (cell.kind == Cell::Kind::kComplex) return complex_as_text_;
      break;
  }
  if (cell.kind == Cell::Kind::kBool) value.text = cell.text == "true" ? "True" : "False";
  return true;
}

Result<> JsonColumn::Append(const Value& value) {
  if (builder_ == nullptr) {
    WEIR_ARROW_ASSIGN(builder_, arrow::MakeBuilder(field_->type()), "OutOfMemory");
  }
  arrow::Status status;
  if (value.null) {
    status = builder_->AppendNull();
  } else if (type_ == ColumnType::kBoolean) {
    status = static_cast<arrow::BooleanBuilder&>(*builder_).Append(value.boolean);
  } else if (type_ == ColumnType::kInt64) {
    status = static_cast<arrow::Int64Builder&>(*builder_).Append(value.integer);
  } else if (type_ == ColumnType::kDouble) {
    status = static_cast<arrow::DoubleBuilder&>(*builder_).Append(value.real);
  } else {
    status = static_cast<arrow::StringBuilder&>(*builder_).Append(value.text);
  }
  return status.ok() ? Result<>() : FromArrow(status, "OutOfMemory");
}

Result<std::shared_ptr<arrow::Array>> JsonColumn::Finish() {
  if (builder_ == nullptr) {
    WEIR_ARROW_ASSIGN(builder_, arrow::MakeBuilder(field_->type()), "OutOfMemory");
  }
  WEIR_ARROW_ASSIGN(std::shared_ptr<arrow::Array> array, builder_->Finish(), "OutOfMemory");
  return array;
}

}  // namespace weir::formats::json
