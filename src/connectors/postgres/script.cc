#include <arrow/util/base64.h>

#include <charconv>
#include <map>
#include <optional>

#include "base/names.h"
#include "connectors/cancel_watch.h"
#include "connectors/output_parameters.h"
#include "connectors/postgres/database.h"
#include "connectors/postgres/types.h"
#include "connectors/sql_text.h"

namespace weir::connectors::postgres {
namespace {

constexpr SqlQuoting kQuoting{.dollar_strings = true};

// The server's number for ADF's word; 0 leaves it to the statement.
Oid ParameterType(const std::string& type) {
  static const std::map<std::string, Oid, std::less<>> types = {{"int16", kInt2},
                                                                {"int32", kInt4},
                                                                {"int", kInt4},
                                                                {"int64", kInt8},
                                                                {"byte", kInt2},
                                                                {"decimal", kNumeric},
                                                                {"double", kFloat8},
                                                                {"single", kFloat4},
                                                                {"boolean", kBool},
                                                                {"guid", kUuid},
                                                                {"date", kDate},
                                                                {"datetime", kTimestamp},
                                                                {"datetimeoffset", kTimestamptz},
                                                                {"timespan", kInterval}};
  const auto found = types.find(NameKey(type));
  return found == types.end() ? 0 : found->second;
}

/// One statement with its named parameters turned into $1, $2, …
struct BoundStatement {
  std::string sql;
  std::vector<Oid> types;
  std::vector<std::string> texts;
  std::vector<bool> nulls;
};

std::string ParameterText(const Json& value) {
  return value.is_string() ? value.as_string() : DumpJson(value);
}

BoundStatement Bind(const std::string& statement, const std::vector<SqlParameter>& parameters) {
  BoundStatement bound;
  std::map<size_t, size_t> numbers;  // Parameter → its number in the statement.
  const auto use = [&](size_t index) {
    const auto [place, added] = numbers.try_emplace(index, numbers.size() + 1);
    if (added) {
      const SqlParameter& parameter = parameters[index];
      bound.types.push_back(ParameterType(parameter.type));
      bound.nulls.push_back(parameter.value.is_null());
      bound.texts.push_back(ParameterText(parameter.value));
    }
    return "$" + std::to_string(place->second);
  };
  for (const SqlToken& token : LexSql(statement, kQuoting)) {
    std::string text(token.text);
    if (token.kind == SqlTokenKind::kParameter) {
      const std::string name = BareParameterName(text);
      const bool number = name.find_first_not_of("0123456789") == std::string::npos;
      for (size_t i = 0; i < parameters.size(); ++i) {
        const bool same = number ? name == std::to_string(i + 1)
                                 : SameName(BareParameterName(parameters[i].name), name);
        if (!same) continue;
        text = use(i);
        break;
      }
    }
    bound.sql += text;
  }
  return bound;
}

std::string HexToBase64(std::string_view hex) {
  std::string bytes;
  for (size_t i = 2; i + 1 < hex.size(); i += 2) {
    unsigned byte = 0;
    std::from_chars(hex.data() + i, hex.data() + i + 2, byte, 16);
    bytes += static_cast<char>(byte);
  }
  return arrow::util::base64_encode(bytes);
}

// The server's text of a value as JSON; the same JSON that CellJson makes of the binary form.
Json ValueJson(Oid type, std::string text) {
  switch (type) {
    case kBool:
      return Json(text == "t");
    case kInt2:
    case kInt4:
    case kInt8:
    case kOid:
      return Json(static_cast<int64_t>(std::stoll(text)));
    case kFloat4:
    case kFloat8:
      if (text == "NaN" || text == "Infinity" || text == "-Infinity") return Json(text);
      return Json(std::strtod(text.c_str(), nullptr));
    case kNumeric: {
      if (text == "NaN" || text.ends_with("Infinity")) return Json(text);
      const bool whole = text.find('.') == std::string::npos;
      if (whole && text.size() <= 18) return Json(static_cast<int64_t>(std::stoll(text)));
      return Json::NumberText(text);
    }
    case kDate:
      return Json(text + "T00:00:00Z");
    case kTimestamp:
    case kTimestamptz: {
      const size_t blank = text.find(' ');
      if (blank == std::string::npos) return Json(text);  // infinity
      text[blank] = 'T';
      if (type == kTimestamp) return Json(text + "Z");
      const size_t zone = text.find_first_of("+-", blank);
      if (text.size() - zone == 3) text += ":00";
      return Json(text);
    }
    case kBytea:
      return Json(HexToBase64(text));
    default:  // The server's types are open; its text is what they are shown as.
      return Json(std::move(text));
  }
}

void AppendRow(const PGresult* result, int row, ScriptResult::ResultSet& set) {
  Json object = Json::Object();
  for (int i = 0; i < PQnfields(result); ++i) {
    const bool null = PQgetisnull(result, row, i) != 0;
    object.AppendMember(
        PQfname(result, i),
        null ? Json()
             : ValueJson(PQftype(result, i),
                         std::string(PQgetvalue(result, row, i),
                                     static_cast<size_t>(PQgetlength(result, row, i)))));
  }
  set.rows.push_back(std::move(object));
}

void CountAffected(PGresult* result, ScriptResult& out) {
  const std::string_view tag = PQcmdStatus(result);
  const bool changes = tag.starts_with("INSERT") || tag.starts_with("UPDATE") ||
                       tag.starts_with("DELETE") || tag.starts_with("MERGE");
  if (!changes) return;
  out.records_affected =
      std::max<int64_t>(out.records_affected, 0) + std::strtoll(PQcmdTuples(result), nullptr, 10);
}

// One result of the statement: a row, the end of the rows, or a command's end.
Result<> TakeResult(Connection& connection, PGresult* result, const std::string& sql,
                    int64_t rows_max, std::optional<ScriptResult::ResultSet>& set,
                    ScriptResult& out) {
  WEIR_TRY(Check(connection, result, sql));
  const ExecStatusType status = PQresultStatus(result);
  if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT) {
    return Fail(ErrorKind::kUnsupported, "SqlNotSupported",
                "COPY from or to the client cannot be part of a script (in: " + sql + ")");
  }
  if (status == PGRES_SINGLE_TUPLE || status == PGRES_TUPLES_OK) {
    if (!set) set.emplace();
    for (int row = 0; row < PQntuples(result); ++row) {
      if (static_cast<int64_t>(set->rows.size()) < rows_max) AppendRow(result, row, *set);
      ++set->row_count;
    }
  }
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) CountAffected(result, out);
  return {};
}

