#include "base/box.h"

#include <sodium.h>

#include "base/check.h"

namespace weir {
namespace {

void StartSodium() {
  static const bool ready = sodium_init() >= 0;
  WEIR_CHECK(ready, "libsodium needs a source of randomness");
}

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* Bytes(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

std::string ToBase64(std::string_view bytes) {
  std::string out(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(out.data(), out.size(), Bytes(bytes), bytes.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  out.pop_back();
  return out;
}

/// "" for what is no base64.
std::string FromBase64(std::string_view text) {
  std::string out(text.size(), '\0');
  size_t size = 0;
  const bool read = sodium_base642bin(Bytes(out), out.size(), text.data(), text.size(), nullptr,
                                      &size, nullptr, sodium_base64_VARIANT_ORIGINAL) == 0;
  out.resize(read ? size : 0);
  return out;
}

Error NoKey() {
  return Fail(ErrorKind::kInvalid, "InvalidKey", "expected a key of 32 bytes in base64");
}

}  // namespace

KeyPair NewBoxKeys() {
  StartSodium();
  std::string open(crypto_box_PUBLICKEYBYTES, '\0');
  std::string secret(crypto_box_SECRETKEYBYTES, '\0');
  crypto_box_keypair(Bytes(open), Bytes(secret));
  return {ToBase64(open), ToBase64(secret)};
}

Result<std::string> SealFor(std::string_view open_key, std::string_view text) {
  StartSodium();
  const std::string key = FromBase64(open_key);
  std::string box(crypto_box_SEALBYTES + text.size(), '\0');
  if (key.size() != crypto_box_PUBLICKEYBYTES ||
      crypto_box_seal(Bytes(box), Bytes(text), text.size(), Bytes(std::string_view(key))) != 0) {
    return NoKey();
  }
  return ToBase64(box);
}

Result<std::string> OpenSealed(const KeyPair& keys, std::string_view sealed) {
  StartSodium();
  const std::string open = FromBase64(keys.open);
  const std::string secret = FromBase64(keys.secret);
  const std::string box = FromBase64(sealed);
  std::string text(box.size() < crypto_box_SEALBYTES ? 0 : box.size() - crypto_box_SEALBYTES, '\0');
  if (open.size() != crypto_box_PUBLICKEYBYTES || secret.size() != crypto_box_SECRETKEYBYTES ||
      box.size() < crypto_box_SEALBYTES ||
      crypto_box_seal_open(Bytes(text), Bytes(std::string_view(box)), box.size(),
                           Bytes(std::string_view(open)), Bytes(std::string_view(secret))) != 0) {
    return Fail(ErrorKind::kDenied, "WrongKey", "what came was sealed for another key");
  }
  return text;
}

KeyPair NewSigningKeys() {
  StartSodium();
  std::string open(crypto_sign_PUBLICKEYBYTES, '\0');
  std::string secret(crypto_sign_SECRETKEYBYTES, '\0');
  crypto_sign_keypair(Bytes(open), Bytes(secret));
  return {ToBase64(open), ToBase64(secret)};
}

Result<KeyPair> SigningKeysOf(std::string_view seed) {
  StartSodium();
  std::string bytes(crypto_sign_SEEDBYTES, '\0');
  size_t size = 0;
  if (sodium_hex2bin(Bytes(bytes), bytes.size(), seed.data(), seed.size(), nullptr, &size,
                     nullptr) != 0 ||
      size != bytes.size()) {
    return Fail(ErrorKind::kInvalid, "InvalidKey", "expected a seed of 64 hexadecimal digits");
  }
  std::string open(crypto_sign_PUBLICKEYBYTES, '\0');
  std::string secret(crypto_sign_SECRETKEYBYTES, '\0');
  crypto_sign_seed_keypair(Bytes(open), Bytes(secret), Bytes(std::string_view(bytes)));
  return KeyPair{ToBase64(open), ToBase64(secret)};
}

std::string Sign(const KeyPair& keys, std::string_view text) {
  StartSodium();
  const std::string secret = FromBase64(keys.secret);
  if (secret.size() != crypto_sign_SECRETKEYBYTES) return {};
  std::string signature(crypto_sign_BYTES, '\0');
  crypto_sign_detached(Bytes(signature), nullptr, Bytes(text), text.size(),
                       Bytes(std::string_view(secret)));
  return ToBase64(signature);
}

bool HasSigned(std::string_view open_key, std::string_view text, std::string_view signature) {
  StartSodium();
  const std::string key = FromBase64(open_key);
  const std::string bytes = FromBase64(signature);
  return key.size() == crypto_sign_PUBLICKEYBYTES && bytes.size() == crypto_sign_BYTES &&
         crypto_sign_verify_detached(Bytes(std::string_view(bytes)), Bytes(text), text.size(),
                                     Bytes(std::string_view(key))) == 0;
}

}  // namespace weir
