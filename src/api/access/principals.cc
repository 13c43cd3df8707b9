#include "api/access/principals.h"

#include <algorithm>
#include <utility>

#include "base/digest.h"
#include "base/ids.h"
#include "base/names.h"

namespace weir::api {
namespace {

constexpr std::string_view kTokenPrefix = "weir_";
constexpr std::chrono::milliseconds kReadAgain{1000};
/// For an id that is not known: it may have been made since.
constexpr std::chrono::milliseconds kReadForUnknown{20};
constexpr size_t kKnownMax = 4096;
constexpr std::chrono::minutes kSignatureKept{5};
constexpr const char* kOwnerId = "00000000-0000-0000-0000-000000000000";

Error Refuse(const std::string& message) {
  return Fail(ErrorKind::kDenied, "AuthenticationFailed", "Authentication failed. " + message);
}

bool IsGuid(std::string_view text) {
  constexpr size_t kLength = 36;
  return text.size() == kLength && text.find_first_not_of("0123456789abcdef-") == text.npos;
}

Caller CallerOf(const store::PrincipalRecord& record) {
  return {record.id, record.name, ReadAssignments(record.roles)};
}

/// True if a token says so: "groups=admins" by a claim "groups" that is that text, or a list with
/// it. "realm_access.roles" may also be a member of a member.
bool HasClaim(const Json& claims, std::string_view wanted) {
  const size_t equals = std::min(wanted.find('='), wanted.size());
  const std::string_view name = wanted.substr(0, equals);
  const std::string_view value = wanted.substr(std::min(equals + 1, wanted.size()));
  const size_t dot = name.find('.');
  const Json* claim = claims.Find(name);
  if (claim == nullptr && dot != std::string_view::npos) {
    claim = claims[name.substr(0, dot)].Find(name.substr(dot + 1));
  }
  if (claim == nullptr || value.empty()) return false;
  if (claim->is_string()) return claim->as_string() == value;
  return std::any_of(claim->items().begin(), claim->items().end(),
                     [&](const Json& one) { return one.as_string() == value; });
}

/// Those that are not there yet.
void AddRoles(const Json& from, std::vector<Assignment>* to) {
  for (Assignment& role : ReadAssignments(from)) {
    const bool there = std::any_of(to->begin(), to->end(), [&](const Assignment& one) {
      return one.role == role.role && SameName(one.scope, role.scope);
    });
    if (!there) to->push_back(std::move(role));
  }
}

Result<> CheckNew(const NewPrincipal& wanted) {
  constexpr size_t kNameMax = 100;
  const bool printable = std::none_of(wanted.name.begin(), wanted.name.end(),
                                      [](unsigned char c) { return c < ' ' || c == 0x7F; });
  const size_t equals = wanted.subject.find('=');
  std::string wrong;
  if (wanted.name.empty() || wanted.name.size() > kNameMax || !printable) {
    wrong = "a name must have 1 to 100 printable characters";
  } else if (wanted.roles.empty()) {
    wrong = "a role is needed";
  } else if ((wanted.kind == "subject" || wanted.kind == "claim") != !wanted.subject.empty() ||
             wanted.subject.empty() != wanted.issuer.empty()) {
    wrong = "an issuer goes with a subject or a claim, and with no other kind";
  } else if (wanted.kind == "claim" && (equals == 0 || equals >= wanted.subject.size() - 1)) {
    wrong = "a claim is written NAME=VALUE, got '" + wanted.subject + "'";
  }
  if (wrong.empty()) return {};
  return Fail(ErrorKind::kInvalid, "InvalidPrincipal", wrong);
}

}  // namespace

Result<MadePrincipal> AddPrincipal(store::AccessStore& store, const NewPrincipal& wanted,
                                   UtcTime now) {
  WEIR_TRY(CheckNew(wanted));
  MadePrincipal made;
  made.record.id = NewGuid();
  made.record.kind = wanted.kind;
  made.record.name = wanted.name;
  made.record.issuer = wanted.issuer;
  made.record.subject = wanted.subject;
  made.record.roles = ToJson(wanted.roles);
  made.record.created = now;
  made.record.expires = wanted.expires;
  if (wanted.subject.empty()) {
    made.secret = NewToken();
    if (wanted.kind == "token") {
      made.secret = std::string(kTokenPrefix) + made.record.id + "_" + made.secret;
    }
    made.record.secret_hash = Sha256Hex(made.secret);
  }
  WEIR_TRY(store.AddPrincipal(made.record));
  return made;
}

Result<std::string> TenantId(store::AccessStore& store) {
  WEIR_ASSIGN(const auto kept, store.Setting("tenant"));
  return kept ? Result<std::string>(*kept) : store.KeepSetting("tenant", NewGuid());
}

Result<std::unique_ptr<Principals>> Principals::Open(Options options) {
  std::unique_ptr<Principals> made(new Principals(std::move(options)));
  for (const IssuerOptions& issuer : made->options_.issuers) {
    WEIR_ASSIGN(auto opened, Issuer::Make(issuer, *made->options_.clock));
    made->issuers_.push_back(std::move(opened));
  }
  if (made->options_.store == nullptr) return made;
  WEIR_TRY(made->OpenKey());
  WEIR_ASSIGN(made->tenant_, TenantId(*made->options_.store));
  return made;
}

Result<> Principals::OpenKey() {
  WEIR_ASSIGN(auto sealed, options_.store->Setting("token key"));
  if (!sealed) {
    WEIR_ASSIGN(const SigningKey made, SigningKey::Make());
    WEIR_ASSIGN(sealed,
                options_.store->KeepSetting("token key", options_.sealer->Seal(made.ToPem())));
  }
  WEIR_ASSIGN(const std::string pem, options_.sealer->Unseal(*sealed));
  WEIR_ASSIGN(key_, SigningKey::FromPem(pem));
  return {};
}

Result<> Principals::RefreshLocked(std::chrono::milliseconds older) {
  const UtcTime now = options_.clock->Now();
  if (options_.store == nullptr || (read_ && now >= *read_ && now - *read_ < older)) return {};
  WEIR_ASSIGN(auto records, options_.store->Principals());
  records_.clear();
  for (store::PrincipalRecord& record : records) {
    std::string id = record.id;
    records_[std::move(id)] = std::move(record);
  }
  read_ = now;
  return {};
}

Result<const store::PrincipalRecord*> Principals::FindLocked(const std::string& id) {
  for (const std::chrono::milliseconds older : {kReadAgain, kReadForUnknown}) {
    WEIR_TRY(RefreshLocked(older));
    const auto found = records_.find(id);
    if (found != records_.end()) return &found->second;
  }
  return nullptr;
}

Result<Caller> Principals::FindRecord(const std::string& id) {
  const std::lock_guard lock(mutex_);
  WEIR_ASSIGN(const store::PrincipalRecord* record, FindLocked(id));
  if (record == nullptr) return Refuse("The principal of the token was revoked.");
  const auto& expires = record->expires;
  if (expires && *expires < options_.clock->Now()) return Refuse("The principal has expired.");
  return CallerOf(*record);
}

/// "weir_<id>_<secret>"
Result<Caller> Principals::FindToken(std::string_view bearer) {
  constexpr size_t kIdLength = 36;
  const std::string id(bearer.substr(kTokenPrefix.size(), kIdLength));
  const std::string hash = Sha256Hex(bearer);
  bool right = false;
  {
    const std::lock_guard lock(mutex_);
    WEIR_ASSIGN(const store::PrincipalRecord* record, FindLocked(id));
    right = record != nullptr && record->kind == "token" && SameSecret(record->secret_hash, hash);
  }
  if (right) return FindRecord(id);
  return Refuse("The token is not known: it is wrong, or was revoked.");
}

Result<Caller> Principals::FindSubject(const Subject& subject) {
  const std::lock_guard lock(mutex_);
  WEIR_TRY(RefreshLocked(kReadAgain));
  const UtcTime now = options_.clock->Now();
  // Known, with no role: what it asks is refused by name.
  Caller caller{subject.subject, subject.subject, {}};
  std::vector<Assignment> others;  // For who has none of their own.
  bool own = false;
  for (const auto& [id, record] : records_) {
    if (record.issuer != subject.issuer || (record.expires && *record.expires < now)) continue;
    const bool itself = record.kind == "subject" && record.subject == subject.subject;
    const bool any = record.kind == "subject" && record.subject == "*";
    const auto& claims = subject.claims;
    const bool claimed = record.kind == "claim" &&
                         std::find(claims.begin(), claims.end(), record.subject) != claims.end();
    if (!itself && !any && !claimed) continue;
    if (itself && !std::exchange(own, true)) {
      caller.id = record.id;
      caller.name = record.name;
    }
    AddRoles(record.roles, itself ? &caller.roles : &others);
  }
  if (!own) caller.roles = std::move(others);
  return caller;
}

Result<std::vector<std::string>> Principals::ClaimsWithRoles(const std::string& issuer,
                                                             const Json& claims) {
  const std::lock_guard lock(mutex_);
  WEIR_TRY(RefreshLocked(kReadAgain));
  std::vector<std::string> found;
  for (const auto& [id, record] : records_) {
    if (record.kind != "claim" || record.issuer != issuer) continue;
    if (HasClaim(claims, record.subject)) found.push_back(record.subject);
  }
  return found;
}

/// A signature that was right is not looked at again for five minutes, times always are.
Result<> Principals::CheckSignature(const Jwt& token, std::string_view bearer, bool own) {
  const std::string hash = Sha256(bearer);
  const UtcTime now = options_.clock->Now();
  const double seconds = static_cast<double>(ToMicros(now)) / 1e6;
  {
    const std::lock_guard lock(mutex_);
    const auto found = checked_.find(hash);
    if (found != checked_.end() && now < found->second &&
        seconds < token.claims["exp"].as_double()) {
      return {};
    }
  }
  if (own) {
    WEIR_TRY(CheckJwt(token, *key_, now));
  } else {
    const std::string& name = token.claims["iss"].as_string();
    const auto issuer = std::find_if(issuers_.begin(), issuers_.end(),
                                     [&](const auto& one) { return one->name() == name; });
    if (issuer == issuers_.end()) return Refuse("The token's issuer is not one that is trusted.");
    WEIR_TRY((*issuer)->Check(token));
  }
  const std::lock_guard lock(mutex_);
  if (checked_.size() >= kKnownMax) checked_.clear();
  checked_[hash] = now + kSignatureKept;
  return {};
}

Result<Caller> Principals::FindJwt(std::string_view bearer) {
  WEIR_ASSIGN(const Jwt token, Jwt::Read(bearer));
  const bool own = key_ && token.header["kid"].as_string() == key_->id();
  WEIR_TRY(CheckSignature(token, bearer, own));
  if (!own) {
    Subject subject{token.claims["iss"].as_string(), token.claims["sub"].as_string()};
    WEIR_ASSIGN(subject.claims, ClaimsWithRoles(subject.issuer, token.claims));
    return FindSubject(subject);
  }
  Caller caller{kOwnerId, "owner", {{"Owner", "/"}}};
  const std::string& id = token.claims["oid"].as_string();
  if (id != kOwnerId) {
    WEIR_ASSIGN(caller, FindRecord(id));
  }
  if (token.claims["weir_roles"].is_array()) {
    caller.roles = ReadAssignments(token.claims["weir_roles"]);
  }
  return caller;
}

Result<Caller> Principals::Find(std::string_view bearer) {
  if (SameSecret(bearer, options_.owner_token)) return Caller{kOwnerId, "owner", {{"Owner", "/"}}};
  if (bearer.starts_with(kTokenPrefix)) return FindToken(bearer);
  if (bearer.find('.') != std::string_view::npos) return FindJwt(bearer);
  return Refuse("The 'Authorization' header must hold 'Bearer' and a token of this service.");
}

Result<Caller> Principals::SignIn(const std::string& client_id, const std::string& secret) {
  const std::string id = NameKey(client_id);
  const std::string hash = Sha256Hex(secret);
  bool right = false;
  if (IsGuid(id)) {
    const std::lock_guard lock(mutex_);
    WEIR_ASSIGN(const store::PrincipalRecord* record, FindLocked(id));
    right = record != nullptr && record->kind == "servicePrincipal" &&
            SameSecret(record->secret_hash, hash);
  }
  if (right) return FindRecord(id);
  return Refuse("The client id or the client secret is wrong.");
}

Result<std::string> Principals::Issue(const Caller& caller, const std::string& issuer,
                                      std::chrono::seconds lifetime,
                                      const std::vector<Assignment>& roles) {
  if (!key_) {
    return Fail(ErrorKind::kUnsupported, "AccessTokensNotSupported",
                "this service has no place to keep principals, so it issues no tokens");
  }
  const int64_t now = ToMicros(options_.clock->Now()) / 1'000'000;
  Json claims = Json::Object({{"aud", "https://management.azure.com/"},
                              {"iss", issuer},
                              {"iat", now},
                              {"nbf", now},
                              {"exp", now + lifetime.count()},
                              {"appid", caller.id},
                              {"oid", caller.id},
                              {"sub", caller.id},
                              {"tid", tenant_},
                              {"idtyp", "app"},
                              {"jti", NewGuid()},
                              {"ver", "1.0"}});
  if (!roles.empty()) claims.AppendMember("weir_roles", ToJson(roles));
  return SignJwt(claims, *key_);
}

Json Principals::Keys() const {
  Json keys = Json::Array();
  if (key_) keys.Append(key_->ToJwk());
  return Json::Object({{"keys", std::move(keys)}});
}

}  // namespace weir::api
