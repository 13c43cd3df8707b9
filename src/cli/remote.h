#pragma once

#include <memory>
#include <optional>
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
  bool version_1 = false;  ///< A factory of version 1 is meant.
};

/// Declare --server, --token-file, --ca and --factory; gives --server.
CLI::Option* AddRemoteOptions(CLI::App& app, RemoteOptions* options);

/// A factory of a service, over its REST API.
class Remote {
 public:
  /// `new_name`: the factory need not be there. It gets an id then, by the name of the options;
  /// without one, and if the service has no factory at all, by this.
  /// Errors: kInvalid NoToken, kInvalid FactoryNotNamed if there are several, kInvalid
  /// FactoryOfOtherVersion, kNotFound ResourceNotFound; what asking says.
  static Result<Remote> Open(const RemoteOptions& options,
                             const std::optional<std::string>& new_name = {});

  /// The factory's resource id.
  const std::string& factory() const { return factory_; }
  /// The service has no factory at all: this one is named by `new_name`.
  bool named_anew() const { return named_anew_; }
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
  Result<> FindFactory(const RemoteOptions& options, const std::optional<std::string>& new_name);

  bool version_1_ = false;
  bool named_anew_ = false;
  std::string server_;
  std::string token_;
  std::string factory_;
  std::unique_ptr<http::Client> client_;
};

}  // namespace weir::cli
