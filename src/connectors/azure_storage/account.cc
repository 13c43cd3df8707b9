#include "connectors/azure_storage/account.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cctype>
#include <string_view>

#include "base/names.h"
#include "http/message.h"

namespace weir::connectors::azure_storage {
namespace {

using Parts = std::map<std::string, std::string>;

constexpr std::string_view kStorageResource = "https://storage.azure.com/";
// The emulator's well-known account; it opens nothing else.
constexpr std::string_view kEmulatorAccount = "devstoreaccount1";
constexpr std::string_view kEmulatorKey =
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

Error BadConnectionString(const std::string& why) {
  return Fail(ErrorKind::kInvalid, "InvalidConnectionString",
              "the storage connection string is invalid: " + why)
      .At("typeProperties.connectionString");
}

Result<std::string> DecodeKey(const std::string& key) {
  std::string out(key.size() / 4 * 3 + 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),  // NOLINT
                                   reinterpret_cast<const unsigned char*>(key.data()),
                                   static_cast<int>(key.size()));
  if (size <= 0 || key.size() % 4 != 0) {
    return Fail(ErrorKind::kInvalid, "InvalidSetting", "the account key is not base64")
        .At("typeProperties.accountKey");
  }
  const auto padding = static_cast<size_t>(std::count(key.end() - 2, key.end(), '='));
  out.resize(static_cast<size_t>(size) - padding);
  return out;
}

std::string TrimSlashes(std::string text) {
  while (text.ends_with('/')) text.pop_back();
  return text;
}

/// A URL cut into what matters here.
struct Url {
  std::string origin;  ///< "https://host:port"
  std::string host;    ///< Without the port.
  std::string path;    ///< Without slashes around it.
  std::string query;   ///< Without '?'.
};

Result<Url> ParseUrl(const std::string& text, const std::string& setting) {
  const size_t scheme = text.find("://");
  if (scheme == std::string::npos || !NameKey(text).starts_with("http")) {
    return Fail(ErrorKind::kInvalid, "InvalidSetting",
                "'" + setting + "' must be a URL with https:// or http://, got '" +
                    http::PrintableUrl(text) + "'")
        .At("typeProperties." + setting);
  }
  Url url;
  const size_t question = std::min(text.find('?'), text.size());
  if (question < text.size()) url.query = text.substr(question + 1);
  const std::string bare = text.substr(0, question);
  const size_t slash = std::min(bare.find('/', scheme + 3), bare.size());
  url.origin = bare.substr(0, slash);
  const std::string authority = url.origin.substr(scheme + 3);
  url.host = authority.substr(0, authority.rfind(':'));
  if (slash < bare.size()) url.path = TrimSlashes(bare.substr(slash + 1));
  return url;
}

/// Emulators and machines without a name put the account into the path.
bool AccountIsInPath(const std::string& host) {
  return host.find('.') == std::string::npos || std::all_of(host.begin(), host.end(), [](char c) {
           return std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '.';
         });
}

/// Endpoint, account name and, if the URL goes on, the container.
void TakeEndpoint(const Url& url, Account& account) {
  std::string path = url.path;
  account.endpoint = url.origin;
  if (AccountIsInPath(url.host)) {
    account.name = path.substr(0, path.find('/'));
    account.endpoint += "/" + account.name;
    path.erase(0, std::min(path.size(), account.name.size() + 1));
  } else {
    account.name = url.host.substr(0, url.host.find('.'));
    // The blob service answers for a data lake too, under its own name.
    const size_t dfs = account.endpoint.find(".dfs.");
    if (dfs != std::string::npos) account.endpoint.replace(dfs, 5, ".blob.");
  }
  account.container = path.substr(0, path.find('/'));
}

Result<Account> FromConnectionString(const std::string& text, const std::string& separate_key) {
  WEIR_ASSIGN(Parts parts, ParseConnectionString(text));
  Account account;
  if (SameName(parts["usedevelopmentstorage"], "true")) {
    account.name = kEmulatorAccount;
    account.endpoint = "http://127.0.0.1:10000/" + account.name;
    WEIR_ASSIGN(std::string key, DecodeKey(std::string(kEmulatorKey)));
    account.credential = SharedKey{std::move(key)};
    return account;
  }
  account.name = parts["accountname"];
  if (!parts["blobendpoint"].empty()) {
    WEIR_ASSIGN(const Url url, ParseUrl(parts["blobendpoint"], "connectionString"));
    const std::string named = account.name;
    TakeEndpoint(url, account);
    if (!named.empty()) account.name = named;
  } else if (account.name.empty()) {
    return BadConnectionString("it has neither AccountName nor BlobEndpoint");
  } else {
    const std::string& protocol = parts["defaultendpointsprotocol"];
    const std::string& suffix = parts["endpointsuffix"];
    account.endpoint = (protocol.empty() ? "https" : NameKey(protocol)) + "://" + account.name +
                       ".blob." + (suffix.empty() ? "core.windows.net" : suffix);
  }
  const std::string& key = separate_key.empty() ? parts["accountkey"] : separate_key;
  std::string& sas = parts["sharedaccesssignature"];
  if (!key.empty()) {
    WEIR_ASSIGN(std::string decoded, DecodeKey(key));
    account.credential = SharedKey{std::move(decoded)};
  } else if (!sas.empty()) {
    account.credential = SharedAccessSignature{sas.starts_with('?') ? sas.substr(1) : sas};
  } else {
    return BadConnectionString("it has neither AccountKey nor SharedAccessSignature");
  }
  return account;
}

Result<Account> FromSasUri(const std::string& uri, const std::string& token) {
  WEIR_ASSIGN(Url url, ParseUrl(uri, "sasUri"));
  if (!token.empty()) url.query = token.starts_with('?') ? token.substr(1) : token;
  if (url.query.empty()) {
    return Fail(ErrorKind::kInvalid, "MissingCredential",
                "'sasUri' has no signature and there is no 'sasToken'")
        .At("typeProperties.sasUri");
  }
  Account account;
  TakeEndpoint(url, account);
  account.credential = SharedAccessSignature{url.query};
  return account;
}

Result<Credential> IdentityOf(const Json& settings) {
  if (settings["credential"].is_object()) {
    return Fail(ErrorKind::kUnsupported, "UnsupportedCredential",
                "credential '" + settings["credential"]["referenceName"].as_string() +
                    "' cannot be used: only the identity of this machine, or a service principal "
                    "in the linked service itself")
        .At("typeProperties.credential");
  }
  const std::string id = model::SettingText(settings["servicePrincipalId"]);
  if (id.empty()) return Credential(auth::ManagedIdentityHere(std::string(kStorageResource)));
  if (SameName(settings["servicePrincipalCredentialType"].as_string(), "ServicePrincipalCert")) {
    return Fail(ErrorKind::kUnsupported, "UnsupportedCredential",
                "a service principal with a certificate cannot be used, one with a key can")
        .At("typeProperties.servicePrincipalCredentialType");
  }
  auth::ServicePrincipal who;
  who.client_id = id;
  who.tenant = model::SettingText(settings["tenant"]);
  who.client_secret = model::SettingText(settings["servicePrincipalKey"]);
  if (who.client_secret.empty()) {
    who.client_secret = model::SettingText(settings["servicePrincipalCredential"]);
  }
  who.scope = std::string(kStorageResource) + ".default";
  if (who.tenant.empty() || who.client_secret.empty()) {
    return Fail(ErrorKind::kInvalid, "MissingCredential",
                "a service principal needs 'tenant' and 'servicePrincipalKey'")
        .At("typeProperties.servicePrincipalId");
  }
  WEIR_ASSIGN(who.authority, auth::AuthorityOf(model::SettingText(settings["azureCloudType"])));
  return Credential(std::move(who));
}

/// `url` or `serviceEndpoint`, and a key, an identity or nobody at all.
Result<Account> FromEndpoint(const Json& settings, const std::string& setting) {
  WEIR_ASSIGN(const Url url, ParseUrl(model::SettingText(settings[setting]), setting));
  Account account;
  TakeEndpoint(url, account);
  const std::string key = model::SettingText(settings["accountKey"]);
  if (!key.empty()) {
    WEIR_ASSIGN(std::string decoded, DecodeKey(key));
    account.credential = SharedKey{std::move(decoded)};
  } else if (setting == "containerUri" ||
             SameName(settings["authenticationType"].as_string(), "Anonymous")) {
    account.credential = Anonymous{};
  } else {
    WEIR_ASSIGN(account.credential, IdentityOf(settings));
  }
  return account;
}

}  // namespace

