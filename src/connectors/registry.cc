#include "base/names.h"
#include "connectors/connector.h"

namespace weir::connectors {

Result<> ConnectorRegistry::Add(ConnectorSpec spec) {
  for (const std::string& type : spec.linked_services) {
    if (Find(type).ok()) {
      return Fail(ErrorKind::kConflict, "DuplicateConnector",
                  "linked service type '" + type + "' is registered twice");
    }
  }
  specs_.push_back(std::move(spec));
  return {};
}

Result<const ConnectorSpec*> ConnectorRegistry::Find(const std::string& linked_service_type) const {
  std::vector<std::string> known;
  for (const ConnectorSpec& spec : specs_) {
    for (const std::string& type : spec.linked_services) {
      if (SameName(type, linked_service_type)) return &spec;
      known.push_back(type);
    }
  }
  return Fail(ErrorKind::kUnsupported, "UnsupportedLinkedService",
              "linked service type '" + linked_service_type +
                  "' has no connector here; stand another store in for it with --local" +
                  DidYouMean(linked_service_type, known));
}

}  // namespace weir::connectors
