#include "compute/hive/address.h"

#include <charconv>

#include "base/names.h"
#include "http/message.h"

namespace weir::compute::hive {
namespace {

constexpr std::string_view kScheme = "hive2://";

Error Wrong(const std::string& why) {
  return Fail(ErrorKind::kInvalid, "InvalidHiveAddress",
              "a Hive address is [jdbc:]hive2://host[:port][/database][;name=value…], but " + why);
}

std::string_view CutOff(std::string_view& text, char from) {
  const size_t at = text.find(from);
  const std::string_view rest =
      at == std::string_view::npos ? std::string_view() : text.substr(at + 1);
  text = text.substr(0, at);
  return rest;
}

Result<std::map<std::string, std::string>> ReadPairs(std::string_view text) {
  std::map<std::string, std::string> pairs;
  while (!text.empty()) {
    std::string_view pair = text;
    text = CutOff(pair, ';');
    if (pair.empty()) continue;
    const std::string_view value = CutOff(pair, '=');
    if (pair.empty()) return Wrong("a setting has no name");
    pairs[std::string(pair)] = std::string(value);
  }
  return pairs;
}

Result<> Apply(const std::string& name, const std::string& value, Address* address) {
  if (SameName(name, "transportMode")) {
    if (!SameName(value, "http") && !SameName(value, "binary")) {
      return Wrong("'transportMode' must be binary or http, got '" + value + "'");
    }
    address->http = SameName(value, "http");
  } else if (SameName(name, "httpPath")) {
    address->http_path = value.substr(value.starts_with('/') ? 1 : 0);
  } else if (SameName(name, "ssl")) {
    address->tls = SameName(value, "true");
  } else if (SameName(name, "sslVerify")) {
    address->verify_tls = !SameName(value, "false");
  } else if (SameName(name, "auth")) {
    if (SameName(value, "delegationToken")) {
      return Fail(ErrorKind::kUnsupported, "UnsupportedHiveAddress",
                  "delegation tokens are not supported for Hive; give a user and a password");
    }
    address->sasl = !SameName(value, "noSasl");
  } else if (SameName(name, "user")) {
    address->user = value;
  } else if (SameName(name, "password")) {
    address->password = value;
  } else if (SameName(name, "principal")) {
    return Fail(ErrorKind::kUnsupported, "UnsupportedHiveAddress",
                "Kerberos ('principal') is not supported for Hive; give a user and a password");
  } else if (SameName(name, "serviceDiscoveryMode")) {
    return Fail(ErrorKind::kUnsupported, "UnsupportedHiveAddress",
                "finding Hive servers by ZooKeeper is not supported; name one server");
  }
  return {};  // The driver takes and ignores others too.
}

}  // namespace

std::string Address::Shown() const {
  return "hive2://" + host + ":" + std::to_string(port) + "/" + database;
}

bool IsAddress(const std::string& url) {
  const std::string key = NameKey(url);
  return key.starts_with(NameKey("hive2://")) || key.starts_with(NameKey("jdbc:hive2://"));
}

Result<Address> ParseAddress(const std::string& url) {
  if (!IsAddress(url)) return Wrong("got '" + http::PrintableUrl(url) + "'");
  std::string_view rest = std::string_view(url).substr(url.find("//") + 2);
  Address address;
  WEIR_ASSIGN(address.variables, ReadPairs(CutOff(rest, '#')));
  WEIR_ASSIGN(address.settings, ReadPairs(CutOff(rest, '?')));
  WEIR_ASSIGN(const auto session, ReadPairs(CutOff(rest, ';')));
  const std::string_view database = CutOff(rest, '/');
  if (!database.empty()) address.database = std::string(database);
  const size_t colon = rest.rfind(':');
  const bool bracketed = rest.starts_with('[');
  if (rest.find(',') != std::string_view::npos) return Wrong("several hosts are named");
  if (colon != std::string_view::npos && (!bracketed || rest.find(']') < colon)) {
    const std::string_view digits = rest.substr(colon + 1);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), address.port);
    if (read.ec != std::errc() || read.ptr != digits.data() + digits.size() || address.port < 1 ||
        address.port > 65535) {
      return Wrong("'" + std::string(digits) + "' is no port");
    }
    rest = rest.substr(0, colon);
  }
  if (bracketed && rest.ends_with(']')) rest = rest.substr(1, rest.size() - 2);
  if (rest.empty()) return Wrong("it names no host");
  address.host = std::string(rest);
  for (const auto& [name, value] : session) WEIR_TRY(Apply(name, value, &address));
  return address;
}

}  // namespace weir::compute::hive
