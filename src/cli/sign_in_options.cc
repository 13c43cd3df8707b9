#include "cli/sign_in_options.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <fstream>

namespace weir::cli {
namespace {

Result<std::string> ReadSecret(const std::string& file) {
  if (file.empty()) {
    const char* given = std::getenv("WEIR_SIGN_IN_SECRET");
    return std::string(given == nullptr ? "" : given);
  }
  std::string secret;
  std::ifstream in(file);
  std::getline(in, secret);
  while (secret.ends_with('\r') || secret.ends_with(' ')) secret.pop_back();
  if (!secret.empty()) return secret;
  return Fail(ErrorKind::kInvalid, "InvalidSignIn",
              "the file must hold the secret that the issuer gave to this client")
      .At(file);
}

}  // namespace

void AddSignInFlags(CLI::App& app, SignInFlags* flags) {
  CLI::Option* client = app.add_option(
      "--sign-in", flags->client,
      "ISSUER CLIENT_ID: people sign in on the screen at this OpenID Connect issuer, with which "
      "PUBLIC_URL/weir/sign-in/callback is registered; weir token create says what they may do");
  app.add_option("--sign-in-secret-file", flags->secret_file,
                 "Holds the client's secret (else $WEIR_SIGN_IN_SECRET; none: a public client)")
      ->needs(client);
  app.add_option("--sign-in-name", flags->name,
                 "What the screen calls the issuer (default: its host)")
      ->needs(client);
  app.add_option("--sign-in-scope", flags->scope, "What is asked of the issuer")
      ->capture_default_str()
      ->needs(client);
}

Result<std::optional<api::SignInOptions>> ReadSignIn(const SignInFlags& flags,
                                                     const std::string& public_url,
                                                     bool any_address) {
  if (flags.client.first.empty()) return std::optional<api::SignInOptions>();
  if (public_url.empty() && any_address) {
    return Fail(ErrorKind::kInvalid, "PublicUrlNeeded",
                "start the service with --public-url, so that the issuer knows where people come "
                "back to");
  }
  if (!public_url.empty() && !api::Issuer::IsSafe(public_url)) {
    return Fail(ErrorKind::kInvalid, "InvalidSignIn",
                "people sign in over TLS only: --public-url must be an https address, got '" +
                    public_url + "'");
  }
  if ((" " + flags.scope + " ").find(" openid ") == std::string::npos) {
    return Fail(ErrorKind::kInvalid, "InvalidSignIn",
                "--sign-in-scope must have 'openid' among its words, got '" + flags.scope + "'");
  }
  WEIR_ASSIGN(std::string secret, ReadSecret(flags.secret_file));
  return std::optional(api::SignInOptions{
      {flags.client.first, flags.client.second, std::move(secret), flags.scope}, flags.name});
}

}  // namespace weir::cli
