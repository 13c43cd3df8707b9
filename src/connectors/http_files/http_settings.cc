#include "connectors/http_files/http_settings.h"

#include <openssl/evp.h>

#include <algorithm>

#include "base/clock.h"
#include "base/names.h"

namespace weir::connectors::http_files {
namespace {

Error Invalid(const std::string& setting, const std::string& message) {
  return Fail(ErrorKind::kInvalid, "InvalidSetting", message).At(setting);
}

std::string_view Trim(std::string_view text) {
  const size_t start = text.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) return "";
  return text.substr(start, text.find_last_not_of(" \t\r\n") - start + 1);
}

Result<std::string> DecodeBase64(std::string text, const std::string& setting) {
  std::erase_if(text, [](char c) { return c == '\n' || c == '\r' || c == ' '; });
  std::string out(text.size() / 4 * 3 + 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),  // NOLINT
                                   reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()));
  if (size <= 0 || text.size() % 4 != 0) return Invalid(setting, "expected base64");
  out.resize(static_cast<size_t>(size - std::count(text.end() - 2, text.end(), '=')));
  return out;
}

/// A boolean, or its text as parameters give it.
Result<bool> BoolOf(const Json& setting, const std::string& name, bool otherwise) {
  if (setting.is_null()) return otherwise;
  if (setting.is_bool()) return setting.as_bool();
  if (SameName(setting.as_string(), "true")) return true;
  if (SameName(setting.as_string(), "false")) return false;
  return Invalid(name, "'" + name + "' must be true or false, got " + DumpJson(setting));
}

void AddHeader(std::vector<http::Header>& headers, std::string_view name, std::string value) {
  headers.push_back({std::string(name), std::move(value)});
}

Result<> AddHeaders(std::vector<http::Header>& headers, const Json& setting,
                    const std::string& name) {
  for (const Json::Member& member : setting.members()) {
    AddHeader(headers, member.name, model::SettingText(member.value));
  }
  std::string_view rest = setting.as_string();
  while (!rest.empty()) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = Trim(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.empty()) continue;
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) {
      // Not the line itself: it may hold a key.
      return Invalid(name, "each line of '" + name + "' must be 'Name: value'");
    }
    AddHeader(headers, Trim(line.substr(0, colon)), std::string(Trim(line.substr(colon + 1))));
  }
  return {};
}

Result<> TakeCertificate(const Json& settings, http::Credentials& who) {
  const std::string data = model::SettingText(settings["embeddedCertData"]);
  if (data.empty()) {
    return Fail(ErrorKind::kUnsupported, "UnsupportedAuthentication",
                "a client certificate is taken from 'embeddedCertData' only; 'certThumbprint' "
                "names one in a store of Windows")
        .At("typeProperties.authenticationType");
  }
  WEIR_ASSIGN(who.certificate_pfx, DecodeBase64(data, "typeProperties.embeddedCertData"));
  who.certificate_password = model::SettingText(settings["password"]);
  return {};
}

Result<http::Credentials> CredentialsOf(const Json& settings) {
  http::Credentials who;
  const std::string type = model::SettingText(settings["authenticationType"]);
  if (type.empty() || SameName(type, "Anonymous")) return who;
  if (SameName(type, "ClientCertificate")) {
    WEIR_TRY(TakeCertificate(settings, who));
    return who;
  }
  if (SameName(type, "Basic")) {
    who.scheme = http::Authentication::kBasic;
  } else if (SameName(type, "Digest")) {
    who.scheme = http::Authentication::kDigest;
  } else {
    return Fail(ErrorKind::kUnsupported, "UnsupportedAuthentication",
                "authenticationType '" + type +
                    "' is not supported; Anonymous, Basic, Digest and ClientCertificate are")
        .At("typeProperties.authenticationType");
  }
  who.user = model::SettingText(settings["userName"]);
  who.password = model::SettingText(settings["password"]);
  if (who.user.empty()) {
    return Invalid("typeProperties.userName",
                   "authenticationType '" + type + "' needs 'userName' and 'password'");
  }
  return who;
}

}  // namespace

Result<http::Request> RequestOf(const model::LinkedServiceInstance& service) {
  const Json& settings = service.type_properties();
  http::Request request;
  request.url = model::SettingText(settings["url"]);
  const std::string scheme = NameKey(request.url.substr(0, request.url.find("://")));
  if (scheme != "http" && scheme != "https") {
    return Invalid("typeProperties.url", "'url' must start with https:// or http://, got '" +
                                             http::PrintableUrl(request.url) + "'");
  }
  WEIR_ASSIGN(request.verify_tls, BoolOf(settings["enableServerCertificateValidation"],
                                         "enableServerCertificateValidation", true));
  WEIR_ASSIGN(request.credentials, CredentialsOf(settings));
  WEIR_TRY(AddHeaders(request.headers, settings["authHeaders"], "authHeaders"));
  return request;
}

Result<http::Request> WithReadSettings(http::Request request, const Json& settings) {
  const std::string method = model::SettingText(settings["requestMethod"]);
  if (SameName(method, "POST")) {
    request.method = "POST";
  } else if (!method.empty() && !SameName(method, "GET")) {
    return Invalid("storeSettings.requestMethod",
                   "'requestMethod' must be GET or POST, got '" + method + "'");
  }
  const Json& body = settings["requestBody"];
  if (!body.is_null()) request.body = body.is_string() ? body.as_string() : DumpJson(body);
  WEIR_TRY(AddHeaders(request.headers, settings["additionalHeaders"], "additionalHeaders"));
  for (const char* name : {"requestTimeout", "httpRequestTimeout"}) {
    const Json& timeout = settings[name];
    if (timeout.is_null()) continue;
    const Result<std::chrono::seconds> time = ParseTimeSpan(timeout.as_string());
    if (!time || time->count() <= 0) {
      return Invalid("storeSettings." + std::string(name),
                     "'" + std::string(name) + "' must be a time span like 00:01:40, got " +
                         DumpJson(timeout));
    }
    request.timeout = *time;
  }
  return request;
}

Result<std::string> JoinUrl(const std::string& url, const std::string& relative) {
  if (relative.find("://") < relative.find_first_of("/?#")) {
    return Invalid(http::PrintableUrl(relative), "a relative URL must not name a host, got '" +
                                                     http::PrintableUrl(relative) + "'");
  }
  if (relative.empty()) return url;
  std::string out = url;
  while (out.ends_with('/')) out.pop_back();
  const size_t start = relative.find_first_not_of('/');
  const std::string rest = start == std::string::npos ? "" : relative.substr(start);
  return rest.starts_with('?') ? out + rest : out + "/" + rest;
}

}  // namespace weir::connectors::http_files
