#pragma once

#include "base/json.h"
#include "model/factory.h"

namespace weir::model {

/// A template and the file with its parameters.
struct ArmExport {
  Json template_document;  ///< ARMTemplateForFactory.json
  Json parameters;         ///< ARMTemplateParametersForFactory.json
};

/// A factory as Data Factory exports it: the parameter `factoryName`; each SecureString and each
/// connection string of a linked service as a secureString parameter ("Sql_connectionString"); the
/// addresses and names of linked services as string parameters
/// ("Web_properties_typeProperties_url"); `dependsOn` from references. Values are those of the
/// factory, hidden ones too. The factory's own resource is in it if it says anything;
/// alerts are not: Azure Resource Manager has no such type.
///
/// Loaded with its parameters it gives the same resources.
/// Source: v2-semantics 14 (default parameterisation of linked services).
ArmExport ExportArm(const Factory& factory);

}  // namespace weir::model
