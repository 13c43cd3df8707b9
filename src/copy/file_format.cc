#include "copy/file_format.h"

#include <array>

#include "base/names.h"
#include "copy/location.h"

namespace weir::copy {
namespace {

struct CodecName {
  std::string_view codec;
  std::string_view extension;
};
constexpr std::array<CodecName, 9> kCodecs = {{{"gzip", ".gz"},
                                               {"bzip2", ".bz2"},
                                               {"deflate", ".deflate"},
                                               {"zipDeflate", ".zip"},
                                               {"tarGzip", ".tar.gz"},
                                               {"tar", ".tar"},
                                               {"snappy", ".snappy"},
                                               {"lz4", ".lz4"},
                                               {"zstd", ".zst"}}};

/// `compression: {type, level}` or `compressionCodec`, `compressionLevel`.
void ReadCompression(const Json& settings, FileFormat& format) {
  const Json& compression = settings["compression"];
  if (compression.is_object()) {
    format.codec = compression["type"].as_string();
    format.level = compression["level"].as_string();
  } else if (settings["compressionCodec"].is_string()) {
    format.codec = settings["compressionCodec"].as_string();
    format.level = settings["compressionLevel"].as_string();
  }
  if (SameName(format.codec, "none")) format.codec.clear();
}

Error UnknownFormat(const std::string& type, const model::DatasetInstance& dataset,
                    const formats::FormatRegistry& formats) {
  std::vector<std::string> known = {"Binary"};
  for (const formats::FormatSpec& spec : formats.all()) {
    known.insert(known.end(), spec.datasets.begin(), spec.datasets.end());
  }
  return Fail(ErrorKind::kUnsupported, "UnsupportedFormat",
              "the format '" + type + "' of dataset '" + dataset.name + "' is not supported here" +
                  DidYouMean(type, known));
}

}  // namespace

Result<FileFormat> FormatOf(const model::DatasetInstance& dataset,
                            const formats::FormatRegistry& formats) {
  FileFormat format;
  const Json& properties = dataset.type_properties();
  ReadCompression(properties, format);
  if (SameName(dataset.type, "Binary")) {
    format.settings = properties;
    return format;
  }
  if (IsLegacyFileDataset(dataset)) {
    const Json& legacy = properties["format"];
    if (!legacy.is_object()) return format;
    format.settings = legacy;
    format.spec = formats.FindByLegacy(legacy["type"].as_string());
    if (format.spec == nullptr) return UnknownFormat(legacy["type"].as_string(), dataset, formats);
    return format;
  }
  format.settings = properties;
  format.spec = formats.FindByDataset(dataset.type);
  if (format.spec == nullptr) return UnknownFormat(dataset.type, dataset, formats);
  // Formats that seek compress within the file.
  if (format.spec->random_access) {
    if (properties["compression"].is_object()) {
      return Fail(ErrorKind::kInvalid, "ParquetUnsupportFileLevelCompressionOption",
                  "dataset '" + dataset.name + "' of type " + dataset.type +
                      " cannot be compressed as a file")
          .At(properties["compression"].position());
    }
    format.codec.clear();
  }
  return format;
}

std::string CodecExtension(const std::string& codec) {
  for (const CodecName& known : kCodecs) {
    if (SameName(known.codec, codec)) return std::string(known.extension);
  }
  return {};
}

}  // namespace weir::copy
