#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace weir {

/// Two keys that belong together, in base64 (libsodium). The open one may be told to everybody.
struct KeyPair {
  std::string open;
  std::string secret;
};

/// Keys to seal for (X25519).
KeyPair NewBoxKeys();
/// Seal a text so that only the holder of the pair of `open_key` reads it; base64.
/// Errors: kInvalid InvalidKey.
Result<std::string> SealFor(std::string_view open_key, std::string_view text);
/// Errors: kDenied WrongKey.
Result<std::string> OpenSealed(const KeyPair& keys, std::string_view sealed);

/// Keys to sign with (Ed25519).
KeyPair NewSigningKeys();
/// Those that always follow from `seed`, 64 hex digits. Errors: kInvalid InvalidKey.
Result<KeyPair> SigningKeysOf(std::string_view seed);
/// The signature of a text, base64; "" if the key is none.
std::string Sign(const KeyPair& keys, std::string_view text);
bool HasSigned(std::string_view open_key, std::string_view text, std::string_view signature);

}  // namespace weir
