#include "engine/activity.h"

#include "base/names.h"

namespace weir::engine {

Result<> ActivityRegistry::Add(ActivitySpec spec) {
  if (Find(spec.type) != nullptr) {
    return Fail(ErrorKind::kConflict, "DuplicateActivityType",
                "activity type '" + spec.type + "' is registered twice");
  }
  specs_.push_back(std::move(spec));
  return {};
}

const ActivitySpec* ActivityRegistry::Find(const std::string& type) const {
  for (const ActivitySpec& spec : specs_) {
    if (SameName(spec.type, type)) return &spec;
  }
  return nullptr;
}

}  // namespace weir::engine
