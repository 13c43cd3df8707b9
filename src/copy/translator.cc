#include <map>
#include <set>

#include "base/names.h"
#include "copy/mapping.h"
#include "copy/settings.h"

namespace weir::copy {
namespace {

Error InvalidTranslator(const Json& where, const std::string& message) {
  return Fail(ErrorKind::kInvalid, "InvalidTranslator", message).At(where.position());
}

/// Half of a mapping: `source` or `sink`.
struct Side {
  std::string name;
  int ordinal = 0;
  std::string path;
  std::string type;
  std::string format;
  std::string culture;
  int precision = 0;
  int scale = 0;
};

Result<Side> ReadSide(const Json& json) {
  Side side;
  WEIR_ASSIGN(side.name, ReadText(json, "name"));
  WEIR_ASSIGN(const int64_t ordinal, ReadWhole(json, "ordinal", 0));
  WEIR_ASSIGN(side.path, ReadText(json, "path"));
  WEIR_ASSIGN(side.type, ReadText(json, "type"));
  WEIR_ASSIGN(side.format, ReadText(json, "format"));
  WEIR_ASSIGN(side.culture, ReadText(json, "culture"));
  WEIR_ASSIGN(const int64_t precision, ReadWhole(json, "precision", 0));
  WEIR_ASSIGN(const int64_t scale, ReadWhole(json, "scale", 0));
  if (ordinal < 0 || ordinal > 100000 || precision > 38 || scale > 38) {
    return InvalidTranslator(json,
                             "a mapping's ordinal starts at 1; precision and scale end at 38");
  }
  side.ordinal = static_cast<int>(ordinal);
  side.precision = static_cast<int>(precision);
  side.scale = static_cast<int>(scale);
  return side;
}

std::string LastOf(const std::vector<std::string>& path) {
  return path.empty() ? std::string() : path.back();
}

std::string SinkName(const Side& source, const Side& sink, size_t index) {
  if (!sink.name.empty()) return sink.name;
  if (!sink.path.empty()) {
    std::string name;
    for (const std::string& step : SplitPath(sink.path)) name += (name.empty() ? "" : ".") + step;
    return name;
  }
  if (!source.name.empty()) return source.name;
  if (!source.path.empty()) return LastOf(SplitPath(source.path));
  return "Prop_" + std::to_string(sink.ordinal > 0 ? static_cast<size_t>(sink.ordinal) - 1 : index);
}

Result<MappedColumn> ReadMapping(const Json& json, size_t index) {
  if (!json["source"].is_object() || !json["sink"].is_object()) {
    return InvalidTranslator(json, "a mapping must have a source and a sink");
  }
  WEIR_ASSIGN(const Side source, ReadSide(json["source"]));
  WEIR_ASSIGN(const Side sink, ReadSide(json["sink"]));
  if (source.name.empty() && source.ordinal == 0 && source.path.empty()) {
    return InvalidTranslator(json, "a mapping's source must have a name, an ordinal or a path");
  }
  MappedColumn column;
  column.source_name = source.name;
  column.source_ordinal = source.name.empty() ? source.ordinal : 0;
  column.source_path = source.path;
  column.source_type = source.type;
  column.sink_name = SinkName(source, sink, index);
  if (!sink.path.empty()) column.sink_path = SplitPath(sink.path);
  column.sink_type = sink.type;
  const Side& digits = sink.precision > 0 ? sink : source;
  column.precision = digits.precision;
  column.scale = digits.scale;
  column.format = source.format.empty() ? sink.format : source.format;
  column.culture = source.culture.empty() ? sink.culture : source.culture;
  return column;
}

std::string Trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return std::string(text);
}

/// "A: B, C: D", or an object, as pairs in order.
Result<std::vector<std::pair<std::string, std::string>>> ReadPairs(const Json& json) {
  std::vector<std::pair<std::string, std::string>> pairs;
  if (json.is_object()) {
    for (const Json::Member& member : json.members()) {
      pairs.emplace_back(member.name, member.value.as_string());
    }
    return pairs;
  }
  const std::string& text = json.as_string();
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find(',', at), text.size());
    const std::string_view part = std::string_view(text).substr(at, end - at);
    at = end + 1;
    const size_t colon = part.find(':');
    if (colon == std::string_view::npos) {
      return InvalidTranslator(
          json, "'columnMappings' must read 'source: sink, …', got '" + std::string(part) + "'");
    }
    pairs.emplace_back(Trimmed(part.substr(0, colon)), Trimmed(part.substr(colon + 1)));
  }
  return pairs;
}

