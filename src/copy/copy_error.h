#pragma once

#include "base/result.h"

namespace weir::copy {

enum class CopySide { kSource, kSink };

/// Wrap an error as a copy shows it: code 2200 and `Failure happened on 'Source' side.
/// ErrorCode=<code>,'Type=Microsoft.DataTransfer.Common.Shared.HybridDeliveryException,
/// Message=<message>,Source=…,'`. Kind, target and trail stay. What is wrapped already, and a
/// cancelled copy's error, stay as they are. Source: recorded answers of the service.
Error AsCopyError(CopySide side, const Error& error);

/// Wrap an error of an activity that reads stores without copying (Lookup 2100, GetMetadata,
/// Delete, Script 2011): that code, and ADF's form without a side.
Error AsActivityError(const std::string& code, const Error& error);

/// The same for a result on its way up.
template <typename T>
Result<T> OnSide(CopySide side, Result<T> result) {
  if (result) return result;
  return AsCopyError(side, result.error());
}

}  // namespace weir::copy
