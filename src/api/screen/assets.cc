#include "api/screen/assets.h"

#include <algorithm>

#include "base/json.h"
#include "base/secret.h"

namespace weir::api {
namespace {

using http::ServerRequest;
using http::ServerResponse;

constexpr std::string_view kPage = "index.html";
constexpr std::string_view kNonce = "{{nonce}}";
/// Best first.
constexpr std::string_view kEncodings[] = {"br", "gzip", "identity"};
/// Scripts and styles of this service only, asked for by it only; nothing may frame it.
constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{{nonce}}'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

Error Damaged(const std::string& message) {
  return Fail(ErrorKind::kInvalid, "ScreenPackDamaged", message);
}

std::string WithNonce(std::string text, const std::string& nonce) {
  for (size_t at = 0; (at = text.find(kNonce, at)) != std::string::npos; at += nonce.size()) {
    text.replace(at, kNonce.size(), nonce);
  }
  return text;
}

/// Weights are not looked at, but for what is refused: "gzip;q=0".
bool Accepts(std::string_view header, std::string_view encoding) {
  if (encoding == "identity") return true;
  while (!header.empty()) {
    const size_t end = std::min(header.find(','), header.size());
    std::string_view one = header.substr(0, end);
    header.remove_prefix(std::min(end + 1, header.size()));
    while (one.starts_with(' ')) one.remove_prefix(1);
    if (!one.starts_with(encoding)) continue;
    one.remove_prefix(encoding.size());
    if (one.empty() || one == " ") return true;
    if (one.starts_with(';')) return one.find("q=0") == one.npos || one.find("q=0.") != one.npos;
  }
  return false;
}

ServerResponse Text(int status, std::string text) {
  return {status, {{"Content-Type", "text/plain; charset=utf-8"}}, std::move(text)};
}

}  // namespace

Result<ScreenAssets> ScreenAssets::Read(std::string_view pack) {
  ScreenAssets assets;
  if (pack.empty()) return assets;
  const size_t line = pack.find('\n');
  if (line == pack.npos) return Damaged("the list of files has no end");
  WEIR_ASSIGN(const Json list, ParseJson(pack.substr(0, line), {.strict = true}));
  const std::string_view bytes = pack.substr(line + 1);
  for (const Json& row : list["files"].items()) {
    File file{row["type"].as_string(), row["etag"].as_string(), row["immutable"].as_bool(), {}};
    for (const Json::Member& body : row["bodies"].members()) {
      const auto offset = static_cast<size_t>(body.value[size_t{0}].as_int());
      const auto size = static_cast<size_t>(body.value[1].as_int());
      if (offset > bytes.size() || size > bytes.size() - offset) {
        return Damaged("'" + row["path"].as_string() + "' lies behind the end");
      }
      file.bodies[body.name] = bytes.substr(offset, size);
    }
    if (!file.bodies.contains("identity")) {
      return Damaged("'" + row["path"].as_string() + "' has no body");
    }
    assets.files_[row["path"].as_string()] = std::move(file);
  }
  const auto page = assets.files_.find(kPage);
  if (page == assets.files_.end()) return Damaged("there is no 'index.html'");
  assets.page_ = std::string(page->second.bodies.at("identity"));
  assets.files_.erase(page);
  return assets;
}

ServerResponse ScreenAssets::AnswerFile(const File& file, const ServerRequest& request) const {
  ServerResponse response;
  response.headers = {
      {"Cache-Control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache"},
      {"ETag", file.etag},
      {"Vary", "Accept-Encoding"}};
  if (request.header("If-None-Match") == file.etag) {
    response.status = 304;
    return response;
  }
  response.headers.push_back({"Content-Type", file.type});
  for (const std::string_view encoding : kEncodings) {
    const auto body = file.bodies.find(encoding);
    if (body == file.bodies.end() || !Accepts(request.header("Accept-Encoding"), encoding)) {
      continue;
    }
    if (encoding != "identity") {
      response.headers.push_back({"Content-Encoding", std::string(encoding)});
    }
    response.body = std::string(body->second);
    break;
  }
  return response;
}

ServerResponse ScreenAssets::AnswerPage() const {
  const std::string nonce = NewToken().substr(0, 32);
  return {200,
          {{"Content-Type", "text/html; charset=utf-8"},
           {"Cache-Control", "no-store"},
           {"Content-Security-Policy", WithNonce(std::string(kPolicy), nonce)},
           {"Referrer-Policy", "no-referrer"},
           {"X-Frame-Options", "DENY"},
           {"Cross-Origin-Opener-Policy", "same-origin"},
           {"Permissions-Policy", "camera=(), microphone=(), geolocation=()"}},
          WithNonce(page_, nonce)};
}

std::optional<ServerResponse> ScreenAssets::Answer(const ServerRequest& request) const {
  std::string_view path = request.path();
  if (request.method != "GET" && request.method != "HEAD") return std::nullopt;
  // The address alone, in a browser; other clients go on being told that it is no resource.
  const bool browses = request.header("Accept").find("text/html") != std::string_view::npos;
  if (path == "/ui" || (path == "/" && browses)) {
    return ServerResponse{307, {{"Location", "/ui/"}, {"Cache-Control", "no-cache"}}, {}};
  }
  constexpr std::string_view kRoot = "/ui/";
  if (!path.starts_with(kRoot)) return std::nullopt;
  if (page_.empty()) {
    return Text(404, "This weir was built without its screen (WEIR_UI=OFF). The API is here.\n");
  }
  path.remove_prefix(kRoot.size());
  if (const auto file = files_.find(path); file != files_.end()) {
    return AnswerFile(file->second, request);
  }
  // A page of an older version asks for what is gone: it must not get a page in place of a script.
  if (path.starts_with("assets/")) return Text(404, "There is no such file in this version.\n");
  return AnswerPage();
}

}  // namespace weir::api
