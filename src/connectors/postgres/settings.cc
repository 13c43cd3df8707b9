#include "connectors/postgres/settings.h"

#include <libpq-fe.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <memory>
#include <vector>

#include "base/names.h"
#include "model/instance.h"

namespace weir::connectors::postgres {
namespace {

// Spellings without blanks and underscores, in lower case → libpq's keyword. Words with a '*' are
// ours; those that map to nothing are accepted and mean nothing here.
const std::map<std::string, std::string, std::less<>>& Spellings() {
  static const std::map<std::string, std::string, std::less<>> spellings = {
      {"host", "host"},
      {"server", "host"},
      {"servername", "host"},
      {"datasource", "host"},
      {"address", "host"},
      {"hostaddr", "hostaddr"},
      {"port", "port"},
      {"database", "dbname"},
      {"dbname", "dbname"},
      {"db", "dbname"},
      {"initialcatalog", "dbname"},
      {"uid", "user"},
      {"user", "user"},
      {"userid", "user"},
      {"username", "user"},
      {"password", "password"},
      {"pwd", "password"},
      {"psw", "password"},
      {"sslmode", "*sslmode"},
      {"ssl", "*ssl"},
      {"encryptionmethod", "*encryptionmethod"},
      {"validateservercertificate", "*validate"},
      {"trustservercertificate", "*trust"},
      {"rootcertificate", "sslrootcert"},
      {"sslrootcert", "sslrootcert"},
      {"sslcertificate", "sslcert"},
      {"sslcert", "sslcert"},
      {"sslkey", "sslkey"},
      {"sslpassword", "sslpassword"},
      {"timeout", "*connect_timeout"},
      {"connecttimeout", "*connect_timeout"},
      {"connectiontimeout", "*connect_timeout"},
      {"logintimeout", "*connect_timeout"},
      {"commandtimeout", "*statement_timeout"},
      {"querytimeout", "*statement_timeout"},
      {"timezone", "*time_zone"},
      {"searchpath", "*search_path"},
      {"schema", "*search_path"},
      {"currentschema", "*search_path"},
      {"applicationname", "application_name"},
      {"options", "options"},
      {"targetsessionattributes", "target_session_attrs"},
      {"keepalive", ""},
      {"driver", ""},
      {"pooling", ""},
      {"minpoolsize", ""},
      {"maxpoolsize", ""},
      {"minimumpoolsize", ""},
      {"maximumpoolsize", ""},
      {"connectionlifetime", ""},
      {"connectionidlelifetime", ""},
      {"encoding", ""},
      {"clientencoding", ""},
      {"readbuffersize", ""},
      {"writebuffersize", ""},
      {"logparameters", ""},
      {"includeerrordetail", ""},
      {"persistsecurityinfo", ""},
      {"integratedsecurity", ""},
      {"authenticationtype", ""},
      {"enlist", ""},
      {"internalcommandtimeout", ""},
      {"cancellationtimeout", ""},
      {"noresetonclose", ""},
      {"maxautoprepare", ""},
      {"cryptoprotocolversion", ""},
      {"truststore", ""},
      {"keystore", ""},
      {"fetchreceivebuffersize", ""},
  };
  return spellings;
}

Error Invalid(std::string message) {
  return Fail(ErrorKind::kInvalid, "LinkedServiceInvalid", std::move(message));
}

std::string Plain(std::string_view key) {
  std::string plain;
  for (const char c : key) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) plain += c;
  }
  return NameKey(plain);
}

std::string TrimText(std::string_view text) {
  const size_t from = text.find_first_not_of(" \t\r\n");
  if (from == std::string_view::npos) return "";
  return std::string(text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1));
}

// Npgsql's words, ADF's numbers and libpq's own.
Result<std::string> SslMode(const std::string& value) {
  static constexpr std::string_view kModes[] = {"disable", "allow",     "prefer",
                                                "require", "verify-ca", "verify-full"};
  const std::string plain = Plain(value);
  for (size_t i = 0; i < std::size(kModes); ++i) {
    if (plain == Plain(kModes[i]) || plain == std::to_string(i)) return std::string(kModes[i]);
  }
  return Invalid(
      "sslMode must be Disable (0), Allow (1), Prefer (2), Require (3), VerifyCA (4) or VerifyFull "
      "(5), got '" +
      value + "'");
}

Result<int> Seconds(const std::string& key, const std::string& value) {
  int seconds = 0;
  const auto [end, failed] = std::from_chars(value.data(), value.data() + value.size(), seconds);
  if (failed != std::errc() || end != value.data() + value.size() || seconds < 0) {
    return Invalid("'" + key + "' must be a number of seconds, got '" + value + "'");
  }
  return seconds;
}

bool IsTrue(const std::string& value) {
  return SameName(value, "true") || value == "1" || SameName(value, "yes");
}

class Reader {
 public:
  Result<> Set(const std::string& key, const std::string& value);
  Result<> ReadString(const std::string& text);
  Result<> ReadUri(const std::string& text);
  Result<> ReadPairs(std::string_view text);
  ConnectionSettings settings;

 private:
  Result<> SetOwn(const std::string& key, const std::string& word, const std::string& value);
};

