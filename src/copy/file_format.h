#pragma once

#include <string>

#include "base/json.h"
#include "formats/format.h"
#include "model/instance.h"

namespace weir::copy {

/// How the bytes of a dataset's files are to be read and written.
struct FileFormat {
  const formats::FormatSpec* spec = nullptr;  ///< Null: bytes as they are (Binary).
  Json settings;      ///< The dataset's typeProperties, or the legacy `format` object.
  std::string codec;  ///< Of whole files: "gzip", "ZipDeflate", …; empty if not compressed.
  std::string level;  ///< "Optimal" or "Fastest".

  bool binary() const { return spec == nullptr; }
};

/// Read a file dataset's format and compression, in new and old spellings.
/// Errors: kUnsupported UnsupportedFormat naming the type and the nearest known ones.
Result<FileFormat> FormatOf(const model::DatasetInstance& dataset,
                            const formats::FormatRegistry& formats);

/// The extension a compressed file's name ends with: ".gz", ".bz2", ".deflate", ".zip", …; "" for
/// none.
std::string CodecExtension(const std::string& codec);

}  // namespace weir::copy
