#include "v1/modern_dataset.h"

#include <utility>

#include "base/names.h"
#include "v1/copy_settings.h"

namespace weir::v1 {
namespace {

constexpr std::pair<std::string_view, std::string_view> kFormats[] = {
    {"TextFormat", "DelimitedText"},
    {"JsonFormat", "Json"},
    {"AvroFormat", "Avro"},
    {"OrcFormat", "Orc"},
    {"ParquetFormat", "Parquet"}};

void SetIfGiven(Json* object, std::string_view name, const Json& value) {
  if (!value.is_null()) object->Set(name, value);
}

/// "a/b/" as "a/b".
Json Trimmed(const Json& path) {
  std::string text = path.as_string();
  if (text.starts_with('@') && !text.starts_with("@@")) return path;
  while (!text.empty() && (text.back() == '/' || text.back() == '\\')) text.pop_back();
  size_t begin = 0;
  while (begin < text.size() && (text[begin] == '/' || text[begin] == '\\')) ++begin;
  return text.empty() ? Json() : Json(text.substr(begin));
}

Json LocationOf(const Json& settings, const StoreType& store) {
  Json location =
      Json::Object({{"type", std::string(store.files) +
                                 (store.files == "Ftp" || store.files == "Http" ? "ServerLocation"
                                                                                : "Location")}});
  if (store.files == "Http") {
    SetIfGiven(&location, "relativeUrl", settings["relativeUrl"]);
    return location;
  }
  if (store.files == "AmazonS3") {
    SetIfGiven(&location, "bucketName", settings["bucketName"]);
    SetIfGiven(&location, "version", settings["version"]);
    const std::string& key = settings["key"].as_string();
    const bool expression = key.starts_with('@');
    const size_t slash = expression ? std::string::npos : key.rfind('/');
    if (slash != std::string::npos) location.Set("folderPath", key.substr(0, slash));
    if (!key.empty())
      location.Set("fileName", slash == std::string::npos ? key : key.substr(slash + 1));
    return location;
  }
  Json folder = Trimmed(settings["folderPath"]);
  if (!store.root.empty()) {
    SplitPath split = SplitFirstFolder(folder);
    SetIfGiven(&location, store.root, split.first);
    folder = std::move(split.rest);
  }
  SetIfGiven(&location, "folderPath", folder);
  SetIfGiven(&location, "fileName", settings["fileName"]);
  return location;
}

void WriteTextFormat(const Json& format, Json* out, std::vector<Remark>* remarks) {
  const auto text = [&](std::string_view name, const char* otherwise) {
    out->Set(name, format[name].is_null() ? Json(otherwise) : format[name]);
  };
  text("columnDelimiter", ",");
  SetIfGiven(out, "rowDelimiter", format["rowDelimiter"]);
  SetIfGiven(out, "encodingName", format["encodingName"]);
  // A quote inside quotes is doubled where no other character escapes it.
  const std::string& quote = format["quoteChar"].as_string();
  text("escapeChar", quote.c_str());
  text("quoteChar", "");
  if (!format["firstRowAsHeader"].is_null()) {
    out->Set("firstRowAsHeader", format["firstRowAsHeader"]);
  }
  text("nullValue", "\\N");
  if (format["treatEmptyAsNull"].is_bool() && !format["treatEmptyAsNull"].as_bool()) {
    remarks->push_back({true, "'treatEmptyAsNull': false has no like in DelimitedText"});
  }
}

/// The settings of a file in its newest form, besides its location.
void WriteFormat(std::string_view type, const Json& settings, Json* out,
                 std::vector<Remark>* remarks) {
  const Json& format = settings["format"];
  const Json& compression = settings["compression"];
  if (type == "DelimitedText") WriteTextFormat(format, out, remarks);
  if (type == "Json") {
    SetIfGiven(out, "encodingName", format["encodingName"]);
    if (!format["jsonNodeReference"].is_null() || !format["jsonPathDefinition"].is_null()) {
      remarks->push_back({true,
                          "'jsonNodeReference' and 'jsonPathDefinition' become 'mappings' of "
                          "the Copy: write them there"});
    }
  }
  if (compression["type"].is_null()) return;
  if (type == "Binary" || type == "Json") {
    out->Set("compression", compression);
  } else if (type == "DelimitedText") {
    out->Set("compressionCodec", NameKey(compression["type"].as_string()));
    SetIfGiven(out, "compressionLevel", compression["level"]);
  } else {
    remarks->push_back({true, "'compression' is the file format's own in version 2"});
  }
}

/// "[dbo].[My.Table]" and "dbo.Table" as schema and table; more parts stay one name.
std::pair<std::string, std::string> SchemaAndTable(const std::string& name) {
  std::vector<std::string> parts(1);
  bool inside = false;
  for (const char c : name) {
    if (c == '[') {
      inside = true;
    } else if (c == ']') {
      inside = false;
    } else if (c == '.' && !inside) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  if (parts.size() == 2) return {parts[0], parts[1]};
  return {"", parts.size() == 1 ? parts[0] : name};
}

/// True if there is a comma outside of all brackets and texts.
bool HasSeveral(std::string_view arguments) {
  int depth = 0;
  bool inside = false;
  for (const char c : arguments) {
    if (c == '\'') inside = !inside;
    if (inside) continue;
    if (c == '(') ++depth;
    if (c == ')') --depth;
    if (c == ',' && depth == 0) return true;
  }
  return false;
}

bool HasSchemaAndTable(std::string_view type) {
  for (const std::string_view one :
       {"AzureSqlTable", "AzureSqlDWTable", "SqlServerTable", "OracleTable", "PostgreSqlTable",
        "Db2Table", "AmazonRedshiftTable", "SapHanaTable"}) {
    if (type == one) return true;
  }
  return false;
}

Json TableSettings(const Json& settings, std::string_view type) {
  const Json& table = settings["tableName"];
  Json out = settings;
  if (!HasSchemaAndTable(type) || !table.is_string() || table.as_string().starts_with('@')) {
    if (type == "SalesforceObject" && table.is_string()) {
      out = Json::Object({{"objectApiName", table}});
    }
    return out;
  }
  out.Remove(std::string(out.FindMember("tableName")->name));
  const auto [schema, name] = SchemaAndTable(table.as_string());
  if (!schema.empty()) out.Set("schema", schema);
  out.Set("table", name);
  return out;
}

}  // namespace

SplitPath SplitFirstFolder(const Json& path) {
  const std::string& text = path.as_string();
  const bool expression = text.starts_with('@') && !text.starts_with("@@");
  if (!expression) {
    const size_t slash = text.find('/');
    if (slash == std::string::npos) return {path, Json()};
    return {text.substr(0, slash), Trimmed(text.substr(slash + 1))};
  }
  // "@concat('box/logs/', …": the box is a text of its own.
  constexpr std::string_view kStart = "@concat('";
  const size_t slash = text.find('/');
  const size_t quote = text.find('\'', kStart.size());
  if (text.starts_with(kStart) && slash != std::string::npos && slash < quote) {
    const std::string first = text.substr(kStart.size(), slash - kStart.size());
    // Nothing is left of the first text: its place goes too.
    if (slash + 1 < quote) return {first, std::string(kStart) + text.substr(slash + 1)};
    const std::string rest = text.substr(quote + 3, text.size() - quote - 4);
    return {first, HasSeveral(rest) ? "@concat(" + rest + ")" : "@" + rest};
  }
  const std::string inner = text.substr(1);
  return {"@first(split(" + inner + ", '/'))", "@join(skip(split(" + inner + ", '/'), 1), '/')"};
}

std::string_view FormatOfKept(const Json& kept) {
  const Json& format = kept["properties"]["typeProperties"]["format"]["type"];
  for (const auto& [old, modern] : kFormats) {
    if (SameName(old, format.as_string())) return modern;
  }
  return "Binary";
}

Json ModernDataset(const Json& kept, const model::V1Dataset& dataset, const StoreType& store,
                   std::vector<Remark>* remarks) {
  const Json& properties = kept["properties"];
  const Json& settings = properties["typeProperties"];
  const bool files = IsFileDatasetType(dataset.type);
  const std::string_view type = files ? FormatOfKept(kept)
                                : SameName(dataset.type, "AzureTable") || store.dataset.empty()
                                    ? std::string_view(dataset.type)
                                    : store.dataset;
  Json out = Json::Object({{"type", type}});
  SetIfGiven(&out, "description", dataset.properties()["description"]);
  out.Set("linkedServiceName", properties["linkedServiceName"]);
  SetIfGiven(&out, "parameters", properties["parameters"]);
  if (files) {
    Json written = Json::Object({{"location", LocationOf(settings, store)}});
    WriteFormat(type, settings, &written, remarks);
    out.Set("typeProperties", written);
  } else {
    out.Set("typeProperties", TableSettings(settings, type));
  }
  out.Set("schema", Json::Array());
  return Json::Object({{"name", kept["name"]}, {"properties", out}});
}

}  // namespace weir::v1
