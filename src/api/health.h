#pragma once

#include <mutex>
#include <optional>
#include <string>

#include "engine/engine.h"
#include "http/server/server.h"

namespace weir::api {

/// What ails a service; the answer to `/healthz`. Thread safe.
///
/// `{"status": "ok" | "degraded" | "unavailable", "checks": {"store": …, "audit": …, "disk": …,
/// "clock": …}}`, each check with a `status` of its own, "ok" if all is well. 503 if nothing can be
/// saved ("unavailable"), else 200. Source: our choice (docs/operating.md).
class Health final : public engine::Observer {
 public:
  /// `data_folder`: where the store is; empty: there is no disk to look at.
  Health(const Clock& clock, std::string data_folder)
      : clock_(clock), data_folder_(std::move(data_folder)) {}

  void StoreTrouble(const std::optional<Error>& error) override { Set(&store_, error); }
  void AuditTrouble(const std::optional<Error>& error) { Set(&audit_, error); }

  http::ServerResponse Answer(const engine::Engine& engine) const;

 private:
  struct Trouble {
    std::optional<Error> error;
    UtcTime since;
  };
  void Set(Trouble* trouble, const std::optional<Error>& error);
  static Json Print(const Trouble& trouble);
  Json Disk() const;

  const Clock& clock_;
  const std::string data_folder_;
  mutable std::mutex mutex_;
  Trouble store_;
  Trouble audit_;
};

}  // namespace weir::api
