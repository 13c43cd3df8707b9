#include "compute/stored_text.h"

#include <arrow/buffer.h>
#include <arrow/io/interfaces.h>

#include "copy/location.h"
#include "formats/batch_stream.h"

namespace weir::compute {
namespace {

constexpr size_t kTextBytesMax = size_t{16} << 20;
constexpr int64_t kPieceBytes = int64_t{256} << 10;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

Result<std::string> ReadStoredText(engine::ActivityContext& context, const ComputeTools& tools,
                                   const Json& reference, const std::string& path) {
  WEIR_ASSIGN(const model::LinkedServiceInstance service, context.LinkedService(reference));
  WEIR_ASSIGN(const auto files,
              copy::OpenFiles(tools.services, service, Json(), &context.cancel()));
  return ReadStoredText(*files, copy::JoinPath(path, ""));
}

Result<std::string> ReadStoredText(connectors::FileStore& store, const std::string& path) {
  WEIR_ASSIGN(const auto input, store.OpenInput(path));
  std::string text;
  while (true) {
    const auto piece = input->Read(kPieceBytes);
    if (!piece.ok()) return formats::FromArrow(piece.status(), "ScriptNotRead");
    if ((*piece)->size() == 0) break;
    text += (*piece)->ToString();
    if (text.size() > kTextBytesMax) {
      return Fail(ErrorKind::kInvalid, "ScriptTooLarge",
                  "'" + store.Describe(path) + "' is larger than 16 MiB");
    }
  }
  if (text.starts_with(kByteOrderMark)) text.erase(0, kByteOrderMark.size());
  return text;
}

}  // namespace weir::compute
