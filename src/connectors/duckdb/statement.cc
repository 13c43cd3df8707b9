#include <arrow/util/decimal.h>

#include "base/clock.h"
#include "base/names.h"
#include "connectors/duckdb/result_reader.h"

namespace weir::connectors::duckdb {
namespace {

bool BindDecimal(duckdb_prepared_statement statement, idx_t index, const std::string& text) {
  arrow::Decimal128 value;
  int32_t precision = 0;
  int32_t scale = 0;
  if (!arrow::Decimal128::FromString(text, &value, &precision, &scale).ok() || scale < 0 ||
      scale > 38 || precision > 38) {
    return false;
  }
  duckdb_decimal decimal{};
  decimal.width = 38;
  decimal.scale = static_cast<uint8_t>(scale);
  decimal.value.lower = value.low_bits();
  decimal.value.upper = value.high_bits();
  return duckdb_bind_decimal(statement, index, decimal) == DuckDBSuccess;
}

bool BindText(duckdb_prepared_statement statement, idx_t index, const std::string& text) {
  return duckdb_bind_varchar_length(statement, index, text.data(), text.size()) == DuckDBSuccess;
}

bool BindTime(duckdb_prepared_statement statement, idx_t index, const Binding& binding) {
  const Result<UtcTime> time = ParseUtc(binding.value.as_string());
  if (!time) return BindText(statement, index, binding.value.as_string());
  const duckdb_timestamp stamp{ToMicros(*time)};
  return (SameName(binding.type, "DateTimeOffset")
              ? duckdb_bind_timestamp_tz(statement, index, stamp)
              : duckdb_bind_timestamp(statement, index, stamp)) == DuckDBSuccess;
}

// By the declared type where the value is text, else by the JSON value itself.
bool Bind(duckdb_prepared_statement statement, idx_t index, const Binding& binding) {
  const Json& value = binding.value;
  const std::string type = NameKey(binding.type);
  switch (value.kind()) {
    case Json::Kind::kNull:
      return duckdb_bind_null(statement, index) == DuckDBSuccess;
    case Json::Kind::kBool:
      return duckdb_bind_boolean(statement, index, value.as_bool()) == DuckDBSuccess;
    case Json::Kind::kInt:
      if (type == "string") return BindText(statement, index, DumpJson(value));
      return duckdb_bind_int64(statement, index, value.as_int()) == DuckDBSuccess;
    case Json::Kind::kFloat:
    case Json::Kind::kNumberText:
      if (type == "string") return BindText(statement, index, DumpJson(value));
      if (type == "decimal" && BindDecimal(statement, index, DumpJson(value))) return true;
      return duckdb_bind_double(statement, index, value.as_double()) == DuckDBSuccess;
    case Json::Kind::kString:
      break;
    case Json::Kind::kArray:
    case Json::Kind::kObject:
      return BindText(statement, index, DumpJson(value));
  }
  const std::string& text = value.as_string();
  if (type.starts_with("int") || type == "decimal" || type == "byte" || type == "double" ||
      type == "single") {
    return BindDecimal(statement, index, text) || BindText(statement, index, text);
  }
  if (type == "boolean" && (SameName(text, "true") || SameName(text, "false"))) {
    return duckdb_bind_boolean(statement, index, SameName(text, "true")) == DuckDBSuccess;
  }
  if (type == "date" || type.starts_with("datetime")) return BindTime(statement, index, binding);
  return BindText(statement, index, text);
}

Result<> BindAll(duckdb_prepared_statement statement, const std::string& sql,
                 const std::vector<Binding>& bindings) {
  const idx_t count = duckdb_nparams(statement);
  for (idx_t index = 1; index <= count; ++index) {
    const std::string name = TakeText(duckdb_parameter_name(statement, index));
    const bool positional = !name.empty() && name.find_first_not_of("0123456789") == name.npos;
    const Binding* found = nullptr;
    if (positional && std::stoul(name) <= bindings.size()) {
      found = &bindings[std::stoul(name) - 1];
    }
    for (const Binding& binding : bindings) {
      if (!positional && SameName(binding.name, name)) found = &binding;
    }
    if (found == nullptr) {
      return Fail(ErrorKind::kInvalid, "SqlParameterMissing",
                  "no value was given for the parameter '" + name + "' (in: " + sql + ")");
    }
    if (!Bind(statement, index, *found)) {
      return Fail(ErrorKind::kInvalid, "SqlParameterInvalid",
                  "the value of parameter '" + name + "' cannot be bound");
    }
  }
  return {};
}

}  // namespace

Result<ResultHandle> RunStatement(Connection& connection, const std::string& sql,
                                  const std::vector<Binding>& bindings, bool streaming) {
  Prepared statement;
  if (duckdb_prepare(connection.get(), sql.c_str(), statement.out()) != DuckDBSuccess) {
    const char* message = duckdb_prepare_error(statement.get());
    return FromDuckDB(DUCKDB_ERROR_INVALID, message == nullptr ? "" : message, sql);
  }
  WEIR_TRY(BindAll(statement.get(), sql, bindings));
  ResultHandle result;
  if (!streaming) {
    if (duckdb_execute_prepared(statement.get(), result.get()) != DuckDBSuccess) {
      return FromResult(result.get(), sql);
    }
    return result;
  }
  Pending pending;
  if (duckdb_pending_prepared_streaming(statement.get(), pending.out()) != DuckDBSuccess) {
    return FromDuckDB(DUCKDB_ERROR_INVALID, duckdb_pending_error(pending.get()), sql);
  }
  if (duckdb_execute_pending(pending.get(), result.get()) != DuckDBSuccess) {
    return FromResult(result.get(), sql);
  }
  return result;
}

}  // namespace weir::connectors::duckdb
