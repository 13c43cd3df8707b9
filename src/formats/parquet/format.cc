#include "formats/parquet/reader.h"
#include "formats/parquet/writer.h"

namespace weir::formats::parquet {

Result<> Register(FormatRegistry& registry) {
  return registry.Add({
      .name = "parquet",
      .datasets = {"Parquet"},
      .sources = {"ParquetSource"},
      .sinks = {"ParquetSink"},
      .legacy_formats = {"ParquetFormat"},
      .extension = ".parquet",
      .random_access = true,
      .open_reader = OpenReader,
      .open_writer = OpenWriter,
  });
}

}  // namespace weir::formats::parquet
