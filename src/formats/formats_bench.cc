// Measures formats beside other tools:
//   formats_bench csv2parquet IN OUT | parquet2csv IN OUT | read csv|parquet|json IN
// Texts have a header; quotes are doubled.
#include <arrow/io/file.h>
#include <arrow/record_batch.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <string>

#include "formats/format.h"

namespace {

using weir::Json;
using weir::Result;
namespace formats = weir::formats;

Json SettingsOf(const std::string& name) {
  if (name != "csv") return Json::Object();
  return Json::Object({{"firstRowAsHeader", true}, {"escapeChar", "\""}, {"rowDelimiter", "\n"}});
}

const formats::FormatSpec* Find(const formats::FormatRegistry& registry, const std::string& name) {
  return registry.FindByDataset(name == "csv" ? "DelimitedText" : name);
}

Result<int64_t> Pump(const std::string& from, const std::string& in, const std::string& to,
                     const std::string& out) {
  formats::FormatRegistry registry;
  WEIR_TRY(formats::RegisterFormats(registry));
  WEIR_ARROW_ASSIGN(auto input, arrow::io::ReadableFile::Open(in), "Open");
  formats::ReadOptions read;
  read.settings = SettingsOf(from);
  read.file = in;
  WEIR_ASSIGN(auto stream, Find(registry, from)->open_reader(input, read));
  std::shared_ptr<arrow::io::FileOutputStream> output;
  std::unique_ptr<formats::BatchWriter> writer;
  if (!to.empty()) {
    WEIR_ARROW_ASSIGN(output, arrow::io::FileOutputStream::Open(out), "Open");
    formats::WriteOptions write;
    write.settings = SettingsOf(to);
    write.file = out;
    WEIR_ASSIGN(writer, Find(registry, to)->open_writer(output, stream->schema(), write));
  }
  int64_t rows = 0;
  while (true) {
    WEIR_ASSIGN(auto batch, stream->Next());
    if (batch == nullptr) break;
    rows += batch->num_rows();
    if (writer != nullptr) WEIR_TRY(writer->Write(*batch));
  }
  if (writer == nullptr) return rows;
  WEIR_TRY(writer->Finish());
  WEIR_ARROW_TRY(output->Close(), "Close");
  return rows;
}

Result<int64_t> Run(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  if (what == "read" && argc == 4) return Pump(argv[2], argv[3], "", "");
  const size_t two = what.find('2');
  if (two == std::string::npos || argc != 4) {
    return weir::Fail(weir::ErrorKind::kInvalid, "Usage",
                      "formats_bench csv2parquet|parquet2csv IN OUT, or read csv|parquet IN");
  }
  return Pump(what.substr(0, two), argv[2], what.substr(two + 1), argv[3]);
}

double Seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

}  // namespace

int main(int argc, char** argv) {
  const auto start = std::chrono::steady_clock::now();
  const auto rows = Run(argc, argv);
  if (!rows) {
    std::fprintf(stderr, "%s\n", rows.error().ToString().c_str());
    return 1;
  }
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("weir %s rows %lld wall %.2f cpu %.2f rss %ld MB\n", argv[1],
              static_cast<long long>(*rows), wall.count(),
              Seconds(usage.ru_utime) + Seconds(usage.ru_stime), usage.ru_maxrss / 1024);
  return 0;
}
