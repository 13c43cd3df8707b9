#include "base/names.h"
#include "formats/format.h"

namespace weir::formats {
namespace {

const FormatSpec* FindIn(const std::vector<FormatSpec>& specs, const std::string& name,
                         std::vector<std::string> FormatSpec::* names) {
  for (const FormatSpec& spec : specs) {
    for (const std::string& known : spec.*names) {
      if (SameName(known, name)) return &spec;
    }
  }
  return nullptr;
}

}  // namespace

Result<> FormatRegistry::Add(FormatSpec spec) {
  for (const std::string& dataset : spec.datasets) {
    if (FindByDataset(dataset) != nullptr) {
      return Fail(ErrorKind::kConflict, "DuplicateFormat",
                  "dataset type '" + dataset + "' is registered twice");
    }
  }
  specs_.push_back(std::move(spec));
  return {};
}

const FormatSpec* FormatRegistry::FindByDataset(const std::string& type) const {
  return FindIn(specs_, type, &FormatSpec::datasets);
}

const FormatSpec* FormatRegistry::FindByLegacy(const std::string& type) const {
  return FindIn(specs_, type, &FormatSpec::legacy_formats);
}

}  // namespace weir::formats