/// The types that a legacy dataset's `structure` gives its columns, by name; "" if unsaid.
std::string StructureType(const Json& structure, const std::string& name) {
  for (const Json& column : structure.items()) {
    if (SameName(column["name"].as_string(), name)) return column["type"].as_string();
  }
  return {};
}

bool StructureHas(const Json& structure, const std::string& name) {
  for (const Json& column : structure.items()) {
    if (column["name"].as_string() == name) return true;
  }
  return false;
}

Error InvalidPair(const std::string& message) {
  return Fail(ErrorKind::kInvalid, "UserErrorInvalidColumnMapping", message);
}

/// All columns of a sink's structure are mapped exactly once; sources are in their structure.
Result<> CheckPairs(const std::vector<std::pair<std::string, std::string>>& pairs,
                    const Json& source, const Json& sink) {
  std::map<std::string, int> uses;
  for (const auto& [from, to] : pairs) {
    if (source.is_array() && !StructureHas(source, from)) {
      return Fail(ErrorKind::kInvalid, "UserErrorInvalidColumnMappingColumnNotFound",
                  "Column '" + from +
                      "' specified in column mapping cannot be found in source "
                      "data.");
    }
    if (sink.is_array() && !StructureHas(sink, to)) {
      return InvalidPair("column '" + to + "' of the mapping is not in the sink's structure");
    }
    if (++uses[to] > 1) return InvalidPair("column '" + to + "' is mapped more than once");
  }
  for (const Json& column : sink.items()) {
    if (!uses.contains(column["name"].as_string())) {
      return InvalidPair("column '" + column["name"].as_string() +
                         "' of the sink's structure is not mapped");
    }
  }
  return {};
}

/// Columns of a legacy source by the order of its structure, which names what has no header.
Result<> AddStructure(const Json& structure, Translator& out) {
  int ordinal = 0;
  for (const Json& json : structure.items()) {
    MappedColumn column;
    column.source_ordinal = ++ordinal;
    column.sink_name = json["name"].as_string();
    column.source_type = json["type"].as_string();
    column.format = json["format"].as_string();
    column.culture = json["culture"].as_string();
    out.columns.push_back(std::move(column));
  }
  return {};
}

bool IsHeaderless(const model::DatasetInstance& source) {
  const Json& format = source.type_properties()["format"];
  return SameName(format["type"].as_string(), "TextFormat") &&
         !ReadFlag(format, "firstRowAsHeader", false).operator*();
}

int OrdinalIn(const Json& structure, const std::string& name) {
  int ordinal = 0;
  for (const Json& column : structure.items()) {
    ++ordinal;
    if (column["name"].as_string() == name) return ordinal;
  }
  return 0;
}

Result<> AddColumnMappings(const Json& mappings, const model::DatasetInstance& source,
                           const model::DatasetInstance& sink, Translator& out) {
  WEIR_ASSIGN(const auto pairs, ReadPairs(mappings));
  const Json& from_structure = source.properties["structure"];
  const Json& to_structure = sink.properties["structure"];
  WEIR_TRY(CheckPairs(pairs, from_structure, to_structure));
  for (const auto& [from, to] : pairs) {
    MappedColumn column;
    column.source_name = from;
    if (IsHeaderless(source)) {
      column.source_ordinal = OrdinalIn(from_structure, from);
      if (column.source_ordinal > 0) column.source_name.clear();
    }
    column.sink_name = to;
    column.source_type = StructureType(from_structure, from);
    column.sink_type = StructureType(to_structure, to);
    out.columns.push_back(std::move(column));
  }
  return {};
}

/// {"$.number": "orderNumber"} from documents, {"orderNumber": "$.number"} into them.
Result<> AddSchemaMapping(const Json& mapping, Translator& out) {
  WEIR_ASSIGN(const auto pairs, ReadPairs(mapping));
  bool into_documents = !pairs.empty();
  for (const auto& [from, to] : pairs) into_documents = into_documents && to.starts_with("$");
  for (const auto& [from, to] : pairs) {
    MappedColumn column;
    if (into_documents) {
      column.source_name = from;
      column.sink_path = SplitPath(to);
      column.sink_name = from;
    } else {
      column.source_path = from;
      column.sink_name = to;
    }
    out.columns.push_back(std::move(column));
  }
  return {};
}

