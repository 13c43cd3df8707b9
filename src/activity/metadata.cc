#include "activity/metadata.h"

#include <arrow/type.h>

#include <algorithm>
#include <array>

#include "activity/standard_output.h"
#include "base/names.h"
#include "copy/interim_types.h"
#include "copy/listing.h"
#include "copy/row_source.h"
#include "copy/table_name.h"
#include "copy/wildcard.h"

namespace weir::activity {
namespace {

struct FieldName {
  std::string_view name;
  MetadataField field;
};
constexpr std::array<FieldName, 11> kFields = {{{"exists", MetadataField::kExists},
                                                {"itemName", MetadataField::kItemName},
                                                {"itemType", MetadataField::kItemType},
                                                {"size", MetadataField::kSize},
                                                {"created", MetadataField::kCreated},
                                                {"lastModified", MetadataField::kLastModified},
                                                {"childItems", MetadataField::kChildItems},
                                                {"contentMD5", MetadataField::kContentMd5},
                                                {"structure", MetadataField::kStructure},
                                                {"columnCount", MetadataField::kColumnCount},
                                                {"totalSize", MetadataField::kTotalSize}}};

std::string_view NameOf(MetadataField field) {
  for (const FieldName& known : kFields) {
    if (known.field == field) return known.name;
  }
  return {};
}

bool IsOneOf(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view known) { return SameName(known, name); });
}

bool HasField(const std::vector<MetadataField>& fields, MetadataField field) {
  return std::find(fields.begin(), fields.end(), field) != fields.end();
}

Json StructureJson(const arrow::Schema& schema) {
  Json structure = Json::Array();
  for (const auto& field : schema.fields()) {
    structure.Append(Json::Object({{"name", field->name()}, {"type", copy::InterimName(*field)}}));
  }
  return structure;
}

void SetSchema(const MetadataRequest& request, const arrow::Schema& schema, Json& output) {
  if (HasField(request.fields, MetadataField::kStructure)) {
    output.Set("structure", StructureJson(schema));
  }
  if (HasField(request.fields, MetadataField::kColumnCount)) {
    output.Set("columnCount", schema.num_fields());
  }
}

/// A source's type that fits any dataset: metadata has no source of its own.
Json SourceFor(const MetadataRequest& request) {
  Json source = Json::Object({});
  const formats::FormatSpec* spec = request.services.formats.FindByDataset(request.dataset.type);
  if (spec != nullptr && !spec->sources.empty()) {
    source.Set("type", spec->sources.front());
  } else if (copy::IsLegacyFileDataset(request.dataset)) {
    source.Set("type", "FileSystemSource");
  }
  source.Set("formatSettings", request.format_settings);
  return source;
}

Result<> ReadFileSchema(const MetadataRequest& request, Json& output) {
  copy::Counters counters;
  const Json source = SourceFor(request);
  WEIR_ASSIGN(const std::unique_ptr<copy::RowSource> rows,
              copy::OpenRowSource({request.services, request.dataset, source, nullptr, nullptr,
                                   request.cancel, &counters}));
  if (rows->parts() == 0) return {};
  WEIR_ASSIGN(const std::unique_ptr<copy::SourcePart> part, rows->OpenPart(0));
  WEIR_ASSIGN(const std::optional<copy::SourceUnit> unit, part->Next());
  if (unit) SetSchema(request, *unit->rows->schema(), output);
  return {};
}

Result<Json> ReadTable(const MetadataRequest& request) {
  WEIR_ASSIGN(const std::unique_ptr<connectors::Database> database,
              copy::OpenDatabase(request.services, request.dataset.linked_service));
  const connectors::TableName table = copy::TableOf(request.dataset);
  const bool asks_exists = HasField(request.fields, MetadataField::kExists);
  const auto columns = database->Describe(table);
  Json output = Json::Object({});
  if (!columns) {
    if (columns.error().kind() != ErrorKind::kNotFound || !asks_exists) return columns.error();
    output.Set("exists", false);
    return output;
  }
  if (asks_exists) output.Set("exists", true);
  WEIR_ASSIGN(const std::unique_ptr<formats::BatchStream> none,
              database->Query("SELECT * FROM " + database->QuoteTable(table) + " WHERE 1 = 0",
                              request.cancel));
  SetSchema(request, *none->schema(), output);
  return output;
}

Result<Json> ChildItems(const MetadataRequest& request, connectors::FileStore& store,
                        const std::string& folder) {
  WEIR_ASSIGN(const copy::ModifiedRange modified, copy::ReadModifiedRange(request.store_settings));
  WEIR_ASSIGN(const std::vector<connectors::FileEntry> children, store.List(folder));
  Json items = Json::Array();
  for (const connectors::FileEntry& child : children) {
    if (modified.any() && (child.is_folder || !modified.Holds(child))) continue;
    items.Append(
        Json::Object({{"name", child.name()}, {"type", child.is_folder ? "Folder" : "File"}}));
  }
  return items;
}

/// Bytes of a file, or of all files in a folder and below it.
Result<int64_t> TotalSize(const MetadataRequest& request, connectors::FileStore& store,
                          const connectors::FileEntry& entry) {
  int64_t total = 0;
  const auto add = [&](const connectors::FileEntry& file) -> Result<> {
    if (file.size_bytes < 0) {
      return Fail(ErrorKind::kUnsupported, "SizeUnknown", "the store does not say how big it is")
          .At(store.Describe(file.path));
    }
    total += file.size_bytes;
    return {};
  };
  if (entry.is_folder) {
    WEIR_TRY(copy::WalkFiles(store, entry.path, true, request.cancel, add));
  } else {
    WEIR_TRY(add(entry));
  }
  return total;
}

