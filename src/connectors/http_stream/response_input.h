#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "http/client.h"

namespace arrow::io {
class InputStream;
}  // namespace arrow::io

namespace weir::connectors::http_stream {

/// Ask again for the same bytes, from a position on.
using Reopen = std::function<Result<std::unique_ptr<http::ResponseStream>>(int64_t position)>;
/// Put an error into the store's words.
using Explain = std::function<Error(Error error)>;

/// The body of an answer as Arrow's stream. One that breaks off is taken up where it stopped with
/// `reopen` (null: it is an error), at most three times without a byte in between. Errors travel in
/// Arrow's status (formats::FromArrow).
std::shared_ptr<arrow::io::InputStream> MakeResponseInput(
    std::unique_ptr<http::ResponseStream> opened, Reopen reopen, Explain explain);

}  // namespace weir::connectors::http_stream
