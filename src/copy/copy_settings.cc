#include <algorithm>
#include <thread>

#include "base/names.h"
#include "copy/copy_plan.h"
#include "copy/settings.h"

namespace weir::copy {
namespace {

Result<> ReadSkipErrorFile(const Json& skip, CopySettings& out) {
  if (!skip.is_object()) return {};
  out.skip_files = true;
  WEIR_ASSIGN(out.skip_missing_files, ReadFlag(skip, "fileMissing", true));
  WEIR_ASSIGN(out.skip_forbidden_files, ReadFlag(skip, "fileForbidden", false));
  WEIR_ASSIGN(out.skip_invalid_names, ReadFlag(skip, "invalidFileName", false));
  WEIR_ASSIGN(out.skip_inconsistent, ReadFlag(skip, "dataInconsistency", false));
  return {};
}

/// Files at once, when nobody says: one a core; the sink may want fewer.
int64_t AutomaticCopies() {
  return std::max<int64_t>(1, std::min<int64_t>(8, std::thread::hardware_concurrency()));
}

}  // namespace

Result<CopySettings> ReadCopySettings(const Json& settings) {
  CopySettings out;
  WEIR_ASSIGN(out.skip_bad_rows, ReadFlag(settings, "enableSkipIncompatibleRow", false));
  WEIR_ASSIGN(out.check_consistency, ReadFlag(settings, "validateDataConsistency", false));
  WEIR_ASSIGN(out.parallel_copies, ReadWhole(settings, "parallelCopies", AutomaticCopies()));
  WEIR_ASSIGN(out.units, ReadWhole(settings, "dataIntegrationUnits", 4));
  if (out.parallel_copies < 1) {
    return Fail(ErrorKind::kInvalid, "InvalidProperty",
                "'parallelCopies' must be 1 or more, got " + std::to_string(out.parallel_copies));
  }
  // Beyond this, threads only wait for each other.
  out.parallel_copies = std::min<int64_t>(out.parallel_copies, 64);
  WEIR_TRY(ReadSkipErrorFile(settings["skipErrorFile"], out));
  WEIR_TRY(RefuseSetting(settings, "typeProperties", "preserve"));
  WEIR_TRY(RefuseSetting(settings, "typeProperties", "preserveRules"));
  return out;
}

Result<std::unique_ptr<CopyLog>> OpenCopyLog(const CopyRequest& request) {
  const Json& settings = request.type_properties;
  const Json* location = nullptr;
  bool redirect = false;
  std::string level;
  const Json& modern = settings["logSettings"];
  if (modern.is_object()) {
    WEIR_ASSIGN(const bool enabled, ReadFlag(modern, "enableCopyActivityLog", true));
    if (!enabled) return std::unique_ptr<CopyLog>();
    location = &modern["logLocationSettings"];
    level = modern["copyActivityLogSettings"]["logLevel"].as_string();
  } else if (settings["logStorageSettings"].is_object()) {
    location = &settings["logStorageSettings"];
    level = (*location)["logLevel"].as_string();
  } else if (settings["redirectIncompatibleRowSettings"].is_object()) {
    location = &settings["redirectIncompatibleRowSettings"];
    redirect = true;
  } else {
    return std::unique_ptr<CopyLog>();
  }
  WEIR_ASSIGN(model::LinkedServiceInstance linked_service,
              request.linked_service((*location)["linkedServiceName"]));
  WEIR_ASSIGN(std::string path, ReadText(*location, "path"));
  return CopyLog::Open({request.services, std::move(linked_service), std::move(path),
                        request.activity_name, request.activity_run_id, SameName(level, "Info"),
                        redirect, request.clock});
}

}  // namespace weir::copy
