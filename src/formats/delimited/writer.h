#pragma once

#include "formats/delimited/dialect.h"

namespace weir::formats::delimited {

/// Write batches as delimited text.
///
/// Cells are quoted if they hold a delimiter, a row end or a quote, or all if `quoteAllText`; the
/// escape character stands before quotes and before itself. Null is written as nullValue, without
/// quotes, but in a table of one column with quotes, since an empty line is no row. Without quotes
/// the escape stands before delimiters.
/// Errors: kInvalid DelimitedTextUnquotable if a cell cannot be written without quotes;
/// kUnsupported UnsupportedColumnType, UnsupportedEncoding; ComplexValueInTextColumn for columns of
/// JSON values that the mapping did not turn into text.
Result<std::unique_ptr<BatchWriter>> OpenWriter(std::shared_ptr<arrow::io::OutputStream> out,
                                                std::shared_ptr<arrow::Schema> schema,
                                                const WriteOptions& options);

}  // namespace weir::formats::delimited
