#include "gateway/node_folder.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "base/names.h"
#include "base/private_file.h"

namespace weir::gateway {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kOwn = "gateway:";

Result<std::string> ReadText(const std::string& path) {
  std::ifstream in(path);
  if (!in) return Fail(ErrorKind::kNotFound, "FileNotFound", "the file is not there").At(path);
  return std::string{std::istreambuf_iterator<char>(in), {}};
}

Json ToJson(const KeyPair& keys) {
  return Json::Object({{"open", keys.open}, {"secret", keys.secret}});
}

KeyPair ToKeys(const Json& json) {
  return {json["open"].as_string(), json["secret"].as_string()};
}

Result<std::string> SecretOf(std::string_view text,
                             const std::map<std::string, std::string>& secrets) {
  const std::string name(text.substr(kOwn.size()));
  const auto found = secrets.find(name);
  if (found != secrets.end()) return found->second;
  return Fail(
      ErrorKind::kNotFound, "GatewaySecretNotFound",
      "this node has no secret '" + name + "'; give it with weir gateway secret set " + name);
}

Result<Json> Replace(const Json& in, const std::map<std::string, std::string>& secrets) {
  if (in.is_string() && in.as_string().starts_with(kOwn)) {
    WEIR_ASSIGN(std::string text, SecretOf(in.as_string(), secrets));
    return Json(std::move(text));
  }
  Json out = in;
  if (in.is_array()) {
    for (Json& item : out.MutableItems()) {
      WEIR_ASSIGN(item, Replace(item, secrets));
    }
  } else if (in.is_object()) {
    for (Json::Member& member : out.MutableMembers()) {
      WEIR_ASSIGN(member.value, Replace(member.value, secrets));
    }
  }
  return out;
}

}  // namespace

Result<Json> WithSecrets(const Json& properties,
                         const std::map<std::string, std::string>& secrets) {
  Json out = properties;
  Json settings = properties["typeProperties"];
  const std::string credential = settings["encryptedCredential"].as_string();
  if (credential.starts_with(kOwn)) {
    WEIR_ASSIGN(const std::string text, SecretOf(credential, secrets));
    settings.Remove("encryptedCredential");
    const Result<Json> members = ParseJson(text);
    if (members && members->is_object()) {
      for (const Json::Member& member : members->members()) settings.Set(member.name, member.value);
    } else {
      settings.Set("password", Json::Object({{"type", "SecureString"}, {"value", text}}));
    }
  }
  WEIR_ASSIGN(settings, Replace(settings, secrets));
  if (!settings.is_null()) out.Set("typeProperties", std::move(settings));
  return out;
}

Result<NodeFolder> NodeFolder::Open(std::string path) {
  std::error_code ignored;
  fs::create_directories(path + "/results", ignored);
  chmod(path.c_str(), S_IRWXU);
  WEIR_ASSIGN(Sealer sealer, Sealer::Open(path + "/key"));
  return NodeFolder(std::move(path), sealer);
}

Result<Identity> NodeFolder::ReadIdentity() const {
  const Result<std::string> text = ReadText(path_ + "/gateway.json");
  if (!text) {
    return Fail(ErrorKind::kNotFound, "GatewayNotRegistered",
                "no node is registered here; begin with weir gateway register")
        .At(path_);
  }
  WEIR_ASSIGN(const Json json, ParseJson(*text));
  return Identity{json["server"].as_string(),    json["proxy"].as_string(),
                  json["nodeId"].as_string(),    json["nodeName"].as_string(),
                  json["runtimeId"].as_string(), json["serverKey"].as_string(),
                  ToKeys(json["box"]),           ToKeys(json["sign"])};
}

Result<> NodeFolder::SaveIdentity(const Identity& identity) const {
  const Json json = Json::Object({{"server", identity.server},
                                  {"proxy", identity.proxy},
                                  {"nodeId", identity.node_id},
                                  {"nodeName", identity.node_name},
                                  {"runtimeId", identity.runtime_id},
                                  {"serverKey", identity.server_key},
                                  {"box", ToJson(identity.box)},
                                  {"sign", ToJson(identity.sign)}});
  return WritePrivateFile(path_ + "/gateway.json", PrettyJson(json) + "\n");
}

std::string NodeFolder::certificate_file() const {
  const std::string file = path_ + "/server.pem";
  return fs::exists(file) ? file : std::string();
}

Result<> NodeFolder::PinCertificate(const std::string& file) const {
  WEIR_ASSIGN(const std::string text, ReadText(file));
  return WritePrivateFile(path_ + "/server.pem", text);
}

Result<std::map<std::string, std::string>> NodeFolder::ReadSecrets() const {
  std::map<std::string, std::string> secrets;
  const Result<std::string> sealed = ReadText(path_ + "/secrets.json");
  if (!sealed) return secrets;
  WEIR_ASSIGN(const std::string text, sealer_.Unseal(*sealed));
  WEIR_ASSIGN(const Json json, ParseJson(text));
  for (const Json::Member& one : json.members()) secrets[one.name] = one.value.as_string();
  return secrets;
}

Result<> NodeFolder::SaveSecrets(const std::map<std::string, std::string>& secrets) const {
  Json json = Json::Object();
  for (const auto& [name, text] : secrets) json.Set(name, text);
  return WritePrivateFile(path_ + "/secrets.json", sealer_.Seal(DumpJson(json)));
}

Result<> NodeFolder::SaveSecret(const std::string& name, const std::string& text) const {
  WEIR_ASSIGN(auto secrets, ReadSecrets());
  secrets[name] = text;
  return SaveSecrets(secrets);
}

Result<bool> NodeFolder::RemoveSecret(const std::string& name) const {
  WEIR_ASSIGN(auto secrets, ReadSecrets());
  if (secrets.erase(name) == 0) return false;
  WEIR_TRY(SaveSecrets(secrets));
  return true;
}

std::map<std::string, Json> NodeFolder::ReadResults() const {
  std::map<std::string, Json> results;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(path_ + "/results", ignored)) {
    if (entry.path().extension() != ".sealed") continue;
    const Result<std::string> sealed = ReadText(entry.path().string());
    if (!sealed) continue;
    const Result<std::string> text = sealer_.Unseal(*sealed);
    if (!text) continue;  // Of another key: it cannot be told any more.
    Result<Json> message = ParseJson(*text);
    if (message) results[entry.path().stem().string()] = *std::move(message);
  }
  return results;
}

Result<> NodeFolder::SaveResult(const std::string& job_id, const Json& message) const {
  return WritePrivateFile(path_ + "/results/" + job_id + ".sealed",
                          sealer_.Seal(DumpJson(message)));
}

void NodeFolder::RemoveResult(const std::string& job_id) const {
  std::error_code ignored;
  fs::remove(path_ + "/results/" + job_id + ".sealed", ignored);
}

}  // namespace weir::gateway