Result<> RunStatement(Connection& connection, const BoundStatement& statement, int64_t rows_max,
                      const CancelToken* cancel, ScriptResult& out) {
  const CancelWatch watch(cancel, [&] { connection.Interrupt(); });
  std::vector<const char*> values;
  for (size_t i = 0; i < statement.texts.size(); ++i) {
    values.push_back(statement.nulls[i] ? nullptr : statement.texts[i].c_str());
  }
  PGconn* handle = connection.get();
  if (PQsendQueryParams(handle, statement.sql.c_str(), static_cast<int>(values.size()),
                        statement.types.data(), values.data(), nullptr, nullptr, 0) != 1 ||
      PQsetSingleRowMode(handle) != 1) {
    return connection.LastError(statement.sql);
  }
  std::optional<ScriptResult::ResultSet> set;
  while (PGresult* raw = PQgetResult(handle)) {
    const ResultPtr result(raw);
    auto taken = TakeResult(connection, raw, statement.sql, rows_max, set, out);
    if (taken) continue;
    const ExecStatusType status = PQresultStatus(raw);
    if (status == PGRES_COPY_IN) PQputCopyEnd(handle, "not supported");
    if (status == PGRES_COPY_OUT) connection.Interrupt();
    connection.Drain();
    if (cancel != nullptr) WEIR_TRY(cancel->Check());
    return taken;
  }
  if (set) out.result_sets.push_back(*std::move(set));
  return {};
}

}  // namespace

Result<ScriptResult> RunScript(Connection& connection, const std::string& sql,
                               const std::vector<SqlParameter>& parameters, int64_t rows_max,
                               const CancelToken* cancel) {
  ScriptResult out;
  connection.TakeMessages();
  for (const std::string& statement : SplitStatements(sql, kQuoting)) {
    if (cancel != nullptr) WEIR_TRY(cancel->Check());
    WEIR_TRY(RunStatement(connection, Bind(statement, parameters), rows_max, cancel, out));
  }
  out.messages = connection.TakeMessages();
  return out;
}

}  // namespace weir::connectors::postgres
