#include "cases/area.h"
#include "cases/copy_case.h"

namespace weir::cases {
namespace {

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

}  // namespace

Verdict CheckLegacyCopy(const Json& one) {
  const Json& given = one["given"];
  if (given["jsonNodeReference"].is_string()) return LegacyDocument(one);
  if (given["structure"].is_array()) return LegacyNames(one);
  return LegacyCells(one);
}

}  // namespace weir::cases
