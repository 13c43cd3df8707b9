#include <algorithm>
#include <optional>

#include "base/names.h"
#include "connectors/output_parameters.h"
#include "connectors/postgres/database.h"
#include "connectors/sql_text.h"

namespace weir::connectors::postgres {
namespace {

constexpr const char* kFindTable = R"(
  SELECT c.oid::text, n.nspname, c.relname
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND lower(c.relname) = lower($1)
    AND CASE WHEN $2 = '' THEN pg_catalog.pg_table_is_visible(c.oid)
             ELSE lower(n.nspname) = lower($2) END
  ORDER BY c.relname = $1 DESC, n.nspname = $2 DESC LIMIT 1)";

constexpr const char* kColumns = R"(
  SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull,
    CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE t.oid END::text,
    CASE t.typtype WHEN 'd' THEN t.typtypmod ELSE a.atttypmod END::text,
    COALESCE(a.attnum = ANY (k.conkey), false)
  FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_catalog.pg_constraint k ON k.conrelid = a.attrelid AND k.contype = 'p'
  WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum)";

constexpr const char* kUniqueKeys = R"(
  SELECT i.indexrelid::text, a.attname
  FROM pg_catalog.pg_index i
  CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, place)
  JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
  WHERE i.indrelid = $1::oid AND i.indisunique AND i.indimmediate AND i.indisvalid
    AND i.indpred IS NULL AND i.indexprs IS NULL AND k.place <= i.indnkeyatts
  ORDER BY 1, k.place)";

constexpr const char* kFindRoutine = R"(
  SELECT n.nspname, p.proname, p.prokind, p.prorettype = 'void'::regtype, p.pronargdefaults::text,
    p.oid::text
  FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  WHERE p.prokind IN ('p', 'f') AND lower(p.proname) = lower($1)
    AND CASE WHEN $2 = '' THEN pg_catalog.pg_function_is_visible(p.oid)
             ELSE lower(n.nspname) = lower($2) END
  ORDER BY p.proname = $1 DESC, n.nspname = $2 DESC, p.oid)";

// Arguments in order; mode t is a column of the rows a function returns.
constexpr const char* kArguments = R"(
  SELECT COALESCE(p.proargnames[a.place], ''), COALESCE(p.proargmodes[a.place]::text, 'i'),
    pg_catalog.format_type(a.type, NULL)
  FROM pg_catalog.pg_proc p
  CROSS JOIN LATERAL unnest(COALESCE(p.proallargtypes, p.proargtypes::oid[]))
    WITH ORDINALITY AS a(type, place)
  WHERE p.oid = $1::oid AND COALESCE(p.proargmodes[a.place]::text, 'i') <> 't' ORDER BY a.place)";

std::string Value(const PGresult* result, int row, int column) {
  return {PQgetvalue(result, row, column), static_cast<size_t>(PQgetlength(result, row, column))};
}
bool IsTrue(const PGresult* result, int row, int column) {
  return Value(result, row, column) == "t";
}

struct Argument {
  std::string name;
  std::string mode;  // i, o, b (both), v (variadic)
  std::string type;
};

struct Routine {
  std::string schema;
  std::string name;
  bool is_procedure = false;
  bool is_void = false;
  size_t defaults = 0;
  std::vector<Argument> arguments;
};

Result<std::vector<Argument>> Arguments(Connection& connection, const std::string& oid) {
  WEIR_ASSIGN(const ResultPtr rows, connection.Fetch(kArguments, {oid}));
  std::vector<Argument> arguments;
  for (int i = 0; i < PQntuples(rows.get()); ++i) {
    arguments.push_back(
        {Value(rows.get(), i, 0), Value(rows.get(), i, 1), Value(rows.get(), i, 2)});
  }
  return arguments;
}

const SqlParameter* Given(const std::vector<SqlParameter>& parameters, const std::string& name) {
  for (const SqlParameter& parameter : parameters) {
    if (!name.empty() && SameName(BareParameterName(parameter.name), name)) return &parameter;
  }
  return nullptr;
}

std::string Literal(const Connection& connection, const Json& value, const std::string& type) {
  if (value.is_null()) return "NULL::" + type;
  return connection.QuoteText(value.is_string() ? value.as_string() : DumpJson(value)) +
         "::" + type;
}

