#include "cli/address.h"

#include <charconv>

namespace weir::cli {

std::string Address::ToString() const {
  const bool v6 = host.find(':') != std::string::npos;
  return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

Result<Address> ReadAddress(const std::string& text, const std::string& option) {
  const size_t colon = text.rfind(':');
  Address address;
  if (colon != std::string::npos && colon > 0) address.host = text.substr(0, colon);
  if (address.host.starts_with('[') && address.host.ends_with(']')) {
    address.host = address.host.substr(1, address.host.size() - 2);
  }
  const std::string port = colon == std::string::npos ? text : text.substr(colon + 1);
  const auto read = std::from_chars(port.data(), port.data() + port.size(), address.port);
  if (read.ec != std::errc() || read.ptr != port.data() + port.size()) {
    return Fail(ErrorKind::kInvalid, "InvalidListenAddress",
                "expected " + option + " ADDR:PORT, got '" + text + "'");
  }
  return address;
}

}  // namespace weir::cli