Result<> Reader::SetOwn(const std::string& key, const std::string& word, const std::string& value) {
  if (word == "*sslmode") {
    WEIR_ASSIGN(settings.keywords["sslmode"], SslMode(value));
  } else if (word == "*ssl") {
    settings.keywords["sslmode"] = IsTrue(value) ? "require" : "disable";
  } else if (word == "*encryptionmethod") {
    // 0: none; 1: TLS; 6: TLS if the server can.
    settings.keywords["sslmode"] = value == "0" ? "disable" : value == "6" ? "prefer" : "require";
  } else if (word == "*validate" || word == "*trust") {
    // libpq's `require` does not look at the certificate; its own verify modes do when asked for.
    const bool trust = IsTrue(value) == (word == "*trust");
    std::string& mode = settings.keywords["sslmode"];
    if (trust && mode.starts_with("verify")) mode = "require";
    if (mode.empty()) settings.keywords.erase("sslmode");
  } else if (word == "*connect_timeout") {
    WEIR_ASSIGN(settings.connect_timeout_s, Seconds(key, value));
  } else if (word == "*statement_timeout") {
    WEIR_ASSIGN(settings.statement_timeout_s, Seconds(key, value));
  } else if (word == "*time_zone") {
    settings.time_zone = value;
  } else if (word == "*search_path") {
    settings.search_path = value;
  }
  return {};
}

Result<> Reader::Set(const std::string& key, const std::string& value) {
  const auto found = Spellings().find(Plain(key));
  if (found == Spellings().end()) {
    std::vector<std::string> known;
    for (const auto& [spelling, word] : Spellings()) known.push_back(spelling);
    return Invalid("the connection string has an unknown key '" + key + "'" +
                   DidYouMean(Plain(key), known));
  }
  const std::string& word = found->second;
  if (word.empty() || value.empty()) return {};
  if (word[0] == '*') return SetOwn(key, word, value);
  settings.keywords[word] = value;
  return {};
}

Result<> Reader::ReadUri(const std::string& text) {
  char* error = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
      PQconninfoParse(text.c_str(), &error), &PQconninfoFree);
  if (options == nullptr) {
    // libpq's words could repeat a part of the password.
    if (error != nullptr) PQfreemem(error);
    return Invalid("the connection string is not a valid PostgreSQL connection string");
  }
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val == nullptr) continue;
    const std::string keyword = option->keyword;
    if (keyword == "connect_timeout") {
      WEIR_ASSIGN(settings.connect_timeout_s, Seconds(keyword, option->val));
    } else if (keyword != "client_encoding") {
      settings.keywords[keyword] = option->val;
    }
  }
  return {};
}

// key=value;key="a;b";key='c';key={d}
Result<> Reader::ReadPairs(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const size_t equals = text.find('=', at);
    const std::string key = TrimText(text.substr(at, equals - at));
    if (equals == std::string_view::npos) {
      if (TrimText(text.substr(at)).empty() || key == ";") break;
      return Invalid("the connection string must be made of key=value pairs between semicolons");
    }
    if (key.find(';') != std::string::npos && TrimText(key) == ";") return Invalid("empty key");
    size_t from = text.find_first_not_of(" \t", equals + 1);
    std::string value;
    if (from == std::string_view::npos) from = text.size();
    const char open = from < text.size() ? text[from] : '\0';
    if (open == '"' || open == '\'' || open == '{') {
      const char close = open == '{' ? '}' : open;
      size_t end = from + 1;
      for (; end < text.size(); ++end) {
        if (text[end] != close) {
          value += text[end];
        } else if (end + 1 < text.size() && text[end + 1] == close) {
          value += text[end++];
        } else {
          break;
        }
      }
      at = std::min(text.find(';', std::min(end + 1, text.size())), text.size());
    } else {
      const size_t end = std::min(text.find(';', from), text.size());
      value = TrimText(text.substr(from, end - from));
      at = end;
    }
    WEIR_TRY(Set(key, value));
    at = std::min(text.find_first_not_of("; \t\r\n", at), text.size());
  }
  return {};
}

Result<> Reader::ReadString(const std::string& text) {
  if (text.starts_with("postgres://") || text.starts_with("postgresql://")) return ReadUri(text);
  if (text.find(';') == std::string::npos) {
    char* error = nullptr;
    PQconninfoOption* options = PQconninfoParse(text.c_str(), &error);
    if (error != nullptr) PQfreemem(error);
    if (options != nullptr) {
      PQconninfoFree(options);
      return ReadUri(text);
    }
  }
  return ReadPairs(text);
}

std::string PlainText(const Json& setting) {
  if (setting.is_object()) return model::SettingText(setting);
  if (setting.is_string()) return setting.as_string();
  return setting.is_null() ? "" : DumpJson(setting);
}

}  // namespace

Result<ConnectionSettings> ReadSettings(const Json& type_properties) {
  Reader reader;
  for (const char* unsupported : {"servicePrincipalId", "credential", "servicePrincipalKey"}) {
    if (type_properties[unsupported].is_null()) continue;
    return Fail(ErrorKind::kUnsupported, "AuthenticationNotSupported",
                std::string("PostgreSQL is reached with a user and a password here; '") +
                    unsupported + "' is not supported");
  }
  const std::string text = PlainText(type_properties["connectionString"]);
  if (!text.empty()) {
    WEIR_TRY(reader.ReadString(text));
  } else {
    // sslMode first: trustServerCertificate changes it.
    static constexpr const char* kProperties[] = {"server",         "port",
                                                  "database",       "username",
                                                  "sslMode",        "trustServerCertificate",
                                                  "schema",         "connectionTimeout",
                                                  "timeout",        "commandTimeout",
                                                  "timezone",       "sslKey",
                                                  "sslCertificate", "sslPassword"};
    for (const char* property : kProperties) {
      const std::string value = PlainText(type_properties[property]);
      if (!value.empty()) WEIR_TRY(reader.Set(property, value));
    }
  }
  const std::string password = PlainText(type_properties["password"]);
  if (!password.empty()) reader.settings.keywords["password"] = password;
  if (reader.settings.Get("host").empty() && reader.settings.Get("hostaddr").empty()) {
    return Invalid("the linked service names no server: give connectionString or server");
  }
  return std::move(reader.settings);
}

}  // namespace weir::connectors::postgres