// The arguments as written in the call; nothing if the parameters do not fit this overload.
Result<std::string> CallArguments(const Connection& connection, const Routine& routine,
                                  const std::vector<SqlParameter>& parameters) {
  std::string text;
  size_t used = 0;
  size_t inputs = 0;
  for (const Argument& argument : routine.arguments) inputs += argument.mode == "o" ? 0 : 1;
  for (size_t i = 0, input = 0; i < routine.arguments.size(); ++i) {
    const Argument& argument = routine.arguments[i];
    const bool output = argument.mode == "o";
    if (output && !routine.is_procedure) continue;
    if (!output) ++input;
    const SqlParameter* given = Given(parameters, argument.name);
    // A routine whose arguments have no names takes the parameters in order.
    if (given == nullptr && argument.name.empty() && input <= parameters.size()) {
      given = &parameters[input - 1];
    }
    if (given != nullptr) ++used;
    if (given == nullptr && !output) {
      if (input > inputs - std::min(inputs, routine.defaults)) continue;
      return Fail(ErrorKind::kInvalid, "SqlParameterMissing",
                  "no value was given for the parameter '" +
                      (argument.name.empty() ? std::to_string(input) : argument.name) + "' of '" +
                      routine.name + "'");
    }
    text += text.empty() ? "" : ", ";
    if (!argument.name.empty()) text += connection.QuoteName(argument.name) + " => ";
    text += given == nullptr || output ? "NULL::" + argument.type
                                       : Literal(connection, given->value, argument.type);
  }
  if (used < parameters.size()) {
    for (const SqlParameter& parameter : parameters) {
      const std::string name = BareParameterName(parameter.name);
      const bool known = std::any_of(
          routine.arguments.begin(), routine.arguments.end(),
          [&name](const Argument& a) { return a.name.empty() || SameName(a.name, name); });
      const bool is_output = SameName(parameter.direction, "Output");
      if (known || is_output) continue;
      return Fail(ErrorKind::kInvalid, "SqlParameterUnknown",
                  "'" + routine.name + "' has no parameter '" + name + "'");
    }
  }
  return text;
}

}  // namespace

Result<TableInfo> FindTable(Connection& connection, const TableName& table) {
  WEIR_ASSIGN(const ResultPtr found, connection.Fetch(kFindTable, {table.table, table.schema}));
  if (PQntuples(found.get()) == 0) {
    return Fail(ErrorKind::kNotFound, "SqlTableNotFound",
                "there is no table '" + table.ToString() + "'")
        .At(table.ToString());
  }
  const std::string oid = Value(found.get(), 0, 0);
  TableInfo info;
  info.name = {Value(found.get(), 0, 1), Value(found.get(), 0, 2)};
  WEIR_ASSIGN(const ResultPtr columns, connection.Fetch(kColumns, {oid}));
  for (int i = 0; i < PQntuples(columns.get()); ++i) {
    const PGresult* rows = columns.get();
    info.columns.push_back(
        {Value(rows, i, 0), Value(rows, i, 1), !IsTrue(rows, i, 2), IsTrue(rows, i, 5)});
    info.types.push_back(
        {static_cast<Oid>(std::stoul(Value(rows, i, 3))), std::stoi(Value(rows, i, 4))});
  }
  WEIR_ASSIGN(const ResultPtr keys, connection.Fetch(kUniqueKeys, {oid}));
  for (int i = 0; i < PQntuples(keys.get()); ++i) {
    const bool first = i == 0 || Value(keys.get(), i, 0) != Value(keys.get(), i - 1, 0);
    if (first) info.unique_keys.emplace_back();
    info.unique_keys.back().push_back(Value(keys.get(), i, 1));
  }
  return info;
}

Result<RoutineCall> FindRoutine(Connection& connection, const std::string& name,
                                const std::vector<SqlParameter>& parameters) {
  const std::vector<std::string> parts = SplitName(name);
  const std::string schema = parts.size() > 1 ? parts[parts.size() - 2] : "";
  WEIR_ASSIGN(const ResultPtr found,
              connection.Fetch(kFindRoutine, {parts.empty() ? "" : parts.back(), schema}));
  std::optional<Error> last;
  for (int i = 0; i < PQntuples(found.get()); ++i) {
    const PGresult* rows = found.get();
    Routine routine{Value(rows, i, 0),
                    Value(rows, i, 1),
                    Value(rows, i, 2) == "p",
                    IsTrue(rows, i, 3),
                    std::stoul(Value(rows, i, 4)),
                    {}};
    WEIR_ASSIGN(routine.arguments, Arguments(connection, Value(rows, i, 5)));
    auto arguments = CallArguments(connection, routine, parameters);
    if (!arguments) {
      last = arguments.error();
      continue;
    }
    const std::string call = connection.QuoteName(routine.schema) + "." +
                             connection.QuoteName(routine.name) + "(" + *arguments + ")";
    if (routine.is_procedure) return RoutineCall{"CALL " + call, true, false};
    return RoutineCall{"SELECT * FROM " + call, false, !routine.is_void};
  }
  if (last) return *last;
  return Fail(ErrorKind::kNotFound, "SqlInvalidDbStoredProcedure",
              "there is no procedure or function '" + name + "'");
}

}  // namespace weir::connectors::postgres