/// The path of a document's top-level field.
std::string FieldPath(const std::string& name) {
  std::string path = "$['";
  for (const char c : name) {
    if (c == '\'' || c == '\\') path += '\\';
    path += c;
  }
  return path + "']";
}

}  // namespace

std::vector<std::string> SplitPath(const std::string& path) {
  std::vector<std::string> steps;
  std::string step;
  const auto finish = [&] {
    if (!step.empty()) steps.push_back(std::move(step));
    step.clear();
  };
  for (size_t at = path.starts_with('$') ? 1 : 0; at < path.size(); ++at) {
    const char c = path[at];
    if (c == '.') {
      finish();
    } else if (c == '[') {
      finish();
      const bool quoted = at + 1 < path.size() && (path[at + 1] == '\'' || path[at + 1] == '"');
      const std::string close = quoted ? std::string(1, path[at + 1]) + "]" : "]";
      const size_t start = at + (quoted ? 2 : 1);
      const size_t end = std::min(path.find(close, start), path.size());
      step = path.substr(start, end - start);
      finish();
      at = end + close.size() - 1;
    } else {
      step += c;
    }
  }
  finish();
  return steps;
}

Result<Translator> ReadTranslator(const Json& translator, const model::DatasetInstance& source,
                                  const model::DatasetInstance& sink) {
  Translator out;
  if (!translator.is_null() && !translator.is_object()) {
    return InvalidTranslator(translator, "'translator' must be an Object, got " +
                                             std::string(KindName(translator.kind())));
  }
  const std::string& type = translator["type"].as_string();
  if (!type.empty() && !SameName(type, "TabularTranslator")) {
    return Fail(ErrorKind::kUnsupported, "UnsupportedTranslator",
                "a translator of type '" + type + "' is not supported here");
  }
  WEIR_ASSIGN(out.collection, ReadText(translator, "collectionReference"));
  WEIR_ASSIGN(out.complex_as_text, ReadFlag(translator, "mapComplexValuesToString", false));
  WEIR_ASSIGN(out.type_conversion, ReadFlag(translator, "typeConversion", false));
  WEIR_ASSIGN(out.conversion, ReadConversionSettings(translator["typeConversionSettings"]));
  if (translator["mappings"].is_array()) {
    const std::span<const Json> mappings = translator["mappings"].items();
    for (size_t i = 0; i < mappings.size(); ++i) {
      WEIR_ASSIGN(MappedColumn column, ReadMapping(mappings[i], i));
      out.columns.push_back(std::move(column));
    }
  } else if (!translator["columnMappings"].empty() || translator["columnMappings"].is_string()) {
    WEIR_TRY(AddColumnMappings(translator["columnMappings"], source, sink, out));
  } else if (!translator["schemaMapping"].empty() || translator["schemaMapping"].is_string()) {
    WEIR_TRY(AddSchemaMapping(translator["schemaMapping"], out));
  } else if (IsHeaderless(source) && source.properties["structure"].is_array()) {
    WEIR_TRY(AddStructure(source.properties["structure"], out));
  }
  return out;
}

std::vector<formats::PathColumn> DocumentPaths(const Translator& translator,
                                               const std::vector<AddedColumn>& added) {
  std::vector<formats::PathColumn> paths;
  std::set<std::string> known;
  for (const AddedColumn& column : added) known.insert(column.name);
  for (const MappedColumn& column : translator.columns) {
    const bool by_path = !column.source_path.empty();
    const std::string& name = by_path ? column.source_path : column.source_name;
    if (name.empty() || !known.insert(name).second) continue;
    paths.push_back({name, by_path ? name : FieldPath(name)});
  }
  return paths;
}

std::map<std::string, std::vector<std::string>> NestedPaths(const Translator& translator) {
  std::map<std::string, std::vector<std::string>> paths;
  for (const MappedColumn& column : translator.columns) {
    if (!column.sink_path.empty()) paths.emplace(column.sink_name, column.sink_path);
  }
  return paths;
}

}  // namespace weir::copy
