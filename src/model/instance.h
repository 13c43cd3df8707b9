#pragma once

#include <string>

#include "base/json.h"

namespace weir::model {

/// A linked service with its expressions evaluated: what a connector is opened from.
struct LinkedServiceInstance {
  std::string name;
  std::string type;  ///< "AzureBlobStorage", as the catalogue spells it.
  Json properties;   ///< `properties`: type, connectVia, typeProperties, …

  const Json& type_properties() const { return properties["typeProperties"]; }
};

/// A dataset with its expressions evaluated, and the linked service it points into.
struct DatasetInstance {
  std::string name;
  std::string type;  ///< "DelimitedText", "AzureSqlTable", …
  Json properties;   ///< `properties`: type, schema, structure, typeProperties, …
  LinkedServiceInstance linked_service;

  const Json& type_properties() const { return properties["typeProperties"]; }
};

/// The text of a setting that may be plain or `{"type": "SecureString", "value": …}`; empty if
/// absent.
inline std::string SettingText(const Json& setting) {
  return setting.is_object() ? setting["value"].as_string() : setting.as_string();
}

}  // namespace weir::model
