#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"

namespace weir::store {

/// Who may ask a service: a token, a service principal, or a subject of another issuer.
struct PrincipalRecord {
  std::string id;
  std::string kind;         ///< "token", "servicePrincipal", "subject", "claim".
  std::string name;         ///< Ignores case; no two have the same.
  std::string secret_hash;  ///< SHA-256 in hex of token or client secret; else empty.
  std::string issuer;       ///< Of subjects and claims.
  std::string subject;      ///< Of subjects; "*" for any of the issuer. Of claims "groups=admins".
  Json roles;               ///< [{"role", "scope"}]
  UtcTime created;
  std::optional<UtcTime> expires;
};

/// One act that was asked for. Sequence and hashes are given by the log.
struct AuditRecord {
  int64_t sequence = 0;
  UtcTime time;
  std::string principal_id;
  std::string principal;
  std::string remote;  ///< Address of the client.
  std::string operation;
  /// "Microsoft.DataFactory/factories/pipelines/write"; of a sign-in that failed, why.
  std::string action;
  std::string scope;
  int64_t status = 0;  ///< Of the HTTP answer.
  std::string request_id;
  std::string hash;  ///< Over this record and the hash before it.
};

/// What a whole log comes to.
struct AuditHead {
  int64_t records = 0;
  std::string hash;  ///< Of the last record; empty for none.
};

/// Who may ask and what was asked, beside the runs. Many processes may use one. Thread safe.
///
/// Errors: kUnavailable StoreLocked, kInternal StoreFailed.
class AccessStore {
 public:
  virtual ~AccessStore() = default;

  virtual Result<std::vector<PrincipalRecord>> Principals() = 0;
  /// Durable when it returns. Errors: kConflict PrincipalExists if the name is taken.
  virtual Result<> AddPrincipal(const PrincipalRecord& principal) = 0;
  /// False if there is none of that name.
  virtual Result<bool> RemovePrincipal(const std::string& name) = 0;

  /// A text kept under a name; nothing if there is none.
  virtual Result<std::optional<std::string>> Setting(const std::string& name) = 0;
  /// Keep it, unless there is one already; the one that is kept.
  virtual Result<std::string> KeepSetting(const std::string& name, const std::string& text) = 0;

  /// Add to the log; sequence and hash are set. A crash of the machine may lose the last second.
  virtual Result<> Append(const AuditRecord& record) = 0;
  /// The newest, oldest first.
  virtual Result<std::vector<AuditRecord>> Audit(int64_t limit) = 0;
  /// Read the whole log. Errors: kInvalid AuditLogDamaged, with the first record that was changed,
  /// is missing, or does not follow.
  virtual Result<AuditHead> VerifyAudit() = 0;
};

/// The hash of a record: SHA-256 in hex over the hash before it and every field.
std::string AuditHash(const std::string& previous, const AuditRecord& record);

}  // namespace weir::store
