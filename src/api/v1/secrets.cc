#include "api/v1/secrets.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "api/arm/resource_document.h"
#include "base/names.h"

namespace weir::api::v1 {
namespace {

using arm::kHidden;

/// Properties that are secrets as a whole.
constexpr std::string_view kSecrets[] = {"password",
                                         "secretAccessKey",
                                         "servicePrincipalKey",
                                         "key",
                                         "apiKey",
                                         "accessKey",
                                         "accountKey",
                                         "securityToken",
                                         "passPhrase",
                                         "sasUri",
                                         "privateKeyContent",
                                         "embeddedCertData",
                                         "credential",
                                         "authorizedCredential",
                                         "encryptedCredential",
                                         "authorization",
                                         "sessionId",
                                         "serviceBusSharedAccessKey"};
/// Parts of connection strings and addresses that are.
constexpr std::string_view kSecretParts[] = {
    "password", "pwd",       "accountkey", "sharedaccesskey", "sharedaccesssignature",
    "sig",      "accesskey", "secret",     "apikey",          "encryptedcredential"};

template <typename Names>
bool IsAmong(const Names& names, std::string_view name) {
  return std::any_of(std::begin(names), std::end(names),
                     [&](std::string_view one) { return SameName(one, name); });
}

/// `key=value` in a text.
struct Part {
  std::string key;  ///< Without blanks.
  size_t begin = 0;
  size_t end = 0;
};

/// The parts of a connection string (at ';'; a value in quotes goes to its quote), or of the query
/// of an address (at '?' and '&').
std::vector<Part> PartsOf(std::string_view text) {
  const bool address = text.starts_with("http://") || text.starts_with("https://");
  const std::string_view separators = address ? "?&" : ";";
  std::vector<Part> parts;
  size_t start = 0;
  while (start < text.size()) {
    const size_t equals = text.find('=', start);
    size_t end = std::min(text.find_first_of(separators, start), text.size());
    if (equals < end) {
      const char quote = equals + 1 < text.size() ? text[equals + 1] : ' ';
      if (!address && (quote == '"' || quote == '\'')) {
        const size_t closing = text.find(quote, equals + 2);
        end = std::min(text.find(';', std::min(closing, text.size())), text.size());
      }
      std::string key(text.substr(start, equals - start));
      std::erase(key, ' ');
      parts.push_back({std::move(key), equals + 1, end});
    }
    start = end + 1;
  }
  return parts;
}

/// The text with each secret part as `value` gives it.
template <typename Value>
std::string WithParts(const std::string& text, const Value& value) {
  std::string changed;
  size_t done = 0;
  for (const Part& part : PartsOf(text)) {
    if (!IsAmong(kSecretParts, part.key)) continue;
    changed += text.substr(done, part.begin - done);
    changed += value(part.key, text.substr(part.begin, part.end - part.begin));
    done = part.end;
  }
  return changed + text.substr(done);
}

std::string PartOf(const std::string& text, const std::string& key) {
  for (const Part& part : PartsOf(text)) {
    if (SameName(part.key, key)) return text.substr(part.begin, part.end - part.begin);
  }
  return std::string(kHidden);
}

void Hide(Json* json) {
  if (json->is_string()) {
    *json = WithParts(json->as_string(), [](const auto&, const auto&) { return kHidden; });
  } else if (json->is_array()) {
    for (Json& item : json->MutableItems()) Hide(&item);
  } else if (json->is_object()) {
    for (Json::Member& member : json->MutableMembers()) {
      const bool whole = member.value.is_string() && IsAmong(kSecrets, member.name);
      if (whole && !member.value.as_string().empty()) {
        member.value = std::string(kHidden);
      } else {
        Hide(&member.value);
      }
    }
  }
}

void Unhide(Json* json, const Json& old) {
  if (json->is_array()) {
    std::vector<Json>& items = json->MutableItems();
    for (size_t i = 0; i < items.size(); ++i) Unhide(&items[i], old[i]);
  } else if (json->is_object()) {
    for (Json::Member& member : json->MutableMembers()) Unhide(&member.value, old[member.name]);
  } else if (json->is_string() && old.is_string()) {
    const Position position = json->position();
    if (json->as_string() == kHidden) {
      *json = old;
    } else if (json->as_string().find(kHidden) != std::string::npos) {
      *json = WithParts(json->as_string(), [&](const std::string& key, const std::string& value) {
        return value == kHidden ? PartOf(old.as_string(), key) : value;
      });
    }
    json->set_position(position);
  }
}

}  // namespace

Json HideSecrets(const Json& properties) {
  Json shown = properties;
  Hide(&shown);
  return shown;
}

Json WithOldSecrets(const Json& properties, const Json& old) {
  Json whole = properties;
  Unhide(&whole, old);
  return whole;
}

const Json* FindHidden(const Json& properties) {
  if (properties.is_string()) {
    return properties.as_string().find(kHidden) == std::string::npos ? nullptr : &properties;
  }
  for (const Json& item : properties.items()) {
    if (const Json* found = FindHidden(item)) return found;
  }
  for (const Json::Member& member : properties.members()) {
    if (const Json* found = FindHidden(member.value)) return found;
  }
  return nullptr;
}

}  // namespace weir::api::v1
