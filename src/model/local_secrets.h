#pragma once

#include <string>
#include <vector>

#include "base/json.h"

namespace weir::model {

/// Put values into SecureStrings of a local file that say where theirs is:
/// `{"type": "SecureString", "environment": "WEIR_SECRET_DB"}`, or `"file"` with a path from
/// `folder`, at most 64 kB, without the line end at its end. One that cannot be had stays as it is,
/// with a sentence in `problems`. Only variables whose names begin with WEIR_SECRET_ are read: a
/// local file may come from somebody else.
Json WithLocalSecrets(const Json& json, const std::string& folder,
                      std::vector<std::string>* problems);

}  // namespace weir::model
