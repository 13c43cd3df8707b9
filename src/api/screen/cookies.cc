#include "api/screen/cookies.h"

#include <algorithm>

#include "base/digest.h"

namespace weir::api {
namespace {

using http::ServerRequest;

constexpr std::string_view kSealed = "sealed:";
constexpr size_t kProofBytes = 32;
/// Browsers keep cookies of 4096 bytes, with name and attributes.
constexpr size_t kValueMax = 3800;

/// The value of a cookie; empty if there is none.
std::string_view CookieOf(const ServerRequest& request, std::string_view name) {
  std::string_view all = request.header("Cookie");
  while (!all.empty()) {
    const size_t end = std::min(all.find(';'), all.size());
    std::string_view one = all.substr(0, end);
    all.remove_prefix(std::min(end + 1, all.size()));
    while (one.starts_with(' ')) one.remove_prefix(1);
    if (one.size() > name.size() && one.starts_with(name) && one[name.size()] == '=') {
      return one.substr(name.size() + 1);
    }
  }
  return {};
}

/// True if the browser is on this machine, as far as the address says that it asked for.
bool IsLocal(std::string_view host) {
  host = host.substr(0, host.rfind(':'));
  return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

}  // namespace

SealedCookies::SealedCookies(const Sealer& sealer, const Clock& clock, std::string_view public_url)
    : sealer_(sealer),
      clock_(clock),
      // Cookies know no ports: two services of one machine must not share a name.
      name_("weir-" + sealer.Tag("name of the session's cookie").substr(0, 12)),
      key_(sealer.Tag("key that proves cookies")),
      public_secure_(public_url.starts_with("https://")) {}

bool SealedCookies::IsSecure(const ServerRequest& request) const {
  return request.secure || request.header("X-Forwarded-Proto") == "https" ||
         (public_secure_ && !IsLocal(request.header("Host")));
}

std::string SealedCookies::NameOf(const ServerRequest& request, const Kind& kind) const {
  return (IsSecure(request) ? "__Host-" : "") + name_ + "-" + std::string(kind.purpose);
}

std::string SealedCookies::Proof(const Kind& kind, std::string_view text) const {
  // Sealing alone would not do: much that others wrote is sealed with the same key.
  return HmacSha256(key_, std::string(kind.purpose) + "\n" + std::string(text));
}

std::string SealedCookies::Print(const ServerRequest& request, const Kind& kind,
                                 std::string_view value, std::chrono::seconds age) const {
  return NameOf(request, kind) + "=" + std::string(value) +
         "; Path=/; HttpOnly; SameSite=" + (kind.site == Site::kStrict ? "Strict" : "Lax") +
         "; Max-Age=" + std::to_string(age.count()) + (IsSecure(request) ? "; Secure" : "");
}

std::optional<std::string> SealedCookies::Set(const ServerRequest& request, const Kind& kind,
                                              Json content) const {
  content.Set("until", ToMicros(clock_.Now() + kind.lifetime));
  const std::string text = DumpJson(content);
  std::string sealed = sealer_.Seal(Proof(kind, text) + text).substr(kSealed.size());
  while (sealed.ends_with('=')) sealed.pop_back();  // Some cut cookies at the second one.
  if (sealed.size() > kValueMax) return std::nullopt;
  return Print(request, kind, sealed, kind.lifetime);
}

std::string SealedCookies::Forget(const ServerRequest& request, const Kind& kind) const {
  return Print(request, kind, "", {});
}

bool SealedCookies::Has(const ServerRequest& request, const Kind& kind) const {
  return !CookieOf(request, NameOf(request, kind)).empty();
}

std::optional<Json> SealedCookies::Get(const ServerRequest& request, const Kind& kind) const {
  const std::string_view value = CookieOf(request, NameOf(request, kind));
  if (value.empty()) return std::nullopt;
  constexpr size_t kQuad = 4;
  std::string sealed(value);
  while (sealed.size() % kQuad != 0) sealed += '=';
  const Result<std::string> opened = sealer_.Unseal(std::string(kSealed) + sealed);
  if (!opened || opened->size() < kProofBytes) return std::nullopt;
  const std::string_view text = std::string_view(*opened).substr(kProofBytes);
  if (!SameSecret(std::string_view(*opened).substr(0, kProofBytes), Proof(kind, text))) {
    return std::nullopt;
  }
  Result<Json> content = ParseJson(text, {.strict = true});
  if (!content || (*content)["until"].as_int() < ToMicros(clock_.Now())) return std::nullopt;
  return *std::move(content);
}

}  // namespace weir::api
