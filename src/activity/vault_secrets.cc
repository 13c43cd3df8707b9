#include "activity/vault_secrets.h"

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <map>
#include <mutex>
#include <tuple>

#include "activity/web_sign_in.h"
#include "base/names.h"
#include "connectors/auth/key_vault.h"

namespace weir::activity {
namespace {

namespace auth = connectors::auth;

using Steady = std::chrono::steady_clock;

constexpr std::chrono::minutes kKeptFor{5};
constexpr size_t kKeptMax = 10'000;
constexpr size_t kFileBytesMax = size_t{64} << 10;

std::optional<std::string> Environment(const std::string& name) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing of ours sets it.
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::string VariableOf(const std::string& secret) {
  std::string name = "WEIR_SECRET_";
  for (const char c : secret) {
    const bool letter = c >= 'a' && c <= 'z';
    name += letter ? static_cast<char>(c - 32) : c == '-' ? '_' : c;
  }
  return name;
}

/// The content without the line end that editors put there; nothing if there is no such file.
Result<std::optional<std::string>> ReadSecretFile(const std::string& name) {
  const std::optional<std::string> folder = Environment("WEIR_SECRETS_DIR");
  const bool plain =
      !name.empty() && name.find_first_of("/\\") == std::string::npos && !name.starts_with('.');
  if (!folder || !plain) return std::optional<std::string>();
  std::ifstream file(*folder + "/" + name, std::ios::binary);
  if (!file) return std::optional<std::string>();
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (file.bad() || text.size() > kFileBytesMax) {
    return Fail(ErrorKind::kInvalid, "SecretFileUnreadable",
                "the file of secret '" + name + "' cannot be read or is larger than 64 kB")
        .At(*folder);
  }
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  return std::optional<std::string>(std::move(text));
}

class VaultSecrets final : public engine::SecretSource {
 public:
  explicit VaultSecrets(Outbound outbound) : outbound_(std::move(outbound)) {}

  Result<std::string> Read(const engine::SecretQuery& query, const CancelToken* cancel) override {
    if (auto value = Environment(VariableOf(query.name))) return *std::move(value);
    WEIR_ASSIGN(auto from_file, ReadSecretFile(query.name));
    if (from_file) return *std::move(from_file);
    if (!SameName(query.store.type, "AzureKeyVault")) {
      return Fail(ErrorKind::kInvalid, "NotAKeyVault",
                  "the secret '" + query.name + "' is kept in linked service '" + query.store.name +
                      "', which is no AzureKeyVault but '" + query.store.type + "'");
    }
    const auth::VaultSecret secret{model::SettingText(query.store.type_properties()["baseUrl"]),
                                   query.name, query.version};
    const Key key{query.run_id, secret.vault_url, secret.name, secret.version};
    if (auto known = Find(key)) return *std::move(known);
    WEIR_ASSIGN(const std::string token, Token(query, secret.vault_url, cancel));
    WEIR_ASSIGN(std::string value, ReadVaultSecret(*outbound_.client, secret, token, cancel));
    Keep(key, value);
    return value;
  }

 private:
  using Key = std::tuple<std::string, std::string, std::string, std::string>;
  struct Kept {
    std::string value;
    Steady::time_point until;
  };

  std::optional<std::string> Find(const Key& key) {
    const std::lock_guard lock(mutex_);
    const auto found = kept_.find(key);
    if (found == kept_.end() || found->second.until <= Steady::now()) return std::nullopt;
    return found->second.value;
  }

  void Keep(const Key& key, const std::string& value) {
    const Steady::time_point now = Steady::now();
    const std::lock_guard lock(mutex_);
    std::erase_if(kept_, [&](const auto& entry) { return entry.second.until <= now; });
    if (kept_.size() < kKeptMax) kept_[key] = {value, now + kKeptFor};
  }

  Result<std::string> Token(const engine::SecretQuery& query, const std::string& vault_url,
                            const CancelToken* cancel) {
    const Json& settings = query.store.type_properties();
    std::string given = model::SettingText(settings["accessToken"]);
    if (!given.empty()) return given;
    const std::string resource = auth::VaultResource(vault_url);
    Result<auth::Identity> who = auth::IdentityHere(resource);
    if (query.credential.is_object()) {
      who = IdentityOf(query.credential, resource);
    } else if (!settings["servicePrincipalId"].is_null()) {
      who = IdentityOf(Json::Object({{"type", "ServicePrincipal"}, {"typeProperties", settings}}),
                       resource);
    }
    if (!who) return std::move(who).error();
    return outbound_.tokens->Token(*who, cancel);
  }

  const Outbound outbound_;
  std::mutex mutex_;
  std::map<Key, Kept> kept_;
};

}  // namespace

std::shared_ptr<engine::SecretSource> MakeSecretSource(const Outbound& outbound) {
  return std::make_shared<VaultSecrets>(outbound);
}

}  // namespace weir::activity
