#pragma once

#include "base/json.h"

namespace weir::api::v1 {

/// The properties of a linked service or a compute type as clients see them: ten asterisks for each
/// secret, also for those inside a connection string or the address of a shared access signature.
/// Source: recorded answers (facts of version 1, REST 3).
Json HideSecrets(const Json& properties);

/// The properties with what was hidden taken from `old`, which may be null: by the property, and
/// inside of connection strings by the part.
Json WithOldSecrets(const Json& properties, const Json& old);

/// A text in which a secret is hidden; null if there is none.
const Json* FindHidden(const Json& properties);

}  // namespace weir::api::v1
