#pragma once

#include <string>

#include "base/json.h"
#include "base/result.h"
#include "copy/location.h"

namespace weir::copy {

/// How the files of a source lie at a file sink. Source: copy activity, `copyBehavior`.
enum class CopyBehavior { kPreserveHierarchy, kFlattenHierarchy, kMergeFiles };

/// Read `copyBehavior` from a sink's store settings (or a legacy sink); `given` tells whether it
/// was there. Errors: kUnsupported UnsupportedProperty for another value.
Result<CopyBehavior> ReadCopyBehavior(const Json& settings, bool* given);

/// Makes the names of files at a sink.
struct SinkNaming {
  std::string folder;     ///< From the store's root.
  std::string file;       ///< The dataset's file name; wins over everything generated.
  std::string extension;  ///< With its dot; with the codec's behind it.
  CopyBehavior behavior = CopyBehavior::kPreserveHierarchy;
  bool keep_extension = false;  ///< Binary copies keep the source's extension.
  bool from_files = true;       ///< Else units are named for tables, which have no extension.

  /// The unit's file name without folder and extension; generated if it has none.
  std::string StemFor(const std::string& relative) const;
  /// The file for the rows of `relative` ("sub/a.csv", a table, or ""). PreserveHierarchy keeps the
  /// path and gives tabular files the sink's extension; FlattenHierarchy and unnamed rows get a
  /// generated name, `data_<guid>_<guid><extension>`.
  std::string PathFor(const std::string& relative) const;
  /// File number `number` of a unit split by maxRowsPerFile: `<prefix>_00000<extension>`.
  std::string SplitPathFor(const std::string& relative, const std::string& prefix,
                           int64_t number) const;
};

/// Refuse wildcards in a sink's path.
/// Errors: kInvalid WildcardPathSinkNotSupported.
Result<> CheckSinkPath(const FileLocation& location);

}  // namespace weir::copy
