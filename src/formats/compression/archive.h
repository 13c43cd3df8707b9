#pragma once

#include <memory>
#include <string>

#include "formats/format.h"

namespace weir::formats {

enum class ArchiveKind { kZip, kTarGzip, kTar };

/// Walk an archive as it streams by; folders and links are left out.
/// Errors: CorruptCompression; kInvalid UnsafeArchivePath for a name that leads out of the archive.
Result<std::unique_ptr<ArchiveReader>> ReadArchive(std::shared_ptr<arrow::io::InputStream> in,
                                                   ArchiveKind kind);

/// Write an archive of one file. A tar needs the length first: its bytes wait in a temporary file.
/// Closing the result finishes the archive and leaves `out` open.
Result<std::shared_ptr<arrow::io::OutputStream>> WriteArchive(
    std::shared_ptr<arrow::io::OutputStream> out, ArchiveKind kind, const std::string& level,
    const std::string& entry_name);

}  // namespace weir::formats
