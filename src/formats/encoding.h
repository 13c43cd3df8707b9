#pragma once

#include <memory>
#include <string>

#include "base/result.h"

namespace arrow::io {
class InputStream;
class OutputStream;
}  // namespace arrow::io

namespace weir::formats {

/// Read a text of any encoding as UTF-8 without a byte order mark.
///
/// `encoding` is an `encodingName` of a dataset ("UTF-8", "UTF-8 without BOM", "UTF-16",
/// "WINDOWS-1252", …; "" is UTF-8). A UTF-8, UTF-16 or UTF-32 byte order mark overrules it, as in
/// .NET's StreamReader. Bytes that are not of the encoding become U+FFFD, but UTF-8 passes as it
/// is: its reader checks it (see ReplaceInvalidUtf8). "UTF-16" and "UTF-32" are little endian.
/// Errors: kUnsupported UnsupportedEncoding.
Result<std::shared_ptr<arrow::io::InputStream>> DecodeText(
    std::shared_ptr<arrow::io::InputStream> in, const std::string& encoding);

/// Write UTF-8 as a text of any encoding. The byte order mark is written for "UTF-8", "UTF-16…" and
/// "UTF-32…" when they are named, not for "UTF-8 without BOM" and not by default.
/// Source: format-delimited-text (encodingName); no mark by default is our choice, for the sake of
/// every tool that takes it for a part of the first column's name.
/// Closing the result writes what is left and leaves `out` open.
Result<std::shared_ptr<arrow::io::OutputStream>> EncodeText(
    std::shared_ptr<arrow::io::OutputStream> out, const std::string& encoding);

/// Replace each byte sequence that is not UTF-8 by U+FFFD.
std::string ReplaceInvalidUtf8(std::string_view text);

/// Whether all of `text` is UTF-8.
bool IsUtf8(std::string_view text);

}  // namespace weir::formats
