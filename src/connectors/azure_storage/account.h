#pragma once

#include <map>
#include <string>
#include <variant>

#include "base/json.h"
#include "base/result.h"
#include "connectors/auth/token.h"
#include "model/instance.h"

namespace weir::connectors::azure_storage {

struct SharedKey {
  std::string key;  ///< Decoded.
};
struct SharedAccessSignature {
  std::string query;  ///< "sv=…&sig=…", as given.
};
struct Anonymous {};

using Credential = std::variant<Anonymous, SharedKey, SharedAccessSignature, auth::ServicePrincipal,
                                auth::ManagedIdentity>;

/// A storage account as a linked service names it.
struct Account {
  std::string name;
  /// Of the blob service, without a trailing slash: "https://a.blob.core.windows.net", or for an
  /// emulator "http://127.0.0.1:10000/devstoreaccount1".
  std::string endpoint;
  Credential credential;
  /// The only container that the credential opens; empty: the whole account.
  std::string container;
  /// Azure Data Lake Storage Gen2: messages and error codes are its own.
  bool data_lake = false;
};

/// Read AzureBlobStorage, AzureStorage and AzureBlobFS.
/// Errors: kInvalid InvalidConnectionString (ADF's 2106 in words), InvalidSetting,
/// MissingCredential, InvalidAzureCloudType; kUnsupported UnsupportedCredential.
Result<Account> AccountOf(const model::LinkedServiceInstance& service);

/// "Name=value;…" with names in lower case. Errors: kInvalid InvalidConnectionString.
Result<std::map<std::string, std::string>> ParseConnectionString(const std::string& text);

}  // namespace weir::connectors::azure_storage
