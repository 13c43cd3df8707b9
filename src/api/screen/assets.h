#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "http/server/server.h"

namespace weir::api {

/// The files of the screen, as `ui/scripts/pack.mjs` packs them: a line of JSON that says what
/// there is, then the bytes.
///
/// `{"files": [{"path", "type", "etag", "immutable", "bodies": {"identity": [offset, size], "gzip":
/// …, "br": …}}]}`; offsets count from behind the line. `index.html` has `{{nonce}}` where the
/// page's nonce belongs. Thread safe.
class ScreenAssets {
 public:
  /// `pack` must outlive the result; empty: this program was built without its screen.
  /// Errors: kInvalid ScreenPackDamaged.
  static Result<ScreenAssets> Read(std::string_view pack);

  /// Nothing unless the path is `/` (for browsers), `/ui` or below it. A path below it that is no
  /// file is one of the screen's own addresses: it gets the page.
  std::optional<http::ServerResponse> Answer(const http::ServerRequest& request) const;

 private:
  struct File {
    std::string type;
    std::string etag;
    bool immutable = false;
    std::map<std::string, std::string_view, std::less<>> bodies;  // By encoding.
  };
  http::ServerResponse AnswerFile(const File& file, const http::ServerRequest& request) const;
  http::ServerResponse AnswerPage() const;

  std::map<std::string, File, std::less<>> files_;
  std::string page_;
};

}  // namespace weir::api
