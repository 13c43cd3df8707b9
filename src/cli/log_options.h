#pragma once

#include <memory>
#include <string>

#include "observe/log.h"

namespace CLI {
class App;
}

namespace weir::cli {

/// What a command logs to stderr.
struct LogOptions {
  std::string form;  ///< "json", "text"; empty: no log.
  std::string level = "warning";
};

void AddLogOptions(CLI::App& app, LogOptions* options);

/// Null if there is to be none. Errors: kInvalid InvalidLogForm, InvalidLogLevel.
Result<std::unique_ptr<observe::Log>> OpenLog(const LogOptions& options, const Clock& clock);

}  // namespace weir::cli
