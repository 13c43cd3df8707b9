#pragma once

#include <string>

#include "base/json.h"
#include "model/factory.h"

namespace weir::model {

/// The JSON Schema (draft-07) of the files of one kind, for editors; complete in itself.
///
/// It says what the catalogue says: the properties of each `type`, their JSON types, what is
/// required, the values of an enum as suggestions, older spellings as deprecated. What CheckShape
/// takes without a finding is valid: an expression in place of a value, a number written as a text,
/// unknown properties, the properties alone without {"name", "properties"} around them. Names are
/// expected in the contract's case.
/// Source: JSON Schema draft-07; `deprecationMessage`, `patternErrorMessage` are VS Code's words.
Json SchemaOf(ResourceKind kind);

/// Settings of VS Code that map a factory's folders to the schemas `<folder>/<kind>.json`, at any
/// depth of the workspace. `schemas` is the folder's path or URL, without a slash at the end.
Json EditorSettings(const std::string& schemas);

}  // namespace weir::model
