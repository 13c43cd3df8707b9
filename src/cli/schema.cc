#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "cli/command.h"
#include "cli/terminal.h"
#include "model/factory.h"
#include "model/json_schema.h"

namespace weir::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string out;
};

Result<> WriteJson(const fs::path& path, const Json& json, bool pretty) {
  std::ofstream file(path, std::ios::binary);
  file << (pretty ? PrettyJson(json, 2) : DumpJson(json)) << "\n";
  if (file.flush()) return {};
  return Fail(ErrorKind::kInternal, "WriteFailed", "the file could not be written")
      .At(path.string());
}

/// How settings in the current folder name the schemas' folder.
std::string FromHere(const fs::path& folder) {
  std::error_code error;
  const fs::path absolute = fs::weakly_canonical(folder, error);
  const std::string relative =
      absolute.lexically_relative(fs::weakly_canonical(fs::current_path(error), error))
          .generic_string();
  return relative.starts_with("..") ? absolute.generic_string() : "./" + relative;
}

int WriteSchemas(const Options& options) {
  const fs::path folder(options.out);
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    return PrintError(
        Fail(ErrorKind::kInvalid, "WriteFailed", "the folder could not be made: " + error.message())
            .At(folder.string()));
  }
  for (const model::ResourceKindInfo& info : model::ResourceKinds()) {
    const fs::path path = folder / (std::string(info.folder) + ".json");
    if (Result<> written = WriteJson(path, model::SchemaOf(info.kind), false); !written) {
      return PrintError(written.error());
    }
    std::cout << path.string() << "\n";
  }
  const fs::path settings = folder / "settings.json";
  const Json json = model::EditorSettings(FromHere(folder));
  if (Result<> written = WriteJson(settings, json, true); !written) {
    return PrintError(written.error());
  }
  std::cout << settings.string() << "\n";
  std::cerr << "VS Code: put what " << settings.string()
            << " holds into .vscode/settings.json of the factory's folder\n";
  return 0;
}

}  // namespace

std::function<int()> DeclareSchema(CLI::App& app, const Program& /*program*/) {
  auto options = std::make_shared<Options>();
  app.add_option("--out", options->out, "Folder to write to; it is made")->required();
  app.footer(
      "One JSON Schema (draft-07) for each folder of a factory: pipeline.json, dataset.json …; "
      "and\n"
      "settings.json, which maps the folders to them in VS Code. Editors then complete names and\n"
      "types, and mark what is missing or of the wrong type.\n"
      "Examples:\n"
      "  cd my-factory && weir schema --out .weir/schemas\n"
      "  mkdir -p .vscode && cp .weir/schemas/settings.json .vscode/settings.json\n");
  return [options] { return WriteSchemas(*options); };
}

}  // namespace weir::cli
