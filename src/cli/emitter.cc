#include "cli/emitter.h"

#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "cli/session.h"

namespace weir::cli {
namespace {

/// The last part of a factory's id, or of the folder that it was loaded from.
std::string FactoryName(const store::RunRecord& run) {
  const bool served = run.factory.starts_with("/subscriptions/");
  const std::string path = served ? run.factory : Origin::FromText(run.factory).folder;
  std::filesystem::path folder = std::filesystem::path(path).lexically_normal();
  if (folder.filename().empty()) folder = folder.parent_path();  // It ends with a slash.
  const std::string name = folder.filename().string();
  return name.empty() ? "weir" : name;
}

}  // namespace

Result<std::unique_ptr<lineage::Emitter>> OpenEmitter(const Clock& clock, observe::Log* log) {
  WEIR_ASSIGN(auto transports,
              lineage::TransportsOf([](const char* name) { return std::getenv(name); }));
  if (transports.empty()) return std::unique_ptr<lineage::Emitter>();
  const char* named = std::getenv("OPENLINEAGE_NAMESPACE");
  const std::string space = named == nullptr ? "" : named;
  lineage::EmitterOptions options;
  options.clock = &clock;
  options.space_of = [space](const store::RunRecord& run) {
    return space.empty() ? FactoryName(run) : space;
  };
  options.tell = [log](const std::string& message) {
    if (log != nullptr) {
      log->Write(observe::LogLevel::kWarning, "lineage.trouble",
                 Json::Object({{"message", message}}));
    } else {
      std::cerr << message + "\n" << std::flush;
    }
  };
  return std::make_unique<lineage::Emitter>(std::move(transports), std::move(options));
}

}  // namespace weir::cli
