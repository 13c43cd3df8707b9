#include "cli/log_options.h"

#include <CLI/CLI.hpp>
#include <iostream>

namespace weir::cli {

void AddLogOptions(CLI::App& app, LogOptions* options) {
  CLI::Option* form =
      app.add_option("--log", options->form, "Log to stderr, one line an event: json or text");
  if (!options->form.empty()) form->capture_default_str();
  app.add_option("--log-level", options->level,
                 "error: what keeps it from working; warning: failed runs and activities besides; "
                 "info: all runs and trigger runs; debug: all activities")
      ->capture_default_str();
}

Result<std::unique_ptr<observe::Log>> OpenLog(const LogOptions& options, const Clock& clock) {
  if (options.form.empty()) return std::unique_ptr<observe::Log>();
  Result<observe::LogForm> form = observe::ReadLogForm(options.form);
  if (!form) return std::move(form).error().At("--log");
  Result<observe::LogLevel> level = observe::ReadLogLevel(options.level);
  if (!level) return std::move(level).error().At("--log-level");
  return std::make_unique<observe::Log>(
      *form, *level, clock, [](const std::string& lines) { std::cerr << lines << std::flush; });
}

}  // namespace weir::cli
