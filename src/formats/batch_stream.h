#pragma once

#include <memory>

#include "base/result.h"

namespace arrow {
class RecordBatch;
class Schema;
class Status;
}  // namespace arrow

namespace weir::formats {

/// Rows on their way: Arrow record batches of one schema, pulled one by one.
///
/// Interim types of ADF as Arrow types: Boolean bool, Byte uint8, SByte int8, Int16…Int64,
/// UInt16…UInt64, Single float32, Double float64, Decimal decimal128(p ≤ 38, s) (or, where a store
/// gives no bounds, utf8 with field metadata weir.type=Decimal), String and Guid utf8 (Guid with
/// weir.type=Guid), DateTime timestamp(us), DateTimeOffset
/// timestamp(us, UTC), TimeSpan duration(us), Date date32, ByteArray binary. A batch holds at most
/// about 64 Ki rows or 16 MiB, so memory does not follow the data.
class BatchStream {
 public:
  virtual ~BatchStream() = default;
  virtual std::shared_ptr<arrow::Schema> schema() const = 0;
  /// The next batch; null at the end. After an error the stream is spent.
  virtual Result<std::shared_ptr<arrow::RecordBatch>> Next() = 0;
};

/// Arrow's status as our error; `code` is the stable code to give it. A status made by ToArrow
/// gives its error back as it was.
Error FromArrow(const arrow::Status& status, std::string code);

/// Our error as Arrow's status: for streams of ours that Arrow's readers and writers call.
arrow::Status ToArrow(const Error& error);

}  // namespace weir::formats

/// Leave with Arrow's error turned into ours.
#define WEIR_ARROW_TRY(expression, code)                                         \
  do {                                                                           \
    const ::arrow::Status weir_status = (expression);                            \
    if (!weir_status.ok()) return ::weir::formats::FromArrow(weir_status, code); \
  } while (false)

/// Leave with Arrow's error, else bind the value.
#define WEIR_ARROW_ASSIGN(declaration, expression, code) \
  WEIR_ARROW_ASSIGN_INNER(WEIR_CONCAT(weir_arrow_, __LINE__), declaration, expression, code)
#define WEIR_ARROW_ASSIGN_INNER(result, declaration, expression, code)        \
  auto result = (expression);                                                 \
  if (!result.ok()) return ::weir::formats::FromArrow(result.status(), code); \
  declaration = std::move(result).ValueUnsafe()
