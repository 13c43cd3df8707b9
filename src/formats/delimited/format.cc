#include "formats/delimited/reader.h"
#include "formats/delimited/writer.h"

namespace weir::formats::delimited {

Result<> Register(FormatRegistry& registry) {
  return registry.Add({
      .name = "delimited",
      .datasets = {"DelimitedText"},
      .sources = {"DelimitedTextSource"},
      .sinks = {"DelimitedTextSink"},
      .legacy_formats = {"TextFormat"},
      .extension = ".txt",
      .open_reader = [](auto in,
                        const auto& options) { return OpenReader(std::move(in), options); },
      .open_writer =
          [](auto out, auto schema, const auto& options) {
            return OpenWriter(std::move(out), std::move(schema), options);
          },
  });
}

}  // namespace weir::formats::delimited
