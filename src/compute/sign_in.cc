#include "compute/sign_in.h"

#include "activity/web_sign_in.h"
#include "copy/settings.h"

namespace weir::compute {

SignIn SignIn::WithToken(std::string token) {
  SignIn sign_in;
  sign_in.token_ = std::move(token);
  return sign_in;
}

Result<SignIn> SignIn::Read(engine::ActivityContext& context, const Json& settings,
                            const std::string& resource, const activity::Outbound& outbound) {
  SignIn sign_in;
  sign_in.tokens_ = outbound.tokens;
  Json credential;
  if (settings["credential"].is_object()) {
    WEIR_ASSIGN(credential, context.Credential(settings["credential"]));
  } else if (!settings["servicePrincipalId"].is_null()) {
    credential = Json::Object({{"type", "ServicePrincipal"}, {"typeProperties", settings}});
  }
  if (credential.is_null()) {
    WEIR_ASSIGN(sign_in.who_, connectors::auth::IdentityHere(resource));
    return sign_in;
  }
  Json known = credential["typeProperties"];
  WEIR_ASSIGN(std::string key, context.Secret(known["servicePrincipalKey"]));
  if (!key.empty()) known.Set("servicePrincipalKey", std::move(key));
  credential.Set("typeProperties", std::move(known));
  WEIR_ASSIGN(sign_in.who_, activity::IdentityOf(credential, resource));
  return sign_in;
}

Result<RestService> SignIn::Apply(RestService service, const CancelToken& cancel) const {
  std::string token = token_;
  if (who_) {
    WEIR_ASSIGN(token, tokens_->Token(*who_, &cancel));
  }
  service.headers.push_back({"Authorization", "Bearer " + token});
  return service;
}

}  // namespace weir::compute
