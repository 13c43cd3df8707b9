#include "model/local.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "cli/command.h"
#include "cli/terminal.h"
#include "model/load.h"
#include "model/v1/load.h"
#include "v1/lower.h"

namespace weir::cli {
namespace {

struct Options {
  std::string path;
  std::string out;
  bool force = false;
};

/// The factory, of version 1 only its stores: those are what stand-ins are for.
Result<model::Factory> Load(const std::string& path) {
  if (model::IsV1Factory(path)) {
    WEIR_ASSIGN(const model::LoadedV1 old, model::LoadV1Factory(path));
    return v1::LowerStores(old.factory);
  }
  WEIR_ASSIGN(model::LoadedFactory loaded, model::LoadFactory(path));
  return std::move(loaded.factory);
}

int WriteDraft(const Options& options) {
  const Result<model::Factory> factory = Load(options.path);
  if (!factory) return PrintError(factory.error());
  std::filesystem::path out(options.out);
  if (options.out.empty()) {
    out = std::filesystem::is_directory(options.path)
              ? std::filesystem::path(options.path)
              : std::filesystem::path(options.path).parent_path();
    out /= model::kLocalFileName;
  }
  if (std::filesystem::exists(out) && !options.force) {
    return PrintError(
        Fail(ErrorKind::kConflict, "FileExists", "the file exists; --force writes it anew")
            .At(out.string()));
  }
  const model::LocalDraft draft = model::WriteLocal(*factory);
  std::ofstream file(out, std::ios::binary);
  file << PrettyJson(draft.document) << "\n";
  if (!file.flush()) {
    return PrintError(Fail(ErrorKind::kInternal, "WriteFailed", "the file could not be written")
                          .At(out.string()));
  }
  std::cout << out.string() << ": " << draft.document["linkedServices"].size() << " stand-ins\n";
  for (const std::string& note : draft.notes) std::cerr << "  " << note << "\n";
  return 0;
}

}  // namespace

std::function<int()> DeclareLocal(CLI::App& app, const Program& /*program*/) {
  auto options = std::make_shared<Options>();
  app.add_option("PATH", options->path, "Factory folder or ARM template")->required();
  app.add_option("--out", options->out, "File to write (default: weir.local.json in the factory)");
  app.add_flag("--force", options->force, "Write it although it exists");
  app.footer(
      "A folder stands in for each file store, a DuckDB file for each database.\n"
      "Examples:\n"
      "  weir local my-factory\n"
      "  weir run my-factory --pipeline Load       uses weir.local.json by itself\n");
  return [options] { return WriteDraft(*options); };
}

}  // namespace weir::cli
