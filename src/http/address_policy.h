#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

struct sockaddr;

namespace weir::http {

/// An IPv4 or IPv6 address. IPv4 is kept as ::ffff:a.b.c.d.
class IpAddress {
 public:
  /// "10.0.0.1", "fe80::1"; nothing if it is no address.
  static std::optional<IpAddress> Parse(const std::string& text);
  /// Nothing if it is of another family.
  static std::optional<IpAddress> FromSocket(const sockaddr* address);

  bool is_v4() const;
  std::string ToString() const;
  /// The IPv4 address inside, which a network may unpack: mapped, compatible, NAT64, 6to4.
  std::optional<IpAddress> Embedded() const;
  /// True if the first `bits` of 128 are those of `other`.
  bool SharesPrefix(const IpAddress& other, int bits) const;

 private:
  std::array<uint8_t, 16> bytes_{};
};

/// "10.0.0.0/8", "fd00::/8"; a single address is a network of one.
struct Network {
  IpAddress address;
  int bits = 128;  ///< Of 128: 96 more than the prefix of an IPv4 network says.

  /// Errors: kInvalid InvalidNetwork.
  static Result<Network> Parse(const std::string& text);
  bool Holds(const IpAddress& one) const { return address.SharesPrefix(one, bits); }
};

/// Which addresses clients may connect to. Open until it is guarded: then nobody gets from here to
/// this machine, its links, the metadata services of clouds or a multicast group, unless a network
/// is allowed. Thread safe.
class AddressPolicy {
 public:
  /// Guard from here on; `allowed` are networks ("127.0.0.0/8"). Errors: kInvalid InvalidNetwork.
  Result<> Guard(const std::vector<std::string>& allowed);
  bool guarded() const;
  /// Errors: kDenied AddressRefused, naming the address, what it is, and how to allow it.
  Result<> Check(const IpAddress& address) const;

 private:
  mutable std::mutex mutex_;
  bool guarded_ = false;
  std::vector<Network> allowed_;
};

}  // namespace weir::http
