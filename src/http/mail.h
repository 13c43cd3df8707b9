#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/cancel.h"
#include "base/result.h"

namespace weir::http {

/// A mail, and the server that takes it.
struct Mail {
  std::string host;
  int port = 587;
  bool start_tls = true;  ///< Refuse to go on without it.
  std::string user = {};  ///< Empty: sent without signing in.
  std::string password = {};
  std::string ca_file = {};  ///< PEM of authorities; empty: $SSL_CERT_FILE, else the system's.
  std::string from;
  std::vector<std::string> to;
  std::string message_id = {};  ///< Without brackets; the same for the same mail sent again.
  std::string date = {};        ///< As mail has it; empty: the server's.
  std::string subject;
  std::string text;
  std::chrono::milliseconds timeout{30'000};
};

/// The mail as it goes over the wire: headers, UTF-8 in base64.
std::string MailText(const Mail& mail);

/// Hand it to the server (SMTP). Errors: kUnavailable MailNotTaken, with the server's words for
/// what may be tried again; kDenied MailDenied if it does not know the user, its certificate is
/// refused or it has no STARTTLS; kInvalid MailRefused if it will never take it.
Result<> SendMail(const Mail& mail);

}  // namespace weir::http
