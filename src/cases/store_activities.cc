#include "activity/metadata.h"
#include "cases/area.h"
#include "cases/stores.h"

namespace weir::cases {
namespace {

const Json& Dataset() {
  static const Json reference = Json::Object({{"referenceName", "D"}});
  return reference;
}

/// Only the members that are wanted, so that the keys of every output do not count.
Json Wanted(const Json& want, const Json& got) {
  Json out = Json::Object({});
  for (const Json::Member& member : want.members()) out.Set(member.name, got[member.name]);
  return out;
}

std::string Literal(const Json& value) {
  if (!value.is_string()) return value.is_null() ? "NULL" : DumpJson(value);
  std::string text = "'";
  for (const char c : value.as_string()) text += c == '\'' ? std::string("''") : std::string(1, c);
  return text + "'";
}

/// A query that gives these rows.
std::string QueryOf(const Json& rows) {
  std::string sql;
  for (const Json& row : rows.items()) {
    sql += sql.empty() ? "SELECT " : " UNION ALL SELECT ";
    std::string columns;
    for (const Json::Member& member : row.members()) {
      columns +=
          (columns.empty() ? "" : ", ") + Literal(member.value) + " AS \"" + member.name + "\"";
    }
    sql += columns;
  }
  return sql;
}

Json Lookup(const Json& source, const Json& first_row_only) {
  return Json::Object({{"name", "L"},
                       {"type", "Lookup"},
                       {"typeProperties", Json::Object({{"source", source},
                                                        {"dataset", Dataset()},
                                                        {"firstRowOnly", first_row_only}})}});
}

Verdict LookupQuery(const Json& one, const std::string& sql) {
  CaseStores stores;
  const Json& expect = one["expect"];
  const Json first =
      one["given"]["firstRowOnly"].is_null() ? Json(false) : one["given"]["firstRowOnly"];
  const Result<Json> output =
      stores.Run(Lookup(Json::Object({{"type", "AzureSqlSource"}, {"sqlReaderQuery", sql}}), first),
                 Json::Object({{"D", TableDataset("")}}));
  if (expect["status"].is_string()) {
    return Compare(expect["status"], output ? "Succeeded" : "Failed");
  }
  if (!output) return Unexpected(expect, output.error());
  if (!expect["returned"].is_null()) {
    return Compare(expect["returned"], (*output)["value"].size());
  }
  return Compare(expect["output"], Wanted(expect["output"], *output));
}

Verdict LookupText(const Json& one) {
  const Json& given = one["given"];
  CaseStores stores;
  stores.files().Put("in/a", given["text"].as_string());
  const bool json = given["text"].as_string().find('{') != std::string::npos;
  const Json dataset = FileDataset(json ? "Json" : "DelimitedText", "in", "a",
                                   Json::Object({{"firstRowAsHeader", given["firstRowAsHeader"]}}));
  const Result<Json> output =
      stores.Run(Lookup(Json::Object({{"type", json ? "JsonSource" : "DelimitedTextSource"}}),
                        given["firstRowOnly"]),
                 Json::Object({{"D", dataset}}));
  if (!output) return Unexpected(one["expect"], output.error());
  return Compare(one["expect"]["output"], Wanted(one["expect"]["output"], *output));
}

Verdict Validation(const Json& one) {
  const Json& given = one["given"];
  CaseStores stores;
  stores.files().MakeFolder("in");
  const bool sized = !given["minimumSize"].is_null();
  const int64_t children = sized ? 1 : given["children"].as_int();
  const auto bytes = static_cast<size_t>(given["size"].as_int());
  for (int64_t i = 0; i < children; ++i) {
    stores.files().Put("in/" + std::to_string(i), std::string(bytes, 'x'));
  }
  Json settings = Json::Object({{"dataset", Dataset()}, {"timeout", "00:00:00"}});
  if (sized) settings.Set("minimumSize", given["minimumSize"]);
  if (!given["childItems"].is_null()) settings.Set("childItems", given["childItems"]);
  const Result<Json> output = stores.Run(
      Json::Object({{"name", "V"}, {"type", "Validation"}, {"typeProperties", settings}}),
      Json::Object({{"D", FileDataset("Binary", "in", sized ? "0" : "")}}));
  // With no time to wait, what would wait ends at once.
  const bool waited = !output && output.error().code() == "ValidationTimeout";
  if (!output && !waited) return Unexpected(one["expect"], output.error());
  return Compare(one["expect"]["state"], waited ? "waiting" : "Succeeded");
}

Json GetMetadata(const Json& given) {
  Json settings = Json::Object({{"dataset", Dataset()}, {"fieldList", given["fieldList"]}});
  Json filters = Json::Object({});
  for (const std::string_view name : {"modifiedDatetimeStart", "modifiedDatetimeEnd"}) {
    if (!given[name].is_null()) filters.Set(name, given[name]);
  }
  settings.Set("storeSettings", filters);
  return Json::Object({{"name", "G"}, {"type", "GetMetadata"}, {"typeProperties", settings}});
}

Verdict Supported(const Json& one) {
  const Json& given = one["given"];
  const Result<activity::MetadataField> field =
      activity::ParseMetadataField(given["field"].as_string());
  if (!field) return Unexpected(one["expect"], field.error());
  const std::string& store = given["store"].as_string();
  const bool table = store == "AzureSqlDatabase";
  return Compare(one["expect"]["supported"],
                 activity::SupportsField(store, given["format"].as_string(), table, *field));
}

/// A Parquet file with these columns, in place of one of the case's size.
Verdict WholeFile(const Json& one) {
  const Json& given = one["given"];
  CaseStores stores;
  std::string columns;
  for (size_t i = 0; i < given["columns"].size(); ++i) {
    const bool whole = given["types"][i].as_string() == "Int64";
    columns += (i == 0 ? "" : ", ") + std::string(whole ? "1::BIGINT" : "'x'") + " AS \"" +
               given["columns"][i].as_string() + "\"";
  }
  const Json copy = Json::Object(
      {{"source",
        Json::Object({{"type", "AzureSqlSource"}, {"sqlReaderQuery", "SELECT " + columns}})},
       {"sink", Json::Object({{"type", "ParquetSink"}})}});
  const Json dataset = FileDataset("Parquet", "in", given["file"].as_string());
  const Result<Json> made = stores.Copy(TableDataset(""), dataset, copy);
  if (!made) return Unexpected(one["expect"], made.error());
  Result<Json> output = stores.Run(GetMetadata(given), Json::Object({{"D", dataset}}));
  if (!output) return Unexpected(one["expect"], output.error());
  const std::string* bytes = stores.files().Find("in/" + given["file"].as_string());
  if ((*output)["size"].as_int() == static_cast<int64_t>(bytes->size())) {
    output->Set("size", given["bytes"]);
  }
  return Compare(one["expect"]["output"], Wanted(one["expect"]["output"], *output));
}

Verdict Metadata(const Json& one) {
  const Json& given = one["given"];
  CaseStores stores;
  const bool folder = given["children"].is_array();
  stores.files().MakeFolder("in");
  if (given["present"].as_bool()) stores.files().Put("in/a", "x");
  for (const Json& child : given["children"].items()) {
    const std::string path = "in/" + child["n"].as_string();
    const Result<UtcTime> modified = ParseUtc(child["m"].as_string());
    if (child["folder"].as_bool()) {
      stores.files().MakeFolder(path);
    } else if (modified) {
      stores.files().Put(path, "x", *modified);
    }
  }
  const Result<Json> output = stores.Run(
      GetMetadata(given), Json::Object({{"D", FileDataset("Binary", "in", folder ? "" : "a")}}));
  const Json& expect = one["expect"];
  if (expect["status"].is_string() &&
      (expect["status"].as_string() == "Succeeded") != output.ok()) {
    return output ? Compare(expect, *output) : Unexpected(expect, output.error());
  }
  if (!output) return {true, {}, {}};
  return Compare(expect["output"], Wanted(expect["output"], *output));
}

/// given {reportStatusOnCallBack, callback}; expect {status, output | error}.
Verdict CalledBack(const Json& one) {
  const Json& given = one["given"];
  const Json activity =
      Json::Object({{"name", "H"},
                    {"type", "WebHook"},
                    {"typeProperties",
                     Json::Object({{"reportStatusOnCallBack", given["reportStatusOnCallBack"]}})}});
  const Result<Json> output =
      CaseStores().Run(activity, {}, Json::Object({{"body", given["callback"]}}));
  if (output) {
    return Compare(one["expect"], Json::Object({{"status", "Succeeded"}, {"output", *output}}));
  }
  const Json error =
      Json::Object({{"errorCode", output.error().code()}, {"message", output.error().message()}});
  return Compare(one["expect"], Json::Object({{"status", "Failed"}, {"error", error}}));
}

}  // namespace

Verdict CheckStoreActivity(const Json& one) {
  const Json& given = one["given"];
  if (given["rows"].is_array()) return LookupQuery(one, QueryOf(given["rows"]));
  if (given["rowCount"].is_int()) {
    return LookupQuery(
        one, "SELECT * FROM range(" + std::to_string(given["rowCount"].as_int()) + ") r(x)");
  }
  if (given["resultSets"].is_int()) {
    return LookupQuery(one, given["resultSets"].as_int() == 0 ? "CREATE TABLE none(x INTEGER)"
                                                              : "SELECT 1 AS a; SELECT 2 AS b");
  }
  if (given["text"].is_string()) return LookupText(one);
  if (one["expect"]["state"].is_string()) return Validation(one);
  if (one["given"]["callback"].is_object()) return CalledBack(one);
  return Absent();
}

Verdict CheckGetMetadata(const Json& one) {
  if (one["given"]["field"].is_string()) return Supported(one);
  if (one["given"]["columns"].is_array()) return WholeFile(one);
  if (one["given"]["fieldList"].is_array()) return Metadata(one);
  return Absent();
}

}  // namespace weir::cases
