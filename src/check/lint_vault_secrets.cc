// Secrets that Web activities read from a Key Vault, and where they end up.
#include <set>
#include <string>

#include "base/names.h"
#include "check/lint_parts.h"

namespace weir::check {
namespace {

bool IsTrue(const Json& value) {
  return value.as_bool() || SameName(value.as_string(), "true");
}

/// A secret is read by GET …vault.azure.net/secrets/NAME, however the URL is put together.
bool ReadsSecret(const Json& activity) {
  if (!SameName(activity["type"].as_string(), "WebActivity")) return false;
  const Json& settings = activity["typeProperties"];
  if (!SameName(settings["method"].as_string(), "GET")) return false;
  const std::string url = NameKey(model::ExpressionText(settings["url"]).as_string());
  return url.find("vault.azure.net") != std::string::npos ||
         url.find("/secrets/") != std::string::npos;
}

}  // namespace

void LintVaultSecrets(const LintScope& scope) {
  for (const model::ActivityPlace& place : scope.uses.places) {
    const Json& activity = *place.activity;
    if (model::IsSkipped(place) || !ReadsSecret(activity)) continue;
    if (!IsTrue(activity["policy"]["secureOutput"])) {
      scope.report.Report("SecretOutputShown", activity.position(), {}, &activity);
    }
    const std::string& name = activity["name"].as_string();
    std::set<const Json*> said;
    for (const ExpressionUse& use : scope.uses.uses) {
      const expr::Reference& reference = use.reference;
      const bool secret = reference.kind == expr::Reference::Kind::kActivity &&
                          SameName(reference.name, name) && reference.path.size() > 1 &&
                          SameName(reference.path[0], "output") &&
                          SameName(reference.path[1], "value");
      if (!secret || use.activity == nullptr || model::IsInactive(*use.activity)) continue;
      if (IsTrue((*use.activity)["policy"]["secureInput"])) continue;
      if (!said.insert(use.activity).second) continue;
      scope.report.Report("SecretInputShown", reference.position, {{"activity", name}},
                          use.activity);
    }
  }
}

}  // namespace weir::check
