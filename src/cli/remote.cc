#include "cli/remote.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <fstream>
#include <vector>

#include "base/names.h"

namespace weir::cli {
namespace {

/// Where a factory is made that was given by its name alone. Source: our choice.
constexpr const char* kNewGroup =
    "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/weir";
constexpr const char* kProvider = "/providers/Microsoft.DataFactory/";

std::string Collection(bool version_1) {
  return version_1 ? "datafactories" : "factories";
}

constexpr size_t kRefusalMax = size_t{64} << 10U;

Result<std::string> ReadToken(const std::string& file) {
  if (file.empty()) {
    const char* token = std::getenv("WEIR_TOKEN");
    if (token != nullptr && *token != '\0') return std::string(token);
    return Fail(ErrorKind::kInvalid, "NoToken",
                "the service asks for a token: give --token-file FILE, or set WEIR_TOKEN");
  }
  std::ifstream in(file);
  std::string token;
  if (in >> token) return token;
  return Fail(ErrorKind::kInvalid, "NoToken", "the file holds no token").At(file);
}

ErrorKind KindOf(int status) {
  switch (status) {
    case 401:
    case 403:
      return ErrorKind::kDenied;
    case 404:
      return ErrorKind::kNotFound;
    case 409:
    case 412:
      return ErrorKind::kConflict;
    case 501:
      return ErrorKind::kUnsupported;
    default:
      return status >= 500 ? ErrorKind::kUnavailable : ErrorKind::kInvalid;
  }
}

Error ErrorOf(const http::Response& response) {
  const Result<Json> body = ParseJson(response.body);
  const Json said = body ? (*body)["error"] : Json();
  const std::string& code = said["code"].as_string();
  const std::string& message = said["message"].as_string();
  Error error =
      Fail(KindOf(response.status), code.empty() ? "UnexpectedAnswer" : code,
           message.empty() ? "the service answered with status " + std::to_string(response.status)
                           : message);
  const std::string& target = said["target"].as_string();
  // A resource id: the message says what it is of.
  if (target.empty() || target.starts_with('/')) return error;
  return std::move(error).At(target);
}

}  // namespace

CLI::Option* AddRemoteOptions(CLI::App& app, RemoteOptions* options) {
  CLI::Option* server =
      app.add_option("--server", options->server, "A service, https://HOST:PORT (weir serve)");
  app.add_option("--token-file", options->token_file,
                 "File with the token for it (default: $WEIR_TOKEN)")
      ->needs(server);
  app.add_option("--ca", options->ca, "PEM file of authorities to trust for it")->needs(server);
  app.add_option("--factory", options->factory,
                 "Its factory: name or resource id (may be left out if it is the only one)")
      ->needs(server);
  return server;
}

Result<Remote> Remote::Open(const RemoteOptions& options,
                            const std::optional<std::string>& new_name) {
  Remote remote;
  remote.server_ = options.server;
  while (remote.server_.ends_with('/')) remote.server_.pop_back();
  if (remote.server_.find("://") == std::string::npos) remote.server_ = "https://" + remote.server_;
  WEIR_ASSIGN(remote.token_, ReadToken(options.token_file));
  http::ClientOptions client;
  client.ca_file = options.ca;
  remote.client_ = std::make_unique<http::Client>(client);
  remote.version_1_ = options.version_1;
  WEIR_TRY(remote.FindFactory(options, new_name));
  return remote;
}

Result<> Remote::FindFactory(const RemoteOptions& options,
                             const std::optional<std::string>& new_name) {
  const std::string& named = options.factory;
  if (named.starts_with('/')) {
    factory_ = named;
    const bool is_v1 = NameKey(named).find("/datafactories/") != std::string::npos;
    if (is_v1 == version_1_) return {};
    return Fail(ErrorKind::kInvalid, "FactoryOfOtherVersion",
                std::string("expected a factory of version ") + (version_1_ ? "1" : "2") + " ('…/" +
                    Collection(version_1_) + "/NAME'), got '" + named + "'");
  }
  WEIR_ASSIGN(const Json subscriptions, List("/subscriptions"));
  std::vector<std::string> names;
  std::vector<std::string> ids;
  for (const Json& subscription : subscriptions.items()) {
    WEIR_ASSIGN(const Json factories,
                List(subscription["id"].as_string() + kProvider + Collection(version_1_)));
    for (const Json& factory : factories.items()) {
      names.push_back(factory["name"].as_string());
      if (named.empty() || SameName(names.back(), named)) ids.push_back(factory["id"].as_string());
    }
  }
  if (ids.size() == 1) {
    factory_ = ids.front();
    return {};
  }
  if (ids.empty() && new_name && !(named.empty() && new_name->empty())) {
    named_anew_ = named.empty();
    factory_ = kNewGroup + std::string(kProvider) + Collection(version_1_) + "/" +
               (named_anew_ ? *new_name : named);
    return {};
  }
  const std::string what = version_1_ ? "factory of version 1" : "factory";
  if (ids.empty() && !named.empty()) {
    return Fail(ErrorKind::kNotFound, "ResourceNotFound",
                "the service has no " + what + " '" + named + "'" + DidYouMean(named, names));
  }
  std::string list;
  for (const std::string& id : ids) list += "\n  " + id;
  return Fail(ErrorKind::kInvalid, "FactoryNotNamed",
              ids.empty() ? "the service has no " + what + ": weir apply makes one"
                          : "say which factory with --factory; the service has" + list);
}

Result<http::Response> Remote::Send(const std::string& method, const std::string& path,
                                    const Json& body, const char* accept) {
  http::Request request;
  request.method = method;
  request.url = path.starts_with('/') ? server_ + path : path;
  if (request.url.find("api-version=") == std::string::npos) {
    const bool version = NameKey(request.url).find("/datafactories") != std::string::npos;
    request.url += (path.find('?') == std::string::npos ? "?" : "&") + std::string("api-version=") +
                   (version ? "2015-10-01" : "2018-06-01");
  }
  request.headers = {{"Authorization", "Bearer " + token_}, {"Accept", accept}};
  if (!body.is_null()) {
    request.headers.push_back({"Content-Type", "application/json"});
    request.body = DumpJson(body);
  }
  WEIR_ASSIGN(http::Response response, client_->Send(std::move(request)));
  if (response.status >= 400) return ErrorOf(response);
  return response;
}

Result<Json> Remote::Ask(const std::string& method, const std::string& path, const Json& body) {
  WEIR_ASSIGN(const http::Response response, Send(method, path, body, "application/json"));
  if (response.body.empty()) return Json();
  return ParseJson(response.body);
}

Result<std::string> Remote::AskText(const std::string& path) {
  WEIR_ASSIGN(http::Response response, Send("GET", path, {}, "*/*"));
  return std::move(response.body);
}

Result<std::unique_ptr<http::ResponseStream>> Remote::Follow(const std::string& path,
                                                             const std::string& last_id) {
  http::Request request;
  request.url = server_ + path;
  request.headers = {{"Authorization", "Bearer " + token_}, {"Accept", "text/event-stream"}};
  if (!last_id.empty()) request.headers.push_back({"Last-Event-ID", last_id});
  // A service that has nothing to say sends a comment each 15 s.
  request.stall_timeout = std::chrono::seconds(60);
  WEIR_ASSIGN(auto stream, client_->Open(std::move(request)));
  if (stream->status() == 200) return stream;
  http::Response refusal;
  refusal.status = stream->status();
  refusal.body.resize(kRefusalMax);
  size_t size = 0;
  while (size < kRefusalMax) {
    WEIR_ASSIGN(const size_t count, stream->Read(refusal.body.data() + size, kRefusalMax - size));
    if (count == 0) break;
    size += count;
  }
  refusal.body.resize(size);
  return ErrorOf(refusal);
}

Result<Json> Remote::List(const std::string& path) {
  Json all = Json::Array();
  std::string next = path;
  while (!next.empty()) {
    WEIR_ASSIGN(const Json page, Ask("GET", next));
    for (const Json& item : page["value"].items()) all.Append(item);
    next = page["nextLink"].as_string();
    // The token goes to the service that was named, whatever a link says.
    const size_t after = next.find('/', next.find("://") == std::string::npos ? 0 : 8);
    if (!next.empty()) next = after == std::string::npos ? "" : next.substr(after);
  }
  return all;
}

}  // namespace weir::cli
