
#include <algorithm>

#include "cases/area.h"
#include "cases/stores.h"
#include "copy/listing.h"
#include "copy/wildcard.h"

namespace weir::cases {
namespace {

Json Texts(std::vector<std::string> texts) {
  std::sort(texts.begin(), texts.end());
  Json out = Json::Array();
  for (const std::string& text : texts) out.Append(text);
  return out;
}

Json Sorted(const Json& texts) {
  std::vector<std::string> out;
  for (const Json& text : texts.items()) out.push_back(text.as_string());
  return Texts(std::move(out));
}

void PutTree(CaseStores& stores, const Json& tree, const std::string& folder) {
  for (const Json& path : tree.items()) {
    stores.files().Put(copy::JoinPath(folder, path.as_string()), "x");
  }
}

std::string TextOf(const Json& value) {
  return value.as_string();
}

/// Which files a source takes.
Verdict Listed(const Json& one) {
  const Json& given = one["given"];
  CaseStores stores;
  copy::FileLocation location;
  location.root = "bucket";
  location.folder = TextOf(given["datasetFolder"]);
  PutTree(stores, given["tree"], location.root);
  const std::string& key = given["key"].as_string();
  if (!key.empty()) {
    location.folder = key.substr(0, key.rfind('/'));
    location.file = key.substr(key.rfind('/') + 1);
  }
  if (given["lines"].is_array()) {
    std::string lines;
    for (const Json& line : given["lines"].items()) lines += line.as_string() + "\n";
    stores.files().Put(TextOf(given["fileListPath"]), lines);
  }
  const Result<copy::Listing> listing =
      copy::ListSource(stores.files(), "AmazonS3", location, given, {});
  if (!listing) return Unexpected(one["expect"]["files"], listing.error());
  std::vector<std::string> paths;
  for (const copy::SourceFile& file : listing->files) {
    paths.push_back(file.entry.path.substr(location.root.size() + 1));
  }
  return Compare(Sorted(one["expect"]["files"]), Texts(std::move(paths)));
}

Verdict Prefix(const Json& one) {
  const Json& given = one["given"];
  CaseStores stores;
  copy::FileLocation location;
  location.root = "container";
  stores.files().Put("container/" + TextOf(given["blob"]), "x");
  const Result<copy::Listing> listing =
      copy::ListSource(stores.files(), "AzureBlobStorage", location, given, {});
  if (!listing) return Unexpected(one["expect"], listing.error());
  if (!one["expect"]["selected"].is_null()) {
    return Compare(one["expect"]["selected"], !listing->files.empty());
  }
  return Compare(one["expect"]["relativeTarget"],
                 listing->files.empty() ? Json() : Json(listing->files.front().relative));
}

Verdict Modified(const Json& one) {
  const Result<copy::ModifiedRange> range = copy::ReadModifiedRange(one["given"]);
  const Result<UtcTime> time = ParseUtc(TextOf(one["given"]["lastModified"]));
  if (!range || !time) return Unexpected(one["expect"], range ? time.error() : range.error());
  connectors::FileEntry entry;
  entry.modified = *time;
  return Compare(one["expect"]["selected"], range->Holds(entry));
}

Verdict Partitions(const Json& one) {
  const std::string path = TextOf(one["given"]["datasetPath"]);
  const std::string given = TextOf(one["given"]["partitionRootPath"]);
  Json columns = Json::Object({});
  for (const auto& [name, value] :
       copy::PartitionsOf(path + "/file", given.empty() ? path : given)) {
    columns.Set(name, value);
  }
  return Compare(one["expect"]["extraColumns"], columns);
}

Json BinaryCopy(const Json& store_settings, const Json& sink_settings) {
  return Json::Object(
      {{"source", Json::Object({{"type", "BinarySource"}, {"storeSettings", store_settings}})},
       {"sink", Json::Object({{"type", "BinarySink"}, {"storeSettings", sink_settings}})}});
}

std::vector<std::string> Below(CaseStores& stores, const std::string& folder) {
  std::vector<std::string> paths;
  for (const std::string& path : stores.files().Paths()) {
    if (path.starts_with(folder + "/")) paths.push_back(path.substr(folder.size() + 1));
  }
  return paths;
}

Verdict Behavior(const Json& one) {
  const Json& given = one["given"];
  CaseStores stores;
  PutTree(stores, given["source"], "in");
  const Result<Json> copied =
      stores.Copy(FileDataset("Binary", "in", ""), FileDataset("Binary", "out", ""),
                  BinaryCopy(Json::Object({{"recursive", given["recursive"]}}),
                             Json::Object({{"copyBehavior", given["copyBehavior"]}})));
  if (!copied) return Unexpected(one["expect"], copied.error());
  const std::vector<std::string> paths = Below(stores, "out");
  if (one["expect"]["target"].is_array()) {
    return Compare(Sorted(one["expect"]["target"]), Texts(paths));
  }
  const auto at_root = std::count_if(paths.begin(), paths.end(), [](const std::string& path) {
    return path.find('/') == std::string::npos;
  });
  return Compare(one["expect"]["targetFilesAtRoot"], static_cast<int64_t>(at_root));
}

Verdict Deleted(const Json& one) {
  const Json& given = one["given"];
  CaseStores stores;
  PutTree(stores, given["tree"], "");
  const Json activity = Json::Object(
      {{"name", "Delete"},
       {"type", "Delete"},
       {"typeProperties",
        Json::Object({{"dataset", Json::Object({{"referenceName", "D"}})},
                      {"storeSettings", Json::Object({{"recursive", given["recursive"]}})}})}});
  const Result<Json> output =
      stores.Run(activity, Json::Object({{"D", FileDataset("Binary", TextOf(given["folderPath"]),
                                                           TextOf(given["fileName"]))}}));
  if (!output) return Unexpected(one["expect"], output.error());
  std::vector<std::string> gone;
  for (const Json& path : given["tree"].items()) {
    if (stores.files().Find(path.as_string()) == nullptr) gone.push_back(path.as_string());
  }
  const bool folder_gone = !stores.files().Stat(TextOf(given["folderPath"]));
  return Compare(Json::Object({{"deletedFiles", Sorted(one["expect"]["deletedFiles"])},
                               {"folderItselfDeleted", one["expect"]["folderItselfDeleted"]}}),
                 Json::Object({{"deletedFiles", Texts(std::move(gone))},
                               {"folderItselfDeleted", folder_gone}}));
}

Verdict RowsPerFile(const Json& one) {
  const Json& given = one["given"];
  CaseStores stores;
  const Result<> made = stores.Sql("CREATE TABLE t AS SELECT * FROM range(" +
                                   std::to_string(given["rows"].as_int()) + ") r(x)");
  if (!made) return Unexpected(one["expect"], made.error());
  const Json settings =
      Json::Object({{"source", Json::Object({{"type", "AzureSqlSource"}})},
                    {"sink", Json::Object({{"type", "ParquetSink"}, {"formatSettings", given}})}});
  const Result<Json> copied =
      stores.Copy(TableDataset("t"), FileDataset("Parquet", "out", ""), settings);
  if (!copied) return Unexpected(one["expect"], copied.error());
  const std::vector<std::string> paths = Below(stores, "out");
  return Compare(one["expect"], Json::Object({{"fileCount", paths.size()},
                                              {"firstFile", paths.empty() ? "" : paths.front()}}));
}

Verdict Unpacked(const Json& one) {
  const Json& given = one["given"];
  CaseStores stores;
  const std::string path = TextOf(given["zip"]);
  const size_t slash = path.rfind('/');
  const std::string name = path.substr(slash + 1);
  const std::string entry = TextOf(given["entries"][0]);
  stores.files().Put("plain/" + entry, "x");
  const Json packed = Json::Object({{"compression", Json::Object({{"type", "ZipDeflate"}})}});
  const Json zip = FileDataset("Binary", path.substr(0, slash), name, packed);
  Json settings = BinaryCopy(Json::Object({}), Json::Object({}));
  const Result<Json> made = stores.Copy(FileDataset("Binary", "plain", entry), zip, settings);
  if (!made) return Unexpected(one["expect"], made.error());
  settings = Json::Object(
      {{"source",
        Json::Object({{"type", "BinarySource"},
                      {"formatSettings",
                       Json::Object({{"compressionProperties",
                                      Json::Object({{"preserveZipFileNameAsFolder",
                                                     given["preserveZipFileNameAsFolder"]}})}})}})},
       {"sink", settings["sink"]}});
  const std::string folder = TextOf(given["sinkFolder"]);
  const Result<Json> copied = stores.Copy(zip, FileDataset("Binary", folder, ""), settings);
  if (!copied) return Unexpected(one["expect"], copied.error());
  std::string want = TextOf(one["expect"]["writtenUnder"]);
  const std::string words = "<folder named as the source zip file>";
  const size_t at = want.find(words);
  if (at != std::string::npos) want.replace(at, words.size(), name);
  const std::vector<std::string> paths = Below(stores, folder);
  return Compare(want, paths.size() == 1 ? Json(folder + "/" + paths.front()) : Texts(paths));
}

}  // namespace

/// The cases tell what they are about by what is given.
Verdict CheckFiles(const Json& one) {
  const Json& given = one["given"];
  if (given["pattern"].is_string()) {
    return Compare(one["expect"]["match"],
                   copy::MatchWildcard(TextOf(given["pattern"]), TextOf(given["name"])));
  }
  if (one["expect"]["deletedFiles"].is_array()) return Deleted(one);
  if (given["tree"].is_array()) return Listed(one);
  if (given["copyBehavior"].is_string() && given["source"].is_array()) return Behavior(one);
  if (given["lastModified"].is_string()) return Modified(one);
  if (given["datasetPath"].is_string()) return Partitions(one);
  if (given["maxRowsPerFile"].is_int()) return RowsPerFile(one);
  if (given["zip"].is_string()) return Unpacked(one);
  if (given["prefix"].is_string()) return Prefix(one);
  return Absent();
}

}  // namespace weir::cases
