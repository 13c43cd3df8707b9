#include <arrow/array.h>
#include <arrow/builder.h>
#include <arrow/type.h>

#include "cases/area.h"
#include "cases/stores.h"
#include "copy/conversion.h"
#include "copy/copy_plan.h"
#include "copy/interim_types.h"
#include "copy/mapping.h"

namespace weir::cases {
namespace {

/// Cells as a line of text.
std::string Line(const Json& cells) {
  std::string line;
  for (const Json& cell : cells.items()) {
    line += (line.empty() ? "" : ",") + (cell.is_string() ? cell.as_string() : DumpJson(cell));
  }
  return line + "\n";
}

Json Source(const std::string& type) {
  return Json::Object({{"type", type}});
}

Json Settings(const std::string& source, const std::string& sink, const Json& translator) {
  return Json::Object(
      {{"source", Source(source)}, {"sink", Source(sink)}, {"translator", translator}});
}

/// The lines of the file "out/o", each one document.
Json Documents(CaseStores& stores) {
  const std::string* text = stores.files().Find("out/o");
  Json rows = Json::Array();
  if (text == nullptr) return rows;
  for (size_t at = 0; text->find_first_not_of(" \r\n", at) != std::string::npos;) {
    Result<Json> row = ParseJsonAt(*text, &at);
    if (!row) return rows;
    rows.Append(*std::move(row));
  }
  return rows;
}

/// Copy one file of a format to documents.
Result<Json> ToDocuments(CaseStores& stores, const std::string& text, const Json& dataset,
                         Json settings) {
  stores.files().Put("in/a", text);
  settings.Set("sink", Source("JsonSink"));
  WEIR_TRY(stores.Copy(dataset, FileDataset("Json", "out", "o"), settings));
  return Documents(stores);
}

Json Values(const Json& object) {
  Json values = Json::Array();
  for (const Json::Member& member : object.members()) values.Append(member.value);
  return values;
}

std::shared_ptr<arrow::Schema> TextColumns(const Json& names) {
  arrow::FieldVector fields;
  for (const Json& name : names.items()) {
    fields.push_back(arrow::field(name.as_string(), arrow::utf8()));
  }
  return arrow::schema(std::move(fields));
}

/// Which columns find their counterpart by default.
Verdict DefaultMapping(const Json& one) {
  const Json& given = one["given"];
  if (given["sink"].is_string()) {
    const Result<copy::Projection> bound =
        copy::Projection::Bind({}, *TextColumns(given["source"]), {});
    if (!bound) return Unexpected(one["expect"], bound.error());
    Json names = Json::Array();
    for (const auto& field : bound->schema()->fields()) names.Append(field->name());
    return Compare(one["expect"]["sinkColumns"], names);
  }
  Json mapped = Json::Object({});
  for (const Json& name : given["source"].items()) {
    const Result<copy::Projection> bound = copy::Projection::Bind(
        {}, *TextColumns(Json::Array({name})), {TextColumns(given["sink"]), false, true});
    if (bound) mapped.Set(name.as_string(), bound->schema()->field(0)->name());
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
  copy::Translator translator;
  translator.columns.emplace_back();
  translator.columns[0].source_name = one["given"]["mapping"].as_string();
  const Result<copy::Projection> bound =
      copy::Projection::Bind(translator, *TextColumns(one["given"]["sourceColumns"]), {});
  if (bound) return Compare(one["expect"], "no error");
  return Compare(one["expect"], Json::Object({{"errorCode", bound.error().code()},
                                              {"message", bound.error().message()}}));
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
  arrow::BooleanBuilder builder;
  std::shared_ptr<arrow::Array> array;
  const bool built =
      builder.Append(one["given"]["value"].as_bool()).ok() && builder.Finish(&array).ok();
  copy::ConversionSettings settings;
  settings.boolean_as_number = one["given"]["treatBooleanAsNumber"].as_bool();
  const auto conversion = copy::PlanConversion(*arrow::field("c", arrow::boolean()),
                                               *arrow::field("c", arrow::utf8()), settings);
  if (!built || !conversion) return Compare(one["expect"], "no conversion");
  std::vector<copy::CellFault> faults;
  const auto texts = (*conversion)(array, faults);
  if (!texts) return Unexpected(one["expect"], texts.error());
  const Result<Json> value =
      ParseJson(static_cast<const arrow::StringArray&>(**texts).GetString(0));
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

Json LegacyDataset(const std::string& folder, const Json& format, const Json& names) {
  Json structure = Json::Array();
  for (const Json& name : names.items()) structure.Append(Json::Object({{"name", name}}));
  Json properties = Json::Object(
      {{"type", "AzureBlob"},
       {"typeProperties", Json::Object({{"folderPath", "c/" + folder}, {"format", format}})}});
  if (!names.empty()) properties.Set("structure", structure);
  return properties;
}

/// Copy a legacy text or document to documents.
Result<Json> Legacy(CaseStores& stores, const std::string& text, const Json& format,
                    const Json& names, const Json& sink_format) {
  stores.files().Put("c/in/a", text);
  WEIR_TRY(stores.Copy(LegacyDataset("in", format, names), LegacyDataset("out", sink_format, names),
                       Settings("BlobSource", "BlobSink", {})));
  const std::vector<std::string> paths = stores.files().Paths();
  for (const std::string& path : paths) {
    if (path.starts_with("c/out/")) stores.files().Put("out/o", *stores.files().Find(path));
  }
  return Documents(stores);
}

Verdict LegacyNames(const Json& one) {
  const Json& given = one["given"];
  CaseStores stores;
  Json line = given["row"];
  // A text has no types of its own: the structure gives them.
  Json structure = Json::Array();
  Json text_source = LegacyDataset("in", Json::Object({{"type", "TextFormat"}}), Json::Array());
  for (size_t i = 0; i < given["structure"].size(); ++i) {
    structure.Append(Json::Object(
        {{"name", given["structure"][i]}, {"type", line[i].is_int() ? "Int64" : "String"}}));
  }
  text_source.Set("structure", structure);
  stores.files().Put("c/in/a", Line(line));
  Json sink = LegacyDataset("out", given["format"], given["structure"]);
  const Result<Json> copied =
      stores.Copy(text_source, sink, Settings("BlobSource", "BlobSink", {}));
  if (!copied) return Unexpected(one["expect"], copied.error());
  for (const std::string& path : stores.files().Paths()) {
    if (path.starts_with("c/out/")) stores.files().Put("out/o", *stores.files().Find(path));
  }
  return Compare(one["expect"]["object"], Documents(stores)[size_t{0}]);
}

Verdict LegacyDocument(const Json& one) {
  const Json& given = one["given"];
  CaseStores stores;
  const Json format = Json::Object({{"type", "JsonFormat"},
                                    {"jsonNodeReference", given["jsonNodeReference"]},
                                    {"jsonPathDefinition", given["jsonPathDefinition"]}});
  // Texts that hold arrays are shown as texts, as a text sink does.
  stores.files().Put("c/in/a", DumpJson(given["document"]));
  const Result<Json> output = stores.Run(
      Json::Object(
          {{"name", "L"},
           {"type", "Lookup"},
           {"typeProperties", Json::Object({{"source", Source("BlobSource")},
                                            {"dataset", Json::Object({{"referenceName", "D"}})},
                                            {"firstRowOnly", false}})}}),
      Json::Object({{"D", LegacyDataset("in", format, Json::Array())}}));
  if (!output) return Unexpected(one["expect"], output.error());
  Json rows = Json::Array();
  for (const Json& row : (*output)["value"].items()) {
    Json values = Json::Array();
    for (const Json::Member& member : row.members()) {
      values.Append(member.value.is_array() ? Json(DumpJson(member.value)) : member.value);
    }
    rows.Append(values);
  }
  return Compare(one["expect"]["rows"], rows);
}

Verdict LegacyCells(const Json& one) {
  const Json& given = one["given"];
  CaseStores stores;
  const std::string text =
      given["text"].is_string() ? given["text"].as_string() : Line(given["cells"]);
  const Result<Json> rows =
      Legacy(stores, text, given["format"], Json::Array(), Json::Object({{"type", "JsonFormat"}}));
  const Json& expect = one["expect"];
  if (expect["valid"].is_bool()) return Compare(expect["valid"], rows.ok());
  if (!rows) return Unexpected(expect, rows.error());
  const Json& want = expect["values"].is_array() ? expect["values"] : expect["cells"];
  return Compare(want, Values((*rows)[size_t{0}]));
}

Verdict CheckLegacy(const Json& one) {
  const Json& given = one["given"];
  if (given["structure"].is_array()) return LegacyNames(one);
  return LegacyCells(one);
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
  if (given["jsonNodeReference"].is_string()) return LegacyDocument;
  if (given["format"].is_object()) return CheckLegacy;
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
