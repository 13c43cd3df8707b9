#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/cancel.h"
#include "base/json.h"
#include "base/result.h"

namespace weir::lineage {

/// Where events go. Called from one thread.
class Transport {
 public:
  virtual ~Transport() = default;
  /// Errors: kUnavailable and what http::Client says where another try may help; else it will not.
  virtual Result<> Send(const Json& event, const CancelToken& cancel) = 0;
  /// For messages: an address without secrets, or a path.
  virtual const std::string& place() const = 0;
};

/// POST each event to `url`/`endpoint`; `api_key` goes as a bearer token if it is not empty.
std::unique_ptr<Transport> HttpTransport(const std::string& url, const std::string& endpoint,
                                         const std::string& api_key);
/// Append each event to a file as one line. Errors: kInternal LineageFileFailed.
Result<std::unique_ptr<Transport>> FileTransport(const std::string& path);

/// The transports that the environment names, as OpenLineage's own clients read it; none if it
/// names none or OPENLINEAGE_DISABLED is true. OPENLINEAGE_URL, OPENLINEAGE_ENDPOINT,
/// OPENLINEAGE_API_KEY; OPENLINEAGE__TRANSPORT__TYPE (http, file, console is refused) with
/// OPENLINEAGE__TRANSPORT__URL, __ENDPOINT, __AUTH, __LOG_FILE_PATH. Both ways at once are fine.
/// Errors: kUnsupported UnsupportedTransport, kInvalid InvalidTransport, kInternal.
using Environment = std::function<const char*(const char* name)>;
Result<std::vector<std::unique_ptr<Transport>>> TransportsOf(const Environment& environment);

}  // namespace weir::lineage
