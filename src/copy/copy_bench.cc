// Measures a whole copy: copy_bench CASE.json, a file of {root, database, source, sink (datasets'
// properties), activity (typeProperties)}. Files lie below `root`, tables in the linked service
// `database`. Prints the activity's output, seconds and the most memory used.
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "copy/copy.h"
#include "copy/location.h"

namespace {

using weir::Json;
using weir::Result;
namespace copy = weir::copy;
namespace model = weir::model;

model::DatasetInstance Dataset(const Json& test_case, const std::string& side) {
  model::DatasetInstance dataset;
  dataset.name = side;
  dataset.properties = test_case[side];
  dataset.type = dataset.properties["type"].as_string();
  Json service = test_case["database"];
  if (copy::IsFileDataset(dataset)) {
    service = Json::Object(
        {{"type", "FileServer"}, {"typeProperties", Json::Object({{"host", test_case["root"]}})}});
  }
  dataset.linked_service = {"store", service["type"].as_string(), service};
  return dataset;
}

Result<Json> Run(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  WEIR_ASSIGN(const Json test_case, weir::ParseJson(text.str()));
  weir::connectors::ConnectorRegistry connectors;
  weir::formats::FormatRegistry formats;
  WEIR_TRY(weir::connectors::RegisterConnectors(connectors));
  WEIR_TRY(weir::formats::RegisterFormats(formats));
  const copy::Services services{connectors, formats};
  const model::DatasetInstance source = Dataset(test_case, "source");
  const model::DatasetInstance sink = Dataset(test_case, "sink");
  const weir::CancelToken cancel;
  const weir::SystemClock clock;
  return copy::RunCopy({services,
                        "Bench",
                        "bench",
                        test_case["activity"],
                        source,
                        sink,
                        [&](const Json&) { return source.linked_service; },
                        cancel,
                        clock,
                        {}});
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const auto start = std::chrono::steady_clock::now();
  const Result<Json> output = Run(argv[1]);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  if (!output) {
    std::fprintf(stderr, "%s\n", output.error().ToString().c_str());
    return 1;
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const double cpu = static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                     static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
  std::printf("%s\n%.2f s, %.2f s of CPU, %ld MB\n", weir::DumpJson(*output).c_str(),
              seconds.count(), cpu, usage.ru_maxrss / 1024);
  return 0;
}
