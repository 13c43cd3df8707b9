#include "model/storage_account.h"

#include <algorithm>
#include <cctype>
#include <string_view>

#include "base/names.h"
#include "model/instance.h"

namespace weir::model {
namespace {

/// The account that UseDevelopmentStorage=true means.
constexpr std::string_view kEmulatorAccount = "devstoreaccount1";

std::string AccountOfUrl(std::string_view url) {
  const size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  url.remove_prefix(scheme + 3);
  const std::string_view host = url.substr(0, url.find_first_of("/:?"));
  const bool address = host == "localhost" || host.find('.') == std::string_view::npos ||
                       std::all_of(host.begin(), host.end(), [](char c) {
                         return c == '.' || std::isdigit(static_cast<unsigned char>(c)) != 0;
                       });
  if (!address) return std::string(host.substr(0, host.find('.')));
  const size_t path = url.find('/');
  if (path == std::string_view::npos) return {};
  url.remove_prefix(path + 1);
  return std::string(url.substr(0, url.find_first_of("/?")));
}

std::string AccountOfConnection(std::string_view text) {
  std::string of_endpoint;
  while (!text.empty()) {
    const size_t end = std::min(text.find(';'), text.size());
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const size_t equals = part.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view name = part.substr(0, equals);
    const std::string_view value = part.substr(equals + 1);
    if (SameName(name, "AccountName")) return std::string(value);
    if (SameName(name, "UseDevelopmentStorage") && SameName(value, "true")) {
      return std::string(kEmulatorAccount);
    }
    if (SameName(name, "BlobEndpoint")) of_endpoint = AccountOfUrl(value);
  }
  return of_endpoint;
}

}  // namespace

std::string StorageAccountOf(const Json& properties) {
  const std::string& type = properties["type"].as_string();
  const bool known = SameName(type, "AzureBlobStorage") || SameName(type, "AzureStorage") ||
                     SameName(type, "AzureBlobFS");
  if (!known) return {};
  const Json& settings = properties["typeProperties"];
  std::string account = AccountOfConnection(SettingText(settings["connectionString"]));
  for (const char* name : {"serviceEndpoint", "url", "sasUri", "containerUri"}) {
    if (account.empty()) account = AccountOfUrl(SettingText(settings[name]));
  }
  // What an expression says is not known before it is evaluated.
  return account.find_first_of("@{") == std::string::npos ? account : std::string();
}

}  // namespace weir::model
