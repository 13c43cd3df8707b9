#pragma once

#include <memory>
#include <string>

#include "base/json.h"
#include "base/result.h"
#include "http/client.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace weir::cli {

/// How to reach a service.
struct RemoteOptions {
  std::string server;      ///< "https://host:port"
  std::string token_file;  ///< Empty: the token is in $WEIR_TOKEN.
  std::string ca;          ///< PEM file of authorities; empty: the system's.
  std::string factory;     ///< Name or resource id; empty: the only one.
};

/// Declare --server, --token-file, --ca and --factory; gives --server.
CLI::Option* AddRemoteOptions(CLI::App& app, RemoteOptions* options);

/// A factory of a service, over its REST API.
class Remote {
 public:
  /// Errors: kInvalid NoToken, kInvalid FactoryNotNamed if there are several, kNotFound
  /// ResourceNotFound; what asking says. `may_be_new`: a factory that is not there gets an id.
  static Result<Remote> Open(const RemoteOptions& options, bool may_be_new = false);

  /// The factory's resource id.
  const std::string& factory() const { return factory_; }
  /// Ask, and give the JSON of the answer; null if it has none. `path` may hold a query; the
  /// api-version is added. Errors: what the service says, by its code; those of http::Client.
  Result<Json> Ask(const std::string& method, const std::string& path, const Json& body = {});
  /// Ask for what is no JSON. Errors: as Ask.
  Result<std::string> AskText(const std::string& path);
  /// All resources of a list, page after page. Errors: as Ask.
  Result<Json> List(const std::string& path);
  /// The stream of `path`, server-sent events behind the one with the id `last_id`.
  /// Errors: as Ask.
  Result<std::unique_ptr<http::ResponseStream>> Follow(const std::string& path,
                                                       const std::string& last_id);

 private:
  Remote() = default;
  Result<http::Response> Send(const std::string& method, const std::string& path, const Json& body,
                              const char* accept);
  Result<> FindFactory(const std::string& named, bool may_be_new);

  std::string server_;
  std::string token_;
  std::string factory_;
  std::unique_ptr<http::Client> client_;
};

}  // namespace weir::cli
