#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace weir::http {

/// A certificate and its key, PEM.
struct Certificate {
  std::string certificate;
  std::string key;
};

/// Make a certificate that vouches for itself, for a service without one of an authority's: clients
/// are told to trust it. `hosts` are names and IP addresses; valid for `days` from now.
/// Errors: kInternal CertificateFailed.
Result<Certificate> MakeCertificate(const std::vector<std::string>& hosts, int days = 825);

}  // namespace weir::http
