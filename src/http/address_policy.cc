#include "http/address_policy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <utility>

#include "base/check.h"

namespace weir::http {
namespace {

constexpr int kV4Bits = 96;  // In front of the four bytes of an IPv4 address.

struct RefusedNetwork {
  const char* network;
  const char* what;
};

/// Source: RFC 6890 and IANA's registries of special addresses; the clouds' own documents for the
/// addresses of their metadata services.
constexpr RefusedNetwork kRefused[] = {
    {"0.0.0.0/8", "this machine"},
    {"127.0.0.0/8", "loopback"},
    {"169.254.0.0/16", "link-local, where clouds keep their metadata service"},
    {"168.63.129.16/32", "a cloud's platform service"},
    {"100.100.100.200/32", "a cloud's metadata service"},
    {"192.0.0.192/32", "a cloud's metadata service"},
    {"224.0.0.0/4", "multicast"},
    {"240.0.0.0/4", "reserved"},
    {"::/128", "this machine"},
    {"::1/128", "loopback"},
    {"fe80::/10", "link-local"},
    {"fd00:ec2::254/128", "a cloud's metadata service"},
    {"ff00::/8", "multicast"},
};

const std::vector<std::pair<Network, std::string>>& Refused() {
  static const auto list = [] {
    std::vector<std::pair<Network, std::string>> networks;
    for (const RefusedNetwork& one : kRefused) {
      const Result<Network> network = Network::Parse(one.network);
      WEIR_CHECK(network.ok(), "the table above is tested");
      networks.emplace_back(*network, one.what);
    }
    return networks;
  }();
  return list;
}

/// What the address is, if it is one of those that a guard refuses.
const std::string* WhyRefused(const IpAddress& address) {
  for (const auto& [network, what] : Refused()) {
    if (network.Holds(address)) return &what;
  }
  const std::optional<IpAddress> inner = address.Embedded();
  return inner ? WhyRefused(*inner) : nullptr;
}

}  // namespace

std::optional<IpAddress> IpAddress::Parse(const std::string& text) {
  IpAddress address;
  if (inet_pton(AF_INET6, text.c_str(), address.bytes_.data()) == 1) return address;
  if (inet_pton(AF_INET, text.c_str(), address.bytes_.data() + 12) != 1) return std::nullopt;
  address.bytes_[10] = address.bytes_[11] = 0xFF;
  return address;
}

std::optional<IpAddress> IpAddress::FromSocket(const sockaddr* address) {
  IpAddress out;
  if (address->sa_family == AF_INET6) {
    sockaddr_in6 v6 = {};
    std::memcpy(&v6, address, sizeof v6);
    std::memcpy(out.bytes_.data(), &v6.sin6_addr, 16);
    return out;
  }
  if (address->sa_family != AF_INET) return std::nullopt;
  sockaddr_in v4 = {};
  std::memcpy(&v4, address, sizeof v4);
  out.bytes_[10] = out.bytes_[11] = 0xFF;
  std::memcpy(out.bytes_.data() + 12, &v4.sin_addr, 4);
  return out;
}

bool IpAddress::is_v4() const {
  const bool zeros =
      std::all_of(bytes_.begin(), bytes_.begin() + 10, [](auto b) { return b == 0; });
  return zeros && bytes_[10] == 0xFF && bytes_[11] == 0xFF;
}

std::string IpAddress::ToString() const {
  char text[INET6_ADDRSTRLEN] = {};
  if (is_v4()) {
    inet_ntop(AF_INET, bytes_.data() + 12, text, sizeof text);
  } else {
    inet_ntop(AF_INET6, bytes_.data(), text, sizeof text);
  }
  return text;
}

std::optional<IpAddress> IpAddress::Embedded() const {
  if (is_v4()) return std::nullopt;
  static const Network kCompatible = *Network::Parse("::/96");
  static const Network kNat64 = *Network::Parse("64:ff9b::/96");
  static const Network k6to4 = *Network::Parse("2002::/16");
  size_t at = 0;
  if (kCompatible.Holds(*this) || kNat64.Holds(*this)) at = 12;
  if (k6to4.Holds(*this)) at = 2;
  if (at == 0) return std::nullopt;
  IpAddress inner;
  inner.bytes_[10] = inner.bytes_[11] = 0xFF;
  std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(at), 4, inner.bytes_.begin() + 12);
  return inner;
}

bool IpAddress::SharesPrefix(const IpAddress& other, int bits) const {
  const auto whole = static_cast<size_t>(bits / 8);
  if (std::memcmp(bytes_.data(), other.bytes_.data(), whole) != 0) return false;
  const int rest = bits % 8;
  if (rest == 0) return true;
  const auto mask = static_cast<uint8_t>(0xFF00U >> static_cast<unsigned>(rest));
  return (bytes_[whole] & mask) == (other.bytes_[whole] & mask);
}

Result<Network> Network::Parse(const std::string& text) {
  const size_t slash = text.find('/');
  const std::optional<IpAddress> address = IpAddress::Parse(text.substr(0, slash));
  const bool v4 = address && address->is_v4() && text.find(':') == std::string::npos;
  Network network;
  bool good = address.has_value();
  if (good && slash != std::string::npos) {
    const char* end = text.data() + text.size();
    int bits = -1;
    const auto read = std::from_chars(text.data() + slash + 1, end, bits);
    good = read.ec == std::errc() && read.ptr == end && bits >= 0 && bits <= (v4 ? 32 : 128);
    network.bits = bits + (v4 ? kV4Bits : 0);
  }
  if (!good) {
    return Fail(
        ErrorKind::kInvalid, "InvalidNetwork",
        "expected a network like 10.0.0.0/8, fd00::/8 or a single address, got '" + text + "'");
  }
  network.address = *address;
  return network;
}

Result<> AddressPolicy::Guard(const std::vector<std::string>& allowed) {
  std::vector<Network> networks;
  for (const std::string& text : allowed) {
    WEIR_ASSIGN(networks.emplace_back(), Network::Parse(text));
  }
  const std::lock_guard lock(mutex_);
  guarded_ = true;
  allowed_ = std::move(networks);
  return {};
}

bool AddressPolicy::guarded() const {
  const std::lock_guard lock(mutex_);
  return guarded_;
}

Result<> AddressPolicy::Check(const IpAddress& address) const {
  const std::lock_guard lock(mutex_);
  if (!guarded_) return {};
  const std::string* what = WhyRefused(address);
  if (what == nullptr) return {};
  for (const Network& network : allowed_) {
    if (network.Holds(address)) return {};
  }
  const std::string name = address.ToString();
  return Fail(ErrorKind::kDenied, "AddressRefused",
              "connections to " + name + " (" + *what +
                  ") are refused; who runs the service can allow them with --allow-address " +
                  name + (address.is_v4() ? "/32" : "/128"));
}

}  // namespace weir::http
