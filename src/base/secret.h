#pragma once

#include <array>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace weir {

/// Seals texts that hold secrets before they go to disk (libsodium secretbox, fresh nonce each).
class Sealer {
 public:
  /// The key from $WEIR_KEY (64 hex digits), else from `key_file`, which is made with mode 0600 if
  /// absent. Errors: kInvalid InvalidKey, kInternal KeyUnavailable.
  static Result<Sealer> Open(const std::string& key_file);
  /// A key for this process only: tests, stores in memory.
  static Sealer Ephemeral();

  /// "sealed:<base64>".
  std::string Seal(std::string_view text) const;
  /// A text that is not sealed comes back as it is. Errors: kDenied WrongKey.
  Result<std::string> Unseal(std::string_view text) const;
  /// 64 hex digits that follow from the text and the key, and that nobody without the key can tell.
  std::string Tag(std::string_view text) const;

 private:
  Sealer() = default;
  std::array<unsigned char, 32> key_{};
};

/// Known secret values, to be masked wherever text leaves the program. Thread safe.
class Masker {
 public:
  /// Values shorter than four bytes are not masked: they would blot out ordinary text.
  void Add(std::string_view secret);
  /// The text with each known secret as "***".
  std::string Mask(std::string text) const;
  /// Each text of the tree masked; shares the tree if nothing is to mask.
  Json Mask(const Json& json) const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> secrets_;
};

/// The values of every `{"type": "SecureString", "value": …}` in the tree as "***", and what
/// stands in clear for a password, pfx or servicePrincipalKey under `authentication`.
Json MaskSecureStrings(const Json& json);

/// A new secret that nobody can guess: 64 hex digits of the system's entropy.
std::string NewToken();

/// Compare in a time that says nothing about where they differ.
bool SameSecret(std::string_view left, std::string_view right);

}  // namespace weir
