#include "base/secret.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/check.h"
#include "base/names.h"

namespace weir {
namespace {

constexpr std::string_view kSealed = "sealed:";
constexpr std::string_view kMasked = "***";
constexpr size_t kSecretBytesMin = 4;

void StartSodium() {
  static const bool ready = sodium_init() >= 0;
  WEIR_CHECK(ready, "libsodium needs a source of randomness");
}

bool ReadHex(std::string_view hex, std::array<unsigned char, 32>& key) {
  size_t size = 0;
  return sodium_hex2bin(key.data(), key.size(), hex.data(), hex.size(), " \n", &size, nullptr) ==
             0 &&
         size == key.size();
}

/// Make the key file; another process may be making it too, then theirs is read.
Result<> MakeKeyFile(const std::string& path, const std::array<unsigned char, 32>& key) {
  std::error_code ignored;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), ignored);
  const int file = open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0 && errno == EEXIST) return {};
  std::array<char, 65> hex{};
  sodium_bin2hex(hex.data(), hex.size(), key.data(), key.size());
  const bool written = file >= 0 && write(file, hex.data(), 64) == 64 && fsync(file) == 0;
  if (file >= 0) close(file);
  if (written) return {};
  return Fail(ErrorKind::kInternal, "KeyUnavailable", "the key file could not be written").At(path);
}

}  // namespace

Result<Sealer> Sealer::Open(const std::string& key_file) {
  StartSodium();
  Sealer sealer;
  if (const char* hex = std::getenv("WEIR_KEY")) {
    if (ReadHex(hex, sealer.key_)) return sealer;
    return Fail(ErrorKind::kInvalid, "InvalidKey", "WEIR_KEY must hold 64 hexadecimal digits");
  }
  if (!std::filesystem::exists(key_file)) {
    crypto_secretbox_keygen(sealer.key_.data());
    WEIR_TRY(MakeKeyFile(key_file, sealer.key_));
  }
  std::ifstream file(key_file);
  const std::string hex{std::istreambuf_iterator<char>(file), {}};
  if (ReadHex(hex, sealer.key_)) return sealer;
  return Fail(ErrorKind::kInvalid, "InvalidKey", "the key file must hold 64 hexadecimal digits")
      .At(key_file);
}

Sealer Sealer::Ephemeral() {
  StartSodium();
  Sealer sealer;
  crypto_secretbox_keygen(sealer.key_.data());
  return sealer;
}

std::string Sealer::Seal(std::string_view text) const {
  std::string box(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + text.size(), '\0');
  auto* bytes = reinterpret_cast<unsigned char*>(box.data());
  randombytes_buf(bytes, crypto_secretbox_NONCEBYTES);
  crypto_secretbox_easy(bytes + crypto_secretbox_NONCEBYTES,
                        reinterpret_cast<const unsigned char*>(text.data()), text.size(), bytes,
                        key_.data());
  std::string out(sodium_base64_encoded_len(box.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(out.data(), out.size(), bytes, box.size(), sodium_base64_VARIANT_ORIGINAL);
  out.pop_back();
  return std::string(kSealed) + out;
}

Result<std::string> Sealer::Unseal(std::string_view text) const {
  if (!text.starts_with(kSealed)) return std::string(text);
  text.remove_prefix(kSealed.size());
  std::string box(text.size(), '\0');
  size_t size = 0;
  auto* bytes = reinterpret_cast<unsigned char*>(box.data());
  constexpr size_t kOverhead = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
  const bool read = sodium_base642bin(bytes, box.size(), text.data(), text.size(), nullptr, &size,
                                      nullptr, sodium_base64_VARIANT_ORIGINAL) == 0 &&
                    size >= kOverhead;
  std::string out(read ? size - kOverhead : 0, '\0');
  if (!read ||
      crypto_secretbox_open_easy(reinterpret_cast<unsigned char*>(out.data()),
                                 bytes + crypto_secretbox_NONCEBYTES,
                                 size - crypto_secretbox_NONCEBYTES, bytes, key_.data()) != 0) {
    return Fail(ErrorKind::kDenied, "WrongKey",
                "what the store holds was sealed with another key; give the right one in WEIR_KEY");
  }
  return out;
}

std::string Sealer::Tag(std::string_view text) const {
  std::array<unsigned char, 32> tag{};
  crypto_generichash(tag.data(), tag.size(), reinterpret_cast<const unsigned char*>(text.data()),
                     text.size(), key_.data(), key_.size());
  std::array<char, 65> hex{};
  sodium_bin2hex(hex.data(), hex.size(), tag.data(), tag.size());
  return hex.data();
}

void Masker::Add(std::string_view secret) {
  if (secret.size() < kSecretBytesMin) return;
  const std::lock_guard lock(mutex_);
  if (std::find(secrets_.begin(), secrets_.end(), secret) != secrets_.end()) return;
  secrets_.emplace_back(secret);
}

std::string Masker::Mask(std::string text) const {
  const std::lock_guard lock(mutex_);
  for (const std::string& secret : secrets_) {
    for (size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at)) {
      text.replace(at, secret.size(), kMasked);
      at += kMasked.size();
    }
  }
  return text;
}

Json Masker::Mask(const Json& json) const {
  {
    const std::lock_guard lock(mutex_);
    if (secrets_.empty()) return json;
  }
  if (json.is_string()) {
    std::string masked = Mask(json.as_string());
    return masked == json.as_string() ? json : Json(std::move(masked));
  }
  Json copy = json;
  if (json.is_array()) {
    for (Json& item : copy.MutableItems()) item = Mask(item);
  } else if (json.is_object()) {
    for (Json::Member& member : copy.MutableMembers()) member.value = Mask(member.value);
  }
  return copy;
}

namespace {

Json MaskAuthentication(Json settings) {
  for (Json::Member& member : settings.MutableMembers()) {
    for (const char* key : {"password", "pfx", "servicePrincipalKey"}) {
      if (SameName(member.name, key) && member.value.is_string()) {
        member.value = std::string(kMasked);
      }
    }
  }
  return settings;
}

}  // namespace

Json MaskSecureStrings(const Json& json) {
  Json copy = json;
  if (json.is_array()) {
    for (Json& item : copy.MutableItems()) item = MaskSecureStrings(item);
  } else if (json.is_object()) {
    if (SameName(json["type"].as_string(), "SecureString") && json.Find("value") != nullptr) {
      copy.Set("value", std::string(kMasked));
      return copy;
    }
    for (Json::Member& member : copy.MutableMembers()) {
      member.value = MaskSecureStrings(member.value);
      if (member.value.is_object() && SameName(member.name, "authentication")) {
        member.value = MaskAuthentication(std::move(member.value));
      }
    }
  }
  return copy;
}

std::string NewToken() {
  std::array<unsigned char, 32> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  std::array<char, 65> text{};
  sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
  return text.data();
}

bool SameSecret(std::string_view left, std::string_view right) {
  return left.size() == right.size() && sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace weir
