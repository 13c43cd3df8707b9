#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "model/v1/factory.h"

namespace weir::v1 {

/// `{"referenceName": name, "type": type}`.
Json ReferenceTo(const std::string& name, const char* type);

/// What could not be carried over as it was.
struct Remark {
  /// True: somebody must do something; else only the meaning changed.
  bool by_hand = false;
  std::string text;
};

/// The document {"name", "properties"} of a linked service in version 2: type and properties by
/// their new names, secrets as SecureStrings, references to others as references, a gateway as the
/// integration runtime of its name. A type that version 2 does not have stays as it is.
Json LowerLinkedService(const model::V1LinkedService& service, std::vector<Remark>* remarks);

/// Set what version 2 requires of a type of version 1 that did not ask for it, in angle brackets,
/// and take away what it no longer has.
void FillRequiredSettings(const std::string& v1_type, Json* settings, std::vector<Remark>* remarks);

}  // namespace weir::v1
