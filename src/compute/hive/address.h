#pragma once

#include <map>
#include <string>

#include "base/result.h"

namespace weir::compute::hive {

/// Where a HiveServer2 or a Spark Thrift server answers, and how.
struct Address {
  std::string host;
  int port = 10000;
  bool http = false;  ///< transportMode=http, else binary.
  std::string http_path = "cliservice";
  bool tls = false;
  bool verify_tls = true;
  bool sasl = true;  ///< False: auth=noSasl, for servers with that setting.
  std::string user;
  std::string password;
  std::string database = "default";
  std::map<std::string, std::string> settings;   ///< What stands behind '?': hiveconf.
  std::map<std::string, std::string> variables;  ///< What stands behind '#': hivevar.

  /// "hive2://host:port/database", without who asks.
  std::string Shown() const;
};

/// True for "hive2://…" and "jdbc:hive2://…".
bool IsAddress(const std::string& url);

/// Read [jdbc:]hive2://host[:port][/database][;name=value…][?settings][#variables], as the JDBC
/// driver does: transportMode, httpPath, ssl, sslVerify (ours: false trusts anybody), auth=noSasl,
/// user, password. Errors: kInvalid InvalidHiveAddress; kUnsupported UnsupportedHiveAddress for
/// Kerberos (principal) and ZooKeeper (serviceDiscoveryMode).
Result<Address> ParseAddress(const std::string& url);

}  // namespace weir::compute::hive
