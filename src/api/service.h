#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "api/arm/handlers.h"
#include "base/clock.h"
#include "base/secret.h"
#include "engine/engine.h"
#include "http/server/server.h"

namespace weir::api {

/// The token that may do all, kept in `file` with mode 0600; made if the file is absent.
/// Errors: kInternal TokenUnavailable, kInvalid InvalidToken if the file holds none.
Result<std::string> OpenOwnerToken(const std::string& file);

struct ServiceOptions {
  store::Store* store = nullptr;
  const Sealer* sealer = nullptr;
  const Clock* clock = nullptr;
  const engine::ActivityRegistry* activities = nullptr;
  std::string owner_token;
};

/// A data factory that stays up: factories, their runs, and the answers to requests about them.
/// Destroying it stops at once; the next one goes on with runs that were not over.
class Service {
 public:
  /// Reads the factories and takes up the runs that were not over. Errors: what the store says.
  static Result<std::unique_ptr<Service>> Open(const ServiceOptions& options);

  /// Answer a request: `/healthz` without a token, all else with one. Thread safe.
  http::ServerResponse Handle(const http::ServerRequest& request);

 private:
  /// Knows whether the store can save.
  class Health final : public engine::Observer {
   public:
    void StoreTrouble(const std::optional<Error>& error) override { trouble_ = error.has_value(); }
    bool trouble() const { return trouble_; }

   private:
    std::atomic<bool> trouble_{false};
  };

  explicit Service(std::string owner_token) : owner_token_(std::move(owner_token)) {}
  Result<> TakeUp(const ServiceOptions& options);
  bool MayAsk(const http::ServerRequest& request) const;

  std::string owner_token_;
  Health health_;
  std::unique_ptr<arm::FactoryBook> factories_;
  std::unique_ptr<engine::Engine> engine_;
  std::unique_ptr<arm::DebugSessions> debug_sessions_;
  arm::Services services_;
};

/// True for runs of a service; those of `weir run` came from a folder.
bool IsServed(const store::RunRecord& run);

}  // namespace weir::api