Result<Parts> ParseConnectionString(const std::string& text) {
  Parts parts;
  size_t at = 0;
  while (at < text.size()) {
    const size_t end = std::min(text.find(';', at), text.size());
    const std::string part = text.substr(at, end - at);
    at = end + 1;
    if (part.find_first_not_of(" \t\r\n") == std::string::npos) continue;
    const size_t equals = part.find('=');
    if (equals == std::string::npos) return BadConnectionString("a part has no '='");
    const size_t start = part.find_first_not_of(" \t\r\n");
    parts[NameKey(part.substr(start, equals - start))] = part.substr(equals + 1);
  }
  if (parts.empty()) return BadConnectionString("it is empty");
  return parts;
}

Result<Account> AccountOf(const model::LinkedServiceInstance& service) {
  const Json& settings = service.type_properties();
  const auto has = [&](std::string_view name) {
    return !model::SettingText(settings[name]).empty();
  };
  const bool data_lake = SameName(service.type, "AzureBlobFS");
  Result<Account> account =
      Fail(ErrorKind::kInvalid, "MissingCredential",
           data_lake ? "an AzureBlobFS linked service needs 'url' or 'sasUri'"
                     : "expected one of 'connectionString', 'sasUri', 'serviceEndpoint' and "
                       "'containerUri'")
          .At("typeProperties");
  if (has("connectionString") && !data_lake) {
    account = FromConnectionString(model::SettingText(settings["connectionString"]),
                                   model::SettingText(settings["accountKey"]));
  } else if (has("sasUri")) {
    account = FromSasUri(model::SettingText(settings["sasUri"]),
                         model::SettingText(settings["sasToken"]));
  } else if (!data_lake && has("containerUri")) {
    account = FromEndpoint(settings, "containerUri");
  } else if (has(data_lake ? "url" : "serviceEndpoint")) {
    account = FromEndpoint(settings, data_lake ? "url" : "serviceEndpoint");
  } else if (has("encryptedCredential")) {
    account = Fail(ErrorKind::kUnsupported, "UnsupportedCredential",
                   "'encryptedCredential' can be opened only by the service that made it; give "
                   "the secret itself or a Key Vault secret")
                  .At("typeProperties.encryptedCredential");
  }
  WEIR_TRY(account);
  account->data_lake = data_lake;
  return account;
}

}  // namespace weir::connectors::azure_storage
