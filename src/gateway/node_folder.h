#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/box.h"
#include "base/json.h"
#include "base/result.h"
#include "base/secret.h"

namespace weir::gateway {

/// Who a node is, and whom it belongs to.
struct Identity {
  std::string server;  ///< "https://host:8642"
  std::string proxy;   ///< "http://user:password@host:port"; empty: what the environment names.
  std::string node_id;
  std::string node_name;
  std::string runtime_id;
  std::string server_key;  ///< Jobs must be signed with it.
  KeyPair box;
  KeyPair sign;
  std::string location = {};  ///< Where it stands; said once, when it registers.
};

/// What a node keeps, in files that only its owner reads: gateway.json, server.pem (the pinned
/// certificate), key, secrets.json (sealed with the key), results/. One process at a time writes.
class NodeFolder {
 public:
  /// Makes the folder if it is absent. Errors: kInternal KeyUnavailable, FileNotWritten.
  static Result<NodeFolder> Open(std::string path);

  /// Errors: kNotFound GatewayNotRegistered; kInvalid InvalidJson.
  Result<Identity> ReadIdentity() const;
  Result<> SaveIdentity(const Identity& identity) const;
  /// The file of the pinned certificate; empty if the system's authorities are trusted.
  std::string certificate_file() const;
  /// Errors: kNotFound FileNotFound if `file` is not there.
  Result<> PinCertificate(const std::string& file) const;

  /// Credentials of stores, which never leave this folder.
  Result<std::map<std::string, std::string>> ReadSecrets() const;
  Result<> SaveSecret(const std::string& name, const std::string& text) const;
  /// False if there was none.
  Result<bool> RemoveSecret(const std::string& name) const;

  /// What jobs came to, until the service has kept it; sealed. By job.
  std::map<std::string, Json> ReadResults() const;
  Result<> SaveResult(const std::string& job_id, const Json& message) const;
  void RemoveResult(const std::string& job_id) const;

  const std::string& path() const { return path_; }

 private:
  NodeFolder(std::string path, Sealer sealer) : path_(std::move(path)), sealer_(sealer) {}
  Result<> SaveSecrets(const std::map<std::string, std::string>& secrets) const;

  std::string path_;
  Sealer sealer_;
};

/// The linked service with the node's own credentials: `"encryptedCredential": "gateway:NAME"`
/// takes the secret NAME as a JSON object of typeProperties, or as the password; any other text
/// "gateway:NAME" becomes the secret. Errors: kNotFound GatewaySecretNotFound.
Result<Json> WithSecrets(const Json& properties, const std::map<std::string, std::string>& secrets);

}  // namespace weir::gateway
