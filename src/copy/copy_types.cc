#include "copy/copy_types.h"

#include <array>

#include "base/names.h"
#include "copy/file_format.h"
#include "copy/location.h"
#include "copy/settings.h"

namespace weir::copy {
namespace {

constexpr std::array<std::string_view, 8> kLegacyFileTypes = {
    "Blob", "FileSystem", "AzureBlobFS", "AzureDataLakeStore", "Http", "Hdfs", "AmazonS3", "Sftp"};

bool IsOneOf(const std::vector<std::string>& names, const std::string& name) {
  for (const std::string& known : names) {
    if (SameName(known, name)) return true;
  }
  return false;
}

bool IsLegacyFileType(const std::string& type, std::string_view ending) {
  for (const std::string_view store : kLegacyFileTypes) {
    if (SameName(type, std::string(store) + std::string(ending))) return true;
  }
  return false;
}

/// Any format's own source or sink: what a table dataset cannot have.
bool IsFormatType(const std::string& type, const formats::FormatRegistry& formats) {
  if (SameName(type, "BinarySource") || SameName(type, "BinarySink")) return true;
  for (const formats::FormatSpec& spec : formats.all()) {
    if (IsOneOf(spec.sources, type) || IsOneOf(spec.sinks, type)) return true;
  }
  return false;
}

bool FitsFileDataset(const model::DatasetInstance& dataset, const std::string& type,
                     std::string_view ending, const formats::FormatRegistry& formats) {
  if (IsLegacyFileDataset(dataset)) return IsLegacyFileType(type, ending);
  if (SameName(dataset.type, "Binary")) return SameName(type, "Binary" + std::string(ending));
  const formats::FormatSpec* spec = formats.FindByDataset(dataset.type);
  if (spec == nullptr) return true;  // FormatOf says so in its own words.
  return IsOneOf(ending == "Source" ? spec->sources : spec->sinks, type);
}

/// A table's type must be one of the connectors that claim the dataset's; if none does, any
/// table's.
bool FitsTableDataset(const model::DatasetInstance& dataset, const std::string& type, bool source,
                      const Services& services) {
  if (IsFormatType(type, services.formats) || IsLegacyFileType(type, source ? "Source" : "Sink")) {
    return false;
  }
  bool claimed = false;
  for (const connectors::ConnectorSpec& spec : services.connectors.all()) {
    if (!IsOneOf(spec.datasets, dataset.type)) continue;
    const std::vector<std::string>& types = source ? spec.copy_sources : spec.copy_sinks;
    if (types.empty()) continue;
    claimed = true;
    if (IsOneOf(types, type)) return true;
  }
  return !claimed;
}

Result<> Check(const model::DatasetInstance& dataset, const Json& settings, bool source,
               const Services& services) {
  const std::string word = source ? "source" : "sink";
  const std::string ending = source ? "Source" : "Sink";
  const std::string& type = settings["type"].as_string();
  const bool fits = IsFileDataset(dataset)
                        ? FitsFileDataset(dataset, type, ending, services.formats)
                        : FitsTableDataset(dataset, type, source, services);
  if (fits) return {};
  return Fail(ErrorKind::kInvalid, source ? "InvalidCopySource" : "InvalidCopySink",
              "Copy activity has an invalid \"" + word + "\" property. The " + word + " type '" +
                  type + "' is not compatible with the dataset '" + dataset.name +
                  "' and its linked service '" + dataset.linked_service.name + "'.")
      .At(settings.position());
}

Result<std::string> FirstType(const model::DatasetInstance& dataset, bool source,
                              const Services& services) {
  if (IsLegacyFileDataset(dataset)) return std::string(source ? "BlobSource" : "BlobSink");
  std::vector<std::string> types;
  if (const formats::FormatSpec* format = services.formats.FindByDataset(dataset.type)) {
    types = source ? format->sources : format->sinks;
  } else if (!IsFileDataset(dataset)) {
    WEIR_ASSIGN(const connectors::ConnectorSpec* store,
                services.connectors.Find(dataset.linked_service.type));
    types = source ? store->copy_sources : store->copy_sinks;
  }
  if (!types.empty()) return types.front();
  return Fail(ErrorKind::kUnsupported, "UnsupportedDataset",
              "rows of dataset '" + dataset.name + "' of type " + dataset.type + " cannot be " +
                  (source ? "read" : "written"));
}

}  // namespace

Result<std::string> SourceTypeFor(const model::DatasetInstance& dataset, const Services& services) {
  return FirstType(dataset, true, services);
}

Result<std::string> SinkTypeFor(const model::DatasetInstance& dataset, const Services& services) {
  return FirstType(dataset, false, services);
}

Result<> CheckSourceType(const model::DatasetInstance& dataset, const Json& source,
                         const Services& services) {
  return Check(dataset, source, true, services);
}

Result<> CheckSinkType(const model::DatasetInstance& dataset, const Json& sink,
                       const Services& services) {
  return Check(dataset, sink, false, services);
}

Json ReadSettingsOf(const model::DatasetInstance& dataset, const Json& source) {
  if (source["storeSettings"].is_object()) return source["storeSettings"];
  Json settings = source.is_object() ? source : Json::Object({});
  for (const std::string_view name :
       {"modifiedDatetimeStart", "modifiedDatetimeEnd", "requestMethod", "requestBody",
        "additionalHeaders", "requestTimeout"}) {
    const Json& value = dataset.type_properties()[name];
    if (!value.is_null()) settings.Set(name, value);
  }
  return settings;
}

Json WriteSettingsOf(const Json& sink) {
  return sink["storeSettings"].is_object() ? sink["storeSettings"] : sink;
}

Result<std::shared_ptr<connectors::FileStore>> OpenSinkFiles(
    const Services& services, const model::LinkedServiceInstance& linked_service,
    const Json& settings, const CancelToken* cancel) {
  const bool keeps_metadata = SameName(linked_service.type, "AzureBlobStorage") ||
                              SameName(linked_service.type, "AzureStorage") ||
                              SameName(linked_service.type, "AzureBlobFS");
  if (!keeps_metadata) WEIR_TRY(RefuseSetting(settings, "sink.storeSettings", "metadata"));
  return OpenFiles(services, linked_service, settings, cancel);
}

}  // namespace weir::copy