/// Set what the entry itself says; fields that a file or a folder has not are left out.
void SetEntryField(MetadataField field, const connectors::FileEntry& entry, Json& output) {
  switch (field) {
    case MetadataField::kExists:
      output.Set("exists", true);
      break;
    case MetadataField::kItemName:
      output.Set("itemName", entry.name());
      break;
    case MetadataField::kItemType:
      output.Set("itemType", entry.is_folder ? "Folder" : "File");
      break;
    case MetadataField::kSize:
      if (!entry.is_folder) output.Set("size", entry.size_bytes);
      break;
    case MetadataField::kCreated:
      if (entry.created) output.Set("created", FormatSeconds(*entry.created));
      break;
    case MetadataField::kLastModified:
      if (entry.modified) output.Set("lastModified", FormatSeconds(*entry.modified));
      break;
    case MetadataField::kContentMd5:
      if (!entry.is_folder) output.Set("contentMD5", entry.content_md5);
      break;
    case MetadataField::kChildItems:
    case MetadataField::kStructure:
    case MetadataField::kColumnCount:
    case MetadataField::kTotalSize:
      break;  // Not of the entry.
  }
}

Result<Json> ReadFile(const MetadataRequest& request) {
  WEIR_ASSIGN(const copy::FileLocation location, copy::LocateFiles(request.dataset));
  if (copy::HasWildcard(location.file) || copy::HasWildcard(location.folder)) {
    return Fail(ErrorKind::kInvalid, "WildcardNotSupported",
                "wildcards are not supported by GetMetadata, got '" + location.FilePath() + "'");
  }
  WEIR_ASSIGN(const std::shared_ptr<connectors::FileStore> store,
              copy::OpenFiles(request.services, request.dataset.linked_service));
  const std::string path = location.FilePath();
  Result<connectors::FileEntry> entry = store->Stat(path);
  Json output = Json::Object({});
  if (!entry) {
    if (entry.error().kind() != ErrorKind::kNotFound) return std::move(entry).error();
    if (!HasField(request.fields, MetadataField::kExists)) {
      return copy::SourceMissing(request.dataset.linked_service.type, location,
                                 store->Describe(path));
    }
    output.Set("exists", false);
    return output;
  }
  for (const MetadataField field : request.fields) {
    if (field == MetadataField::kChildItems && entry->is_folder) {
      WEIR_ASSIGN(Json items, ChildItems(request, *store, path));
      output.Set("childItems", std::move(items));
    }
    if (field == MetadataField::kTotalSize) {
      WEIR_ASSIGN(const int64_t total, TotalSize(request, *store, *entry));
      output.Set("totalSize", total);
    }
    SetEntryField(field, *entry, output);
  }
  const bool asks_schema = HasField(request.fields, MetadataField::kStructure) ||
                           HasField(request.fields, MetadataField::kColumnCount);
  if (asks_schema && !entry->is_folder) WEIR_TRY(ReadFileSchema(request, output));
  return output;
}

}  // namespace

Result<MetadataField> ParseMetadataField(const std::string& name) {
  std::vector<std::string> known;
  for (const FieldName& field : kFields) {
    if (SameName(field.name, name)) return field.field;
    known.emplace_back(field.name);
  }
  return Fail(ErrorKind::kInvalid, "InvalidFieldList",
              "'fieldList' has the unknown field '" + name + "'" + DidYouMean(name, known));
}

bool SupportsField(const std::string& store_type, const std::string& dataset_type, bool is_table,
                   MetadataField field) {
  const bool schema = field == MetadataField::kStructure || field == MetadataField::kColumnCount;
  if (is_table) return schema || field == MetadataField::kExists;
  if (schema) return !IsOneOf(dataset_type, {"Binary", "Json", "Xml"});
  switch (field) {
    case MetadataField::kContentMd5:
      return IsOneOf(store_type,
                     {"AzureBlobStorage", "AzureStorage", "AzureBlobFS", "LakeHouse", "Lakehouse"});
    case MetadataField::kCreated:
      return IsOneOf(store_type, {"FileServer", "AzureFileStorage"});
    case MetadataField::kLastModified:
      return !IsOneOf(store_type, {"FtpServer", "Ftp"});
    case MetadataField::kExists:
    case MetadataField::kItemName:
    case MetadataField::kItemType:
    case MetadataField::kSize:
    case MetadataField::kChildItems:
    case MetadataField::kStructure:
    case MetadataField::kColumnCount:
    case MetadataField::kTotalSize:
      return true;
  }
  return false;
}

Result<Json> ReadMetadata(const MetadataRequest& request) {
  const bool is_table = !copy::IsFileDataset(request.dataset);
  const std::string& store_type = request.dataset.linked_service.type;
  for (const MetadataField field : request.fields) {
    if (SupportsField(store_type, request.dataset.type, is_table, field)) continue;
    return Fail(ErrorKind::kUnsupported, "UnsupportedMetadataField",
                "the field '" + std::string(NameOf(field)) + "' is not available for dataset '" +
                    request.dataset.name + "' of type " + request.dataset.type + " on " +
                    store_type);
  }
  return is_table ? ReadTable(request) : ReadFile(request);
}

}  // namespace weir::activity
