#include "cases/area.h"
#include "cases/copy_case.h"
#include "copy/copy_plan.h"
#include "copy/interim_types.h"
#include "copy/mapping.h"

namespace weir::cases {
namespace {

/// Copy one file of a format to documents.
Result<Json> ToDocuments(CaseStores& stores, const std::string& text, const Json& dataset,
                         Json settings) {
  stores.files().Put("in/a", text);
  settings.Set("sink", Source("JsonSink"));
  WEIR_TRY(stores.Copy(dataset, FileDataset("Json", "out", "o"), settings));
  return Documents(stores);
}

/// Copy a text with this header and one row to documents or into table `t`.
Result<Json> CopyHeader(CaseStores& stores, const Json& names, bool to_table, Json translator) {
  Json cells = Json::Array();
  for (size_t i = 0; i < names.size(); ++i) cells.Append("1");
  stores.files().Put("in/a", Line(names) + Line(cells));
  const Json text =
      FileDataset("DelimitedText", "in", "a", Json::Object({{"firstRowAsHeader", true}}));
  const Json sink = to_table ? TableDataset("t") : FileDataset("Json", "out", "o");
  return stores.Copy(text, sink,
                     Settings("DelimitedTextSource", to_table ? "AzureSqlSink" : "JsonSink",
                              std::move(translator)));
}

/// Which columns find their counterpart by default.
Verdict DefaultMapping(const Json& one) {
  const Json& given = one["given"];
  CaseStores stores;
  if (given["sink"].is_string()) {
    const Result<Json> copied = CopyHeader(stores, given["source"], false, {});
    if (!copied) return Unexpected(one["expect"], copied.error());
    Json names = Json::Array();
    const Json rows = Documents(stores);
    for (const Json::Member& member : rows[size_t{0}].members()) names.Append(member.name);
    return Compare(one["expect"]["sinkColumns"], names);
  }
  std::string columns;
  for (const Json& name : given["sink"].items()) {
    columns += (columns.empty() ? "" : ", ") + name.as_string() + " VARCHAR";
  }
  const Result<> made = stores.Sql("CREATE TABLE t(" + columns + ")");
  if (!made) return Unexpected(one["expect"], made.error());
  Json mapped = Json::Object({});
  for (const Json& name : given["source"].items()) {
    // A column without a counterpart stops the copy.
    if (!CopyHeader(stores, Json::Array({name}), true, {})) continue;
    mapped.Set(name.as_string(), name);
  }
  return Compare(one["expect"]["mapped"], mapped);
}

Verdict Mapped(const Json& one) {
  const Json& given = one["given"];
  CaseStores stores;
  const Json translator = Json::Object({{"mappings", given["mappings"]}});
  const bool text = given["row"].is_array();
  const Result<Json> rows =
      ToDocuments(stores, text ? Line(given["row"]) : DumpJson(given["row"]),
                  FileDataset(text ? "DelimitedText" : "Json", "in", "a"),
                  Settings(text ? "DelimitedTextSource" : "JsonSource", "", translator));
  if (!rows) return Unexpected(one["expect"], rows.error());
  return Compare(one["expect"]["row"], (*rows)[size_t{0}]);
}

Verdict SchemaMapping(const Json& one) {
  const Json& given = one["given"];
  CaseStores stores;
  const Result<Json> documents =
      ToDocuments(stores, DumpJson(given["document"]), FileDataset("Json", "in", "a"),
                  Settings("JsonSource", "", given));
  if (!documents) return Unexpected(one["expect"], documents.error());
  Json rows = Json::Array();
  for (const Json& document : documents->items()) rows.Append(Values(document));
  return Compare(one["expect"]["rows"], rows);
}

Verdict ColumnMappings(const Json& one) {
  const Result<copy::Translator> translator = copy::ReadTranslator(one["given"], {}, {});
  if (!translator) return Unexpected(one["expect"], translator.error());
  Json map = Json::Object({});
  for (const copy::MappedColumn& column : translator->columns) {
    map.Set(column.source_name, column.sink_name);
  }
  return Compare(one["expect"]["map"], map);
}

Verdict ColumnNotFound(const Json& one) {
  CaseStores stores;
  const Json mapping = Json::Object({{"source", Json::Object({{"name", one["given"]["mapping"]}})},
                                     {"sink", Json::Object({{"name", "a"}})}});
  const Result<Json> copied = CopyHeader(stores, one["given"]["sourceColumns"], false,
                                         Json::Object({{"mappings", Json::Array({mapping})}}));
  if (copied) return Compare(one["expect"], "no error");
  const std::string& message = copied.error().message();
  const bool fits =
      message.find("ErrorCode=" + one["expect"]["errorCode"].as_string()) != std::string::npos &&
      message.find(one["expect"]["message"].as_string()) != std::string::npos;
  return {fits, DumpJson(one["expect"]), message};
}

copy::TypeGroup Group(const std::string& name) {
  const std::string type = name == "Integer" ? "Int32" : name == "Float" ? "Double" : name;
  const auto field = copy::InterimField("c", type, 0, 0);
  return field ? copy::GroupOf(**field) : copy::TypeGroup::kNested;
}

Verdict Converts(const Json& one) {
  Json to = Json::Object({});
  for (const Json::Member& member : one["expect"]["to"].members()) {
    to.Set(member.name,
           copy::CanConvert(Group(one["given"]["source"].as_string()), Group(member.name)));
  }
  return Compare(one["expect"]["to"], to);
}

Verdict ConversionDefaults(const Json& one) {
  const Result<copy::Translator> translator = copy::ReadTranslator({}, {}, {});
  if (!translator) return Unexpected(one["expect"], translator.error());
  Json want = one["expect"];
  want.Remove("culture");
  return Compare(
      want, Json::Object({{"typeConversion", translator->type_conversion},
                          {"allowDataTruncation", translator->conversion.allow_truncation},
                          {"treatBooleanAsNumber", translator->conversion.boolean_as_number}}));
}

Verdict BooleanAsNumber(const Json& one) {
  const Json& given = one["given"];
  CaseStores stores;
  const Json mapping = Json::Object({{"source", Json::Object({{"name", "x"}})},
                                     {"sink", Json::Object({{"name", "x"}, {"type", "String"}})}});
  Json settings = Settings("", "JsonSink",
                           Json::Object({{"mappings", Json::Array({mapping})},
                                         {"typeConversion", true},
                                         {"typeConversionSettings", given}}));
  settings.Set("source",
               Json::Object({{"type", "AzureSqlSource"},
                             {"sqlReaderQuery", "SELECT " + DumpJson(given["value"]) + " AS x"}}));
  const Result<Json> copied =
      stores.Copy(TableDataset(""), FileDataset("Json", "out", "o"), settings);
  if (!copied) return Unexpected(one["expect"], copied.error());
  const Json rows = Documents(stores);
  const Result<Json> value = ParseJson(rows[size_t{0}]["x"].as_string());
  return Compare(one["expect"]["value"], value ? *value : Json());
}

Verdict SkippedRows(const Json& one) {
  const Json& given = one["given"];
  CaseStores stores;
  std::string text;
  for (const Json& row : given["rows"].items()) text += Line(row);
  stores.files().Put("in/a", text);
  Json settings = Settings("DelimitedTextSource", "DelimitedTextSink", {});
  settings.Set("enableSkipIncompatibleRow", given["enableSkipIncompatibleRow"]);
  const Result<Json> output = stores.Copy(FileDataset("DelimitedText", "in", "a"),
                                          FileDataset("DelimitedText", "out", "o"), settings);
  if (!output) return Unexpected(one["expect"], output.error());
  return Compare(one["expect"], Json::Object({{"rowsCopied", (*output)["rowsCopied"]},
                                              {"rowsSkipped", (*output)["rowsSkipped"]}}));
}

Verdict Consistency(const Json& one) {
  copy::Counters counters;
  counters.rows_read = one["given"]["rowsRead"].as_int();
  counters.rows_copied = one["given"]["rowsCopied"].as_int();
  counters.rows_skipped = one["given"]["rowsSkipped"].as_int();
  return Compare(one["expect"]["status"], copy::CheckRowCounts(counters) ? "Succeeded" : "Failed");
}

/// Copy two rows, one of them too long, and give the log's path and text.
Result<std::pair<std::string, std::string>> Logged(CaseStores& stores, const Json& given) {
  stores.files().Put("in/a", "1\n2,3\n");
  const Json location =
      Json::Object({{"linkedServiceName", Json::Object({{"referenceName", "files"}})},
                    {"path", given["path"].is_null() ? Json("log") : given["path"]}});
  Json settings = Settings("DelimitedTextSource", "DelimitedTextSink", {});
  settings.Set("enableSkipIncompatibleRow", true);
  settings.Set("logSettings", Json::Object({{"logLocationSettings", location},
                                            {"copyActivityLogSettings", given}}));
  WEIR_ASSIGN(const Json output, stores.Copy(FileDataset("DelimitedText", "in", "a"),
                                             FileDataset("DelimitedText", "out", "o"), settings));
  const std::string& path = output["logFilePath"].as_string();
  const std::string* text = stores.files().Find(path);
  return std::pair(path, text == nullptr ? std::string() : *text);
}

Verdict Log(const Json& one) {
  const Json& expect = one["expect"];
  CaseStores stores;
  const auto log = Logged(stores, one["given"]);
  if (!log) return Unexpected(expect, log.error());
  const auto& [path, text] = *log;
  if (expect["header"].is_array()) {
    return Compare(Line(expect["header"]), text.substr(0, text.find('\n') + 1));
  }
  if (expect["prefix"].is_string()) {
    const bool fits = path.starts_with(expect["prefix"].as_string()) && path.ends_with(".txt");
    return {fits, DumpJson(expect), path};
  }
  const bool skips = text.find(",TabularRowSkip,") != std::string::npos;
  const bool files =
      text.find(",FileRead,") != std::string::npos || text.find(",FileWrite,") != std::string::npos;
  return {skips && !files, DumpJson(expect), text};
}

/// What a text with these settings gives, or the code of its error.
Verdict ReadText(const Json& one) {
  const Json& given = one["given"];
  CaseStores stores;
  const bool json =
      given["text"].as_string().starts_with('{') || given["text"].as_string().starts_with('[');
  Json settings = Settings(json ? "JsonSource" : "DelimitedTextSource", "", {});
  settings.Set("source", Json::Object({{"type", json ? "JsonSource" : "DelimitedTextSource"},
                                       {"formatSettings", given}}));
  const Result<Json> rows =
      ToDocuments(stores, given["text"].as_string(),
                  FileDataset(json ? "Json" : "DelimitedText", "in", "a", given), settings);
  const Json& expect = one["expect"];
  if (expect["errorCode"].is_string()) {
    const std::string code = "ErrorCode=" + expect["errorCode"].as_string() + ",";
    const bool said = !rows && rows.error().message().find(code) != std::string::npos;
    return {said, code, rows ? DumpJson(*rows) : rows.error().message()};
  }
  if (!rows) return Unexpected(expect, rows.error());
  if (expect["rows"].is_int()) return Compare(expect["rows"], rows->size());
  if (expect["row"].is_object()) return Compare(expect["row"], (*rows)[size_t{0}]);
  Json columns = Json::Array();
  Json values = Json::Array();
  for (const Json::Member& member : (*rows)[size_t{0}].members()) columns.Append(member.name);
  for (const Json& row : rows->items()) values.Append(Values(row));
  return Compare(expect, Json::Object({{"columns", columns}, {"rows", values}}));
}

Verdict DocumentsText(const Json& one) {
  CaseStores stores;
  std::string text;
  for (const Json& row : one["given"]["rows"].items()) text += DumpJson(row) + "\n";
  const Result<Json> rows =
      ToDocuments(stores, text, FileDataset("Json", "in", "a"), Settings("JsonSource", "", {}));
  if (!rows) return Unexpected(one["expect"], rows.error());
  return Compare(one["expect"]["text"], *stores.files().Find("out/o"));
}

/// True if a copy with these types is accepted before anything is read.
Verdict Formats(const Json& one) {
  const Json& given = one["given"];
  CaseStores stores;
  const std::string source = given["source"].as_string();
  const std::string sink = given["sink"].as_string();
  stores.files().Put("in/a", "1\n");
  const Result<Json> output =
      stores.Copy(FileDataset(source, "in", "a"), FileDataset(sink, "out", "o"),
                  Settings(source + "Source", sink + "Sink", {}));
  return Compare(one["expect"]["valid"], output.ok());
}

Verdict FilePath(const Json& one) {
  const Json& given = one["given"];
  CaseStores stores;
  stores.files().Put(given["file"].as_string(), "1\n");
  const Json source = Json::Object(
      {{"type", "DelimitedTextSource"}, {"additionalColumns", given["additionalColumns"]}});
  const Result<Json> copied =
      stores.Copy(FileDataset("DelimitedText", given["datasetFolder"].as_string(), ""),
                  FileDataset("Json", "out", "o"),
                  Json::Object({{"source", source}, {"sink", Source("JsonSink")}}));
  if (!copied) return Unexpected(one["expect"], copied.error());
  const Json rows = Documents(stores);
  return Compare(one["expect"]["p"], rows[size_t{0}]["p"]);
}

/// Make table `t` of whole numbers with these rows.
Result<> MakeTable(CaseStores& stores, const Json& rows) {
  std::string columns;
  std::string values;
  for (const Json::Member& member : rows[size_t{0}].members()) {
    columns += (columns.empty() ? "" : ", ") + member.name + " BIGINT";
  }
  for (const Json& row : rows.items()) {
    std::string line = Line(Values(row));
    line.pop_back();
    values += (values.empty() ? "(" : ", (") + line + ")";
  }
  return stores.Sql("CREATE TABLE t(" + columns + "); INSERT INTO t VALUES " + values);
}

Verdict IntoTable(const Json& one) {
  const Json& given = one["given"];
  CaseStores stores;
  const Result<> made = MakeTable(stores, given["target"]);
  if (!made) return Unexpected(one["expect"], made.error());
  std::string text;
  for (const Json& row : given["source"].items()) text += DumpJson(row) + "\n";
  stores.files().Put("in/a", text);
  Json sink = given;
  sink.Set("type", "AzureSqlSink");
  const Result<Json> output =
      stores.Copy(FileDataset("Json", "in", "a"), TableDataset("t"),
                  Json::Object({{"source", Source("JsonSource")}, {"sink", sink}}));
  if (!output) return Unexpected(one["expect"], output.error());
  const Result<Json> rows = stores.Rows("SELECT * FROM t ORDER BY ALL");
  if (!rows) return Unexpected(one["expect"], rows.error());
  return Compare(one["expect"]["target"], *rows);
}

Verdict RefusedSink(const Json& one) {
  CaseStores stores;
  stores.files().Put("in/a", "1\n");
  Json sink = one["given"];
  sink.Set("type", "AzureSqlSink");
  const Result<Json> output =
      stores.Copy(FileDataset("DelimitedText", "in", "a"), TableDataset("t"),
                  Json::Object({{"source", Source("DelimitedTextSource")}, {"sink", sink}}));
  return Compare(one["expect"]["valid"], output.ok());
}

Verdict PartitionedQuery(const Json& one) {
  CaseStores stores;
  const Result<> made = stores.Sql("CREATE TABLE t AS SELECT 1 AS x");
  if (!made) return Unexpected(one["expect"], made.error());
  const Json& given = one["given"];
  const Json source = Json::Object({{"type", "AzureSqlSource"},
                                    {"sqlReaderQuery", given["query"]},
                                    {"partitionOption", given["partitionOption"]}});
  const Result<Json> output =
      stores.Copy(TableDataset("t"), FileDataset("Json", "out", "o"),
                  Json::Object({{"source", source}, {"sink", Source("JsonSink")}}));
  if (!output) return Unexpected(one["expect"], output.error());
  return Compare(one["expect"]["accepted"], (*output)["rowsCopied"].as_int() == 1);
}

/// The cases about mapping and types; null if this is none of them.
Verdict (*MappingCheck(const Json& given, const Json& expect))(const Json&) {
  if (given["source"].is_array() && given["target"].is_null()) return DefaultMapping;
  if (given["mappings"].is_array()) return Mapped;
  if (given["schemaMapping"].is_object()) return SchemaMapping;
  if (given["columnMappings"].is_string()) return ColumnMappings;
  if (given["mapping"].is_string()) return ColumnNotFound;
  if (expect["to"].is_object()) return Converts;
  if (!expect["allowDataTruncation"].is_null()) return ConversionDefaults;
  if (!given["treatBooleanAsNumber"].is_null()) return BooleanAsNumber;
  return nullptr;
}

/// The cases about tables.
Verdict (*TableCheck(const Json& given))(const Json&) {
  if (given["target"].is_array()) return IntoTable;
  if (given["tableOption"].is_string()) return RefusedSink;
  if (given["partitionOption"].is_string()) return PartitionedQuery;
  return nullptr;
}

/// The cases about rows, logs and formats.
Verdict (*RowCheck(const Json& given, const Json& expect))(const Json&) {
  if (given["rowsRead"].is_int()) return Consistency;
  if (given["sinkColumns"].is_int()) return SkippedRows;
  if (expect["header"].is_array() || expect["logs"].is_array() || expect["prefix"].is_string()) {
    return Log;
  }
  if (given["jsonNodeReference"].is_string() || given["format"].is_object()) {
    return CheckLegacyCopy;
  }
  if (given["text"].is_string()) return ReadText;
  if (given["rows"].is_array() && expect["text"].is_string()) return DocumentsText;
  if (given["source"].is_string() && given["sink"].is_string()) return Formats;
  if (given["additionalColumns"].is_array()) return FilePath;
  return nullptr;
}

}  // namespace

/// The cases tell what they are about by what is given.
Verdict CheckCopy(const Json& one) {
  const Json& given = one["given"];
  const Json& expect = one["expect"];
  if (auto* check = MappingCheck(given, expect)) return check(one);
  if (auto* check = TableCheck(given)) return check(one);
  if (auto* check = RowCheck(given, expect)) return check(one);
  return Absent();
}

}  // namespace weir::cases
