#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "lineage/dataset_name.h"
#include "model/instance.h"

namespace weir::lineage {

struct Column {
  std::string name;
  std::string type;  ///< As the dataset or the mapping says; may be empty.
};

/// A dataset that an activity reads or writes.
struct Dataset {
  DatasetName name;
  std::string dataset;         ///< The factory's dataset; empty for a table named in SQL.
  std::string type;            ///< "DelimitedText"; of a table in SQL, of its linked service.
  std::string linked_service;  ///< Its name.
  std::vector<Column> columns;
};

/// One column of an output follows from one of an input, both by index.
struct ColumnLink {
  size_t input = 0;
  std::string from;
  size_t output = 0;
  std::string to;
  bool converted = false;  ///< Its type is changed on the way.
};

/// What one activity reads and writes.
struct Trace {
  std::vector<Dataset> inputs;
  std::vector<Dataset> outputs;
  std::vector<ColumnLink> columns;
  std::string sql;       ///< What it asked the database; empty for none.
  bool removes = false;  ///< The outputs are deleted.
  std::string note;      ///< What could not be found out; empty if all could.
};

/// Where resources come from.
class Resources {
 public:
  virtual ~Resources() = default;
  virtual Result<model::DatasetInstance> Dataset(const Json& reference) const = 0;
  virtual Result<model::LinkedServiceInstance> LinkedService(const Json& reference) const = 0;
  /// The `properties` of a data flow; null if there is none.
  virtual const Json& DataFlow(const std::string& name) const = 0;
  virtual const std::string& factory() const = 0;
};

/// The dataset of a reference; one that cannot be resolved is known by its own name, and `trace`
/// notes why.
Dataset DatasetAt(const Json& reference, const Resources& resources, Trace* trace);

/// True for activities that read or write datasets.
bool IsTraced(const std::string& activity_type);

/// Trace an activity (name, type, typeProperties, inputs, outputs, linkedServiceName) whose
/// expressions are evaluated, or stand there as texts in braces. Never fails: what is not known is
/// said in the note.
Trace TraceActivity(const Json& activity, const Resources& resources);

}  // namespace weir::lineage
