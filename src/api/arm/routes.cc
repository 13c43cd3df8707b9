#include "api/arm/routes.h"

#include <optional>

#include "base/check.h"
#include "base/names.h"
#include "base/utf8.h"

extern "C" const char weir_arm_routes[];
extern "C" const char weir_own_routes[];

namespace weir::api::arm {
namespace {

/// Before the ids of our own paths.
constexpr std::string_view kOwnSegment = "weir";

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// Between the slashes; one slash at the end does not count.
std::vector<std::string_view> SplitPath(std::string_view path) {
  std::vector<std::string_view> segments;
  if (path.starts_with('/')) path.remove_prefix(1);
  if (path.ends_with('/')) path.remove_suffix(1);
  size_t start = 0;
  while (start <= path.size()) {
    const size_t end = std::min(path.find('/', start), path.size());
    segments.push_back(path.substr(start, end - start));
    start = end + 1;
  }
  return segments;
}

bool IsValue(std::string_view segment) {
  return segment.starts_with('{');
}

/// "200, 204"
std::vector<std::string> SplitList(const std::string& text) {
  std::vector<std::string> parts;
  size_t start = 0;
  while (start < text.size()) {
    const size_t end = std::min(text.find(", ", start), text.size());
    parts.push_back(text.substr(start, end - start));
    start = end + 2;
  }
  return parts;
}

/// The name of what a route does, as roles of Azure list them: the path without its values, and
/// read, write, delete or action by the method.
std::string ActionOf(const std::string& method, const std::vector<std::string>& segments) {
  std::string action;
  for (const std::string& segment : segments) {
    if (segment == "Microsoft.DataFactory") {
      action = segment;
    } else if (!action.empty() && !IsValue(segment)) {
      action += "/" + segment;
    }
  }
  if (method == "GET") return action + "/read";
  if (method == "DELETE") return action + "/delete";
  return action + (method == "POST" ? "/action" : "/write");
}

/// {"routes": [...], "schemas": {...}}
const Json& OwnTable() {
  static const Json table = [] {
    Result<Json> read = ParseJson(weir_own_routes);
    WEIR_CHECK(read.ok(), "the table was parsed by its test");
    return *std::move(read);
  }();
  return table;
}

std::optional<PathValues> Take(const Route& route, const std::vector<std::string>& segments) {
  PathValues values;
  for (size_t i = 0; i < segments.size(); ++i) {
    const std::string& expected = route.segments[i];
    if (IsValue(expected)) {
      values.emplace_back(expected.substr(1, expected.size() - 2), segments[i]);
    } else if (!SameName(expected, segments[i])) {
      return std::nullopt;
    }
  }
  return values;
}

}  // namespace

Result<std::string> DecodePercent(std::string_view text, bool plus_is_blank) {
  std::string decoded;
  decoded.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_blank) {
      decoded += ' ';
      continue;
    }
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? HexDigit(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? HexDigit(text[i + 2]) : -1;
    if (high < 0 || low < 0) {
      return Fail(ErrorKind::kInvalid, "InvalidRequestUri",
                  "expected two hex digits behind each '%' of the address");
    }
    decoded += static_cast<char>(high * 16 + low);
    i += 2;
  }
  if (!IsUtf8(decoded)) {
    return Fail(ErrorKind::kInvalid, "InvalidRequestUri", "the address is not UTF-8");
  }
  return decoded;
}

const RouteTable& RouteTable::Get() {
  static const RouteTable table = [] {
    const Result<Json> rows = ParseJson(weir_arm_routes);
    WEIR_CHECK(rows.ok(), "the table was parsed by its test");
    return RouteTable(*rows);
  }();
  return table;
}

const RouteTable& RouteTable::Own() {
  static const RouteTable table(OwnTable()["routes"]);
  return table;
}

const Json& OwnSchemas() {
  return OwnTable()["schemas"];
}

RouteTable::RouteTable(const Json& rows) {
  routes_.reserve(rows.size());
  for (const Json& row : rows.items()) {
    Route route;
    route.operation = row["operation"].as_string();
    route.method = row["method"].as_string();
    route.path = row["path"].as_string();
    route.body = row["body"].as_string();
    route.answer = row["answer"].as_string();
    route.paged = row["paged"].as_bool();
    route.statuses = SplitList(row["ok"].as_string());
    for (const Json& name : row["query"].items()) route.query.push_back(name.as_string());
    for (const Json& name : row["headers"].items()) route.headers.push_back(name.as_string());
    for (const std::string_view segment : SplitPath(route.path)) {
      route.segments.emplace_back(segment);
    }
    const Json* action = row.Find("action");
    route.action = action != nullptr ? action->as_string() : ActionOf(route.method, route.segments);
    route.row = row;
    routes_.push_back(std::move(route));
  }
  for (const Route& route : routes_) by_length_.emplace(route.segments.size(), &route);
}

std::string RouteTable::Match::Scope() const {
  std::string scope;
  size_t taken = 0;
  for (const std::string& segment : route->segments) {
    if (taken == values.size()) break;
    if (scope.empty() && segment == kOwnSegment) continue;
    scope += "/" + (IsValue(segment) ? values[taken].second : segment);
    if (IsValue(segment)) ++taken;
  }
  return scope.empty() ? "/" : scope;
}

Result<RouteTable::Match> RouteTable::Find(std::string_view method, std::string_view path) const {
  std::vector<std::string> segments;
  for (const std::string_view segment : SplitPath(path)) {
    WEIR_ASSIGN(std::string text, DecodePercent(segment));
    for (const char c : text) {
      if (c == '/' || static_cast<unsigned char>(c) < ' ') {
        return Fail(ErrorKind::kInvalid, "InvalidRequestUri",
                    "a part of the path holds a slash or a control character");
      }
    }
    segments.push_back(std::move(text));
  }
  std::string others;
  const auto [first, last] = by_length_.equal_range(segments.size());
  for (auto at = first; at != last; ++at) {
    const Route& route = *at->second;
    std::optional<PathValues> values = Take(route, segments);
    if (!values) continue;
    if (route.method == method) return Match{&route, *std::move(values)};
    others += (others.empty() ? "" : ", ") + route.method;
  }
  if (!others.empty()) {
    return Fail(ErrorKind::kInvalid, "MethodNotAllowed",
                "the path takes " + others + ", got " + std::string(method));
  }
  return Fail(ErrorKind::kNotFound, "InvalidResourceType",
              "the service has no path '" + std::string(path) + "'");
}

}  // namespace weir::api::arm
