#include "formats/json/reader.h"
#include "formats/json/writer.h"

namespace weir::formats::json {

Result<> Register(FormatRegistry& registry) {
  return registry.Add({
      .name = "json",
      .datasets = {"Json"},
      .sources = {"JsonSource"},
      .sinks = {"JsonSink"},
      .legacy_formats = {"JsonFormat"},
      .extension = ".json",
      .documents = true,
      .open_reader = [](auto in,
                        const auto& options) { return OpenReader(std::move(in), options); },
      .open_writer = OpenWriter,
  });
}

}  // namespace weir::formats::json
