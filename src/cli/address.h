#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace weir::cli {

/// Where a server listens.
struct Address {
  std::string host = "127.0.0.1";
  uint16_t port = 0;  ///< 0: any that is free.

  bool loopback() const { return host == "localhost" || host == "::1" || host.starts_with("127."); }
  /// Every address of the machine: nobody can call it by that.
  bool any() const { return host == "0.0.0.0" || host == "::"; }
  /// "127.0.0.1:80", "[::1]:80"
  std::string ToString() const;
};

/// "ADDR:PORT", "[::1]:PORT", ":PORT" or "PORT"; `option` is named in errors.
/// Errors: kInvalid InvalidListenAddress.
Result<Address> ReadAddress(const std::string& text, const std::string& option);

}  // namespace weir::cli
