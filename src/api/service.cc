#include "api/service.h"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <map>

#include "api/error_body.h"
#include "base/ids.h"
#include "base/names.h"

namespace weir::api {
namespace {

Error TokenError(const std::string& file, const std::string& message) {
  return Fail(ErrorKind::kInternal, "TokenUnavailable", message).At(file);
}

}  // namespace

Result<std::string> OpenOwnerToken(const std::string& file) {
  std::ifstream in(file);
  if (in) {
    std::string token;
    in >> token;
    constexpr size_t kTokenMin = 32;
    if (token.size() >= kTokenMin) return token;
    return Fail(ErrorKind::kInvalid, "InvalidToken",
                "the file must hold a token of 32 characters or more; delete it to have one made")
        .At(file);
  }
  std::string token = NewToken();
  const int out = open(file.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (out < 0) return TokenError(file, "the file for the token could not be made");
  const std::string line = token + "\n";
  const bool written =
      write(out, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && fsync(out) == 0;
  close(out);
  if (!written) return TokenError(file, "the token could not be written");
  return token;
}

bool IsServed(const store::RunRecord& run) {
  return run.factory.starts_with('/');
}

Result<std::unique_ptr<Service>> Service::Open(const ServiceOptions& options) {
  std::unique_ptr<Service> service(new Service(options.owner_token));
  WEIR_ASSIGN(service->factories_,
              arm::FactoryBook::Open(*options.store, *options.sealer, *options.clock));
  engine::EngineOptions engine;
  engine.store = options.store;
  engine.activities = options.activities;
  engine.clock = options.clock;
  engine.sealer = options.sealer;
  engine.observer = &service->health_;
  engine.waits = false;
  service->engine_ = std::make_unique<engine::Engine>(engine);
  service->services_.factories = service->factories_.get();
  service->services_.engine = service->engine_.get();
  service->services_.store = options.store;
  service->debug_sessions_ = std::make_unique<arm::DebugSessions>(*options.clock);
  service->services_.debug_sessions = service->debug_sessions_.get();
  Result<> taken = service->TakeUp(options);
  if (!taken) return std::move(taken).error().While("taking up runs that were not over");
  return service;
}

Result<> Service::TakeUp(const ServiceOptions& options) {
  WEIR_ASSIGN(const auto unfinished, options.store->Unfinished());
  std::map<std::string, std::shared_ptr<engine::Definitions>> definitions;
  std::vector<engine::Core::Unfinished> again;
  for (const store::UnfinishedRun& run : unfinished) {
    if (!IsServed(run.record)) continue;
    std::shared_ptr<engine::Definitions>& known =
        definitions[run.record.factory + "\n" + run.definition_hash];
    if (known == nullptr) {
      WEIR_ASSIGN(const std::string snapshot, options.sealer->Unseal(run.definition));
      WEIR_ASSIGN(known, factories_->Restore(run.record.factory, snapshot));
    }
    again.push_back({run, known});
  }
  return engine_->Resume(again);
}

bool Service::MayAsk(const http::ServerRequest& request) const {
  constexpr std::string_view kScheme = "Bearer ";
  const std::string_view header = request.header("Authorization");
  return header.size() > kScheme.size() && SameName(header.substr(0, kScheme.size()), kScheme) &&
         SameSecret(header.substr(kScheme.size()), owner_token_);
}

http::ServerResponse Service::Handle(const http::ServerRequest& request) {
  http::ServerResponse response;
  if (request.path() == "/healthz") {
    const bool good = !health_.trouble();
    response = JsonResponse(Json::Object({{"status", good ? "ok" : "the store cannot save"}}),
                            good ? 200 : 503);
  } else if (!MayAsk(request)) {
    response = ErrorResponse(Fail(ErrorKind::kDenied, "AuthenticationFailed",
                                  "Authentication failed. The 'Authorization' header must hold "
                                  "'Bearer' and a token of this service."));
  } else {
    response = arm::Answer(services_, request);
  }
  const std::string id = NewGuid();
  response.headers.push_back({"x-ms-request-id", id});
  response.headers.push_back({"x-ms-correlation-request-id", id});
  response.headers.push_back({"X-Content-Type-Options", "nosniff"});
  response.headers.push_back({"Cache-Control", "no-cache"});
  return response;
}

}  // namespace weir::api
