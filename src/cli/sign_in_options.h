#pragma once

#include <optional>
#include <string>
#include <utility>

#include "api/screen/sign_in.h"

namespace CLI {
class App;
}

namespace weir::cli {

/// Where people sign in on the screen, as the command line says it.
struct SignInFlags {
  std::pair<std::string, std::string> client;  ///< ISSUER CLIENT_ID
  std::string secret_file;
  std::string name;
  std::string scope = "openid profile email";
};

void AddSignInFlags(CLI::App& app, SignInFlags* flags);

/// What the flags say; nothing without --sign-in. The client's secret is the first line of the
/// file, else $WEIR_SIGN_IN_SECRET, else there is none. `public_url` and `any_address`: where the
/// service is reached, and whether it listens everywhere.
/// Errors: kInvalid InvalidSignIn, PublicUrlNeeded.
Result<std::optional<api::SignInOptions>> ReadSignIn(const SignInFlags& flags,
                                                     const std::string& public_url,
                                                     bool any_address);

}  // namespace weir::cli
