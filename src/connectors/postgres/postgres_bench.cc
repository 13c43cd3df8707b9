// How fast a table comes out of a server and goes into another one.
//
//     postgres_bench URI FROM [INTO]
//
// Reads FROM once, keeping its batches; with INTO, makes that table anew with FROM's columns and
// writes them. Prints rows a second, this program's CPU seconds and its peak memory for each.
#include <arrow/record_batch.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdio>

#include "connectors/postgres/database.h"
#include "connectors/postgres/settings.h"

namespace weir::connectors::postgres {
namespace {

using Batches = std::vector<std::shared_ptr<arrow::RecordBatch>>;

double CpuSeconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

/// Prints what passed since it was made.
class Meter {
 public:
  Meter() { getrusage(RUSAGE_SELF, &start_); }
  void Print(const char* what, int64_t rows) const {
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - clock_).count();
    rusage now{};
    getrusage(RUSAGE_SELF, &now);
    const double cpu = CpuSeconds(now.ru_utime) + CpuSeconds(now.ru_stime) -
                       CpuSeconds(start_.ru_utime) - CpuSeconds(start_.ru_stime);
    std::printf("%-4s %9lld rows %7.2f s %8.0f rows/s %6.2f CPU s %5ld MiB peak\n", what,
                static_cast<long long>(rows), seconds, static_cast<double>(rows) / seconds, cpu,
                now.ru_maxrss / 1024);
  }

 private:
  rusage start_{};
  std::chrono::steady_clock::time_point clock_ = std::chrono::steady_clock::now();
};

Result<Batches> Read(Database& database, const std::string& table, bool keep) {
  const Meter meter;
  Batches batches;
  int64_t rows = 0;
  WEIR_ASSIGN(const auto stream, database.Query("SELECT * FROM " + table, nullptr));
  while (true) {
    WEIR_ASSIGN(auto batch, stream->Next());
    if (batch == nullptr) break;
    rows += batch->num_rows();
    if (keep) batches.push_back(std::move(batch));
  }
  meter.Print("out", rows);
  return batches;
}

Result<> Write(Database& database, const std::string& from, const std::string& into,
               const Batches& batches) {
  TableWriteOptions options;
  options.table.table = into;
  WEIR_ASSIGN(const auto made, database.Execute("DROP TABLE IF EXISTS " + into + "; CREATE TABLE " +
                                                    into + " (LIKE " + from + ")",
                                                {}, 0, nullptr));
  const Meter meter;
  int64_t rows = 0;
  WEIR_ASSIGN(const auto writer, database.OpenWriter(options, batches.front()->schema()));
  for (const auto& batch : batches) {
    WEIR_TRY(writer->Write(batch));
    rows += batch->num_rows();
  }
  WEIR_TRY(writer->Commit());
  meter.Print("in", rows);
  return {};
}

Result<> Bench(int argc, char** argv) {
  WEIR_ASSIGN(const ConnectionSettings settings,
              ReadSettings(Json::Object({{"connectionString", argv[1]}})));
  WEIR_ASSIGN(std::shared_ptr<Connection> connection, Connection::Open(settings));
  PostgresDatabase database(std::move(connection));
  WEIR_ASSIGN(const Batches batches, Read(database, argv[2], argc > 3));
  if (argc > 3 && !batches.empty()) return Write(database, argv[2], argv[3], batches);
  return {};
}

}  // namespace
}  // namespace weir::connectors::postgres

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: postgres_bench URI FROM [INTO]\n");
    return 2;
  }
  const auto done = weir::connectors::postgres::Bench(argc, argv);
  if (!done) std::fprintf(stderr, "%s\n", done.error().ToString().c_str());
  return done ? 0 : 1;
}
