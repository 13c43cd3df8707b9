#include "v1/modern_copy.h"

#include <utility>

#include "base/names.h"
#include "v1/modern_dataset.h"

namespace weir::v1 {
namespace {

void SetIfGiven(Json* object, std::string_view name, const Json& value) {
  if (!value.is_null()) object->Set(name, value);
}

const Json& FormatSettings(const Json& kept) {
  return kept["properties"]["typeProperties"]["format"];
}

bool IsHeaderless(const CopySide& side) {
  return side.files() && FormatOfKept(side.kept) == "DelimitedText" &&
         !FormatSettings(side.kept)["firstRowAsHeader"].as_bool();
}

Json FileSource(const Json& source, const CopySide& side) {
  const std::string format(FormatOfKept(side.kept));
  Json store = Json::Object({{"type", std::string(side.store->files) + "ReadSettings"}});
  SetIfGiven(&store, "recursive", source["recursive"]);
  const Json& settings = side.kept["properties"]["typeProperties"];
  if (settings["fileName"].is_null())
    SetIfGiven(&store, "wildcardFileName", settings["fileFilter"]);
  SetIfGiven(&store, "prefix", settings["prefix"]);
  for (const char* name : {"requestMethod", "requestBody", "additionalHeaders"}) {
    SetIfGiven(&store, name, settings[name]);
  }
  SetIfGiven(&store, "requestTimeout", source["requestTimeout"]);
  Json out = Json::Object({{"type", format + "Source"}, {"storeSettings", store}});
  SetIfGiven(&out, "additionalColumns", source["additionalColumns"]);
  if (format != "DelimitedText") return out;
  Json read = Json::Object({{"type", "DelimitedTextReadSettings"}});
  const Json& skip = source["skipHeaderLineCount"].is_null()
                         ? FormatSettings(side.kept)["skipLineCount"]
                         : source["skipHeaderLineCount"];
  SetIfGiven(&read, "skipLineCount", skip);
  out.Set("formatSettings", read);
  return out;
}

Json FileSink(const Json& sink, const CopySide& side, std::vector<Remark>* remarks) {
  const std::string format(FormatOfKept(side.kept));
  Json store = Json::Object({{"type", std::string(side.store->files) + "WriteSettings"}});
  SetIfGiven(&store, "copyBehavior", sink["copyBehavior"]);
  Json out = Json::Object({{"type", format + "Sink"}, {"storeSettings", store}});
  const Json& settings = FormatSettings(side.kept);
  if (format == "DelimitedText") {
    out.Set("formatSettings", Json::Object({{"type", "DelimitedTextWriteSettings"},
                                            {"quoteAllText", false},
                                            {"fileExtension", ".txt"}}));
    if (side.kept["properties"]["typeProperties"]["fileName"].is_null()) {
      remarks->push_back({false,
                          "files without a name were called Data.<Guid>.txt; version 2 names "
                          "them after what they come from"});
    }
  }
  if (format == "Json") {
    Json write = Json::Object({{"type", "JsonWriteSettings"}});
    SetIfGiven(&write, "filePattern", settings["filePattern"]);
    out.Set("formatSettings", write);
  }
  return out;
}

Json TableSource(const Json& source, const CopySide& side) {
  Json out = source;
  const bool table_storage = SameName(side.dataset->type, "AzureTable");
  if (!table_storage && !side.store->source.empty()) out.Set("type", side.store->source);
  return out;
}

Json TableSink(const Json& sink, const CopySide& side, std::vector<Remark>* remarks) {
  Json out = sink;
  const bool table_storage = SameName(side.dataset->type, "AzureTable");
  if (!table_storage && !side.store->sink.empty()) out.Set("type", side.store->sink);
  const Json::Member* separator = out.FindMember("nestingSeparator");
  if (side.store->v2 == "CosmosDb" && separator != nullptr) {
    out.Remove(std::string(separator->name));
    remarks->push_back({true, "'nestingSeparator' became 'mappings' with paths in version 2"});
  }
  return out;
}

/// The name that a source column goes to, by "a: b, c: d"; empty: it goes nowhere.
std::string MappedName(const Json& mappings, const std::string& name) {
  if (mappings.is_object()) return mappings[name].as_string();
  if (!mappings.is_string()) return name;
  const std::string& text = mappings.as_string();
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find(',', at), text.size());
    const std::string pair = text.substr(at, end - at);
    at = end + 1;
    const size_t colon = pair.find(':');
    if (colon == std::string::npos) continue;
    const auto trim = [](const std::string& part) {
      const size_t begin = part.find_first_not_of(" \t\r\n");
      if (begin == std::string::npos) return std::string();
      return part.substr(begin, part.find_last_not_of(" \t\r\n") - begin + 1);
    };
    if (SameName(trim(pair.substr(0, colon)), name)) return trim(pair.substr(colon + 1));
  }
  return {};
}

/// The place of a column in a structure, from 1; 0 if it has none of that name.
int64_t OrdinalIn(const Json& structure, const std::string& name) {
  for (size_t i = 0; i < structure.size(); ++i) {
    if (SameName(structure[i]["name"].as_string(), name)) return static_cast<int64_t>(i) + 1;
  }
  return 0;
}

}  // namespace

bool NeedsMappings(const Json& kept, const CopySide& from) {
  if (kept["translator"]["mappings"].is_array()) return false;  // They are there.
  const bool bytes = from.files() && FormatOfKept(from.kept) == "Binary";
  const Json& pairs = kept["translator"]["columnMappings"];
  const bool structured = !from.dataset->properties()["structure"].empty();
  return !bytes && structured && (pairs.is_string() || pairs.is_object() || IsHeaderless(from));
}

Json MappingsOf(const Json& kept, const CopySide& from, const CopySide& to) {
  const Json& structure = from.dataset->properties()["structure"];
  const Json& sink_structure = to.dataset->properties()["structure"];
  const Json& pairs = kept["translator"]["columnMappings"];
  Json mappings = Json::Array();
  for (size_t i = 0; i < structure.size(); ++i) {
    const std::string& name = structure[i]["name"].as_string();
    const std::string target = MappedName(pairs, name);
    if (target.empty()) continue;
    Json source =
        IsHeaderless(from) ? Json::Object({{"ordinal", i + 1}}) : Json::Object({{"name", name}});
    if (IsHeaderless(from)) SetIfGiven(&source, "type", structure[i]["type"]);
    const int64_t ordinal = OrdinalIn(sink_structure, target);
    Json sink = IsHeaderless(to) && ordinal > 0 ? Json::Object({{"ordinal", ordinal}})
                                                : Json::Object({{"name", target}});
    mappings.Append(Json::Object({{"source", source}, {"sink", sink}}));
  }
  for (const Json& added : kept["source"]["additionalColumns"].items()) {
    const Json column = Json::Object({{"name", added["name"]}});
    mappings.Append(Json::Object({{"source", column}, {"sink", column}}));
  }
  return mappings;
}

bool CopySide::files() const {
  return IsFileDatasetType(dataset->type);
}

Json ModernCopy(const Json& kept, const CopySide& from, const CopySide& to,
                std::vector<Remark>* remarks) {
  Json out = kept;
  out.Set("source",
          from.files() ? FileSource(kept["source"], from) : TableSource(kept["source"], from));
  out.Set("sink",
          to.files() ? FileSink(kept["sink"], to, remarks) : TableSink(kept["sink"], to, remarks));
  if (NeedsMappings(kept, from)) {
    out.Set("translator", Json::Object({{"type", "TabularTranslator"},
                                        {"mappings", MappingsOf(kept, from, to)}}));
  }
  return out;
}

}  // namespace weir::v1
