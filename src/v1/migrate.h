#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "model/v1/factory.h"
#include "v1/linked_service.h"

namespace weir::v1 {

/// What a migration says of one thing of version 1.
struct MigrationNote {
  std::string kind;  ///< "pipeline", "activity", "dataset", "linked service".
  std::string name;  ///< Of an activity "Pipeline/Activity".
  /// The file of version 1; may be empty.
  std::string file;
  Position position;
  Remark remark;
};

/// A factory of version 2 as a Git folder has it, and what must be known of it.
struct Migration {
  /// Path in the folder ("pipeline/Load.json") and document.
  std::vector<std::pair<std::string, Json>> files;
  std::vector<MigrationNote> notes;

  /// {"files": [...], "byHand": n, "changed": n, "notes": [{kind, name, file, line, byHand,
  /// text}]}.
  Json Report() const;
  /// The same for people.
  std::string Markdown(const std::string& factory) const;
};

/// Move a factory of version 1 to version 2.
///
/// A pipeline whose activities share one calendar stays one, else each activity becomes its own.
/// Its slices become the windows of a tumbling window trigger, from the boundary at or before its
/// start to the one at or behind its end; inputs that other pipelines fill become dependencies of
/// the trigger, external files a Validation. Activities read their window from the
/// parameters windowStart and windowEnd. What could not be moved is a note that asks for a hand,
/// and a pipeline lacks what could not be lowered at all. Pure.
Migration Migrate(const model::V1Factory& factory);

}  // namespace weir::v1
