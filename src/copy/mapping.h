#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "copy/added_columns.h"
#include "copy/conversion.h"
#include "formats/format.h"
#include "model/instance.h"

namespace arrow {
class Field;
class RecordBatch;
class Schema;
}  // namespace arrow

namespace weir::copy {

/// One line of a mapping as its author wrote it: which source column, and what it becomes.
struct MappedColumn {
  std::string source_name;
  int source_ordinal = 0;   ///< From 1; 0 if the name or path counts.
  std::string source_path;  ///< Of documents: "$['a']['b']", "['prod']" inside the collection.
  std::string source_type;  ///< Interim type, or "".
  std::string sink_name;
  std::vector<std::string> sink_path;  ///< Of documents: the objects to build, the field last.
  std::string sink_type;
  int precision = 0;  ///< Of a Decimal; 0 is unsaid.
  int scale = 0;
  std::string format;  ///< .NET pattern of this column, or "".
  std::string culture;
};

/// A TabularTranslator, or what stands in its place in older definitions.
struct Translator {
  std::vector<MappedColumn> columns;  ///< Empty: all columns, by name.
  std::string collection;             ///< collectionReference.
  bool complex_as_text = false;       ///< mapComplexValuesToString.
  bool type_conversion = false;
  ConversionSettings conversion;
};

/// Read `translator` in any of its forms: mappings (by name, ordinal or path), `columnMappings`
/// (object or "A: B, C: D"), `schemaMapping`; without one, the `structure` of a legacy source.
/// Errors: kInvalid InvalidTranslator, UserErrorInvalidColumnMapping; kUnsupported for cultures and
/// formats.
Result<Translator> ReadTranslator(const Json& translator, const model::DatasetInstance& source,
                                  const model::DatasetInstance& sink);

/// What a document reader must be asked for so that the mapping's columns come flat, each named as
/// the mapping names its source (path or name); empty for none. `added` columns are not its.
std::vector<formats::PathColumn> DocumentPaths(const Translator& translator,
                                               const std::vector<AddedColumn>& added);

/// Column → path for a document writer.
std::map<std::string, std::vector<std::string>> NestedPaths(const Translator& translator);

/// Take a JSON path apart: "$['a']['b']", "$.a.b", "['a']" and "a" give {"a","b"}, …, {"a"}.
std::vector<std::string> SplitPath(const std::string& path);

/// What a sink demands of the columns that come.
struct SinkShape {
  std::shared_ptr<arrow::Schema> columns;  ///< Null: nothing.
  bool exact = false;     ///< All of them in this order, absent ones null; else any of them.
  bool is_table = false;  ///< For messages.
};

/// What happens to rows on their way: which source columns go where, and how they change type.
class Projection {
 public:
  /// Bind a mapping to the columns that came. Default mapping is by name, case counting.
  /// Errors: kInvalid UserErrorInvalidColumnMappingColumnNotFound, UserErrorInvalidColumnName.
  static Result<Projection> Bind(const Translator& translator, const arrow::Schema& source,
                                 const SinkShape& shape);

  const std::shared_ptr<arrow::Schema>& schema() const { return schema_; }

  struct Fault {
    int64_t row = 0;  ///< In the batch.
    size_t column = 0;
    std::string value;
  };
  /// In: a batch of n rows of the source's schema; out: n rows of schema(). Cells that do not fit
  /// are null and listed in `faults`, by column.
  Result<std::shared_ptr<arrow::RecordBatch>> Apply(const arrow::RecordBatch& in,
                                                    std::vector<Fault>& faults) const;
  /// The error that a fault is.
  Error FaultError(const Fault& fault) const;

 private:
  struct Column {
    int source = -1;  // -1: nulls.
    std::string source_name;
    ColumnConversion conversion;
  };
  std::vector<Column> columns_;
  std::shared_ptr<arrow::Schema> schema_;
};

}  // namespace weir::copy
