#include "api/arm/call.h"

#include <algorithm>

#include "base/names.h"
#include "base/utf8.h"
#include "http/message.h"

namespace weir::api::arm {
namespace {

const std::string& ValueOf(const PathValues& values, std::string_view name) {
  static const std::string none;
  for (const auto& [known, value] : values) {
    if (SameName(known, name)) return value;
  }
  return none;
}

Result<PathValues> ReadQuery(std::string_view query) {
  PathValues values;
  while (!query.empty()) {
    const size_t end = std::min(query.find('&'), query.size());
    const std::string_view part = query.substr(0, end);
    const size_t equals = std::min(part.find('='), part.size());
    WEIR_ASSIGN(std::string name, DecodePercent(part.substr(0, equals), true));
    const std::string_view text = part.substr(std::min(equals + 1, part.size()));
    WEIR_ASSIGN(std::string value, DecodePercent(text, true));
    if (!name.empty()) values.emplace_back(std::move(name), std::move(value));
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return values;
}

}  // namespace

Result<std::string> QueryValueOf(std::string_view query, std::string_view name) {
  WEIR_ASSIGN(const PathValues values, ReadQuery(query));
  return ValueOf(values, name);
}

std::string ResourcePath::FactoryId() const {
  return "/subscriptions/" + subscription + "/resourceGroups/" + group +
         "/providers/Microsoft.DataFactory/factories/" + factory;
}

std::string ResourcePath::FactoryKey() const {
  return NameKey(FactoryId());
}

std::string ResourcePath::Id() const {
  if (kind == model::ResourceKind::kFactory) return FactoryId();
  std::string id = FactoryId();
  if (!parent.empty()) {
    id += "/" + std::string(model::InfoOf(model::ResourceKind::kManagedVirtualNetwork).collection) +
          "/" + parent;
  }
  return id + "/" + std::string(model::InfoOf(kind).collection) + "/" + name;
}

std::string ResourcePath::KeptName() const {
  if (kind == model::ResourceKind::kFactory) return factory;
  return parent.empty() ? name : parent + "/" + name;
}

Result<Call> Call::Read(const http::ServerRequest& request, RouteTable::Match match,
                        const Caller& caller, std::span<const std::string_view> versions) {
  Call call(request, std::move(match), caller);
  WEIR_ASSIGN(call.query_, ReadQuery(request.query()));
  const std::string& version = call.QueryValue("api-version");
  if (version.empty()) {
    return Fail(ErrorKind::kInvalid, "MissingApiVersionParameter",
                "The api-version query parameter (?api-version=) is required for all requests.");
  }
  if (std::find(versions.begin(), versions.end(), version) == versions.end()) {
    std::string list;
    for (const std::string_view one : versions)
      list += (list.empty() ? "" : ",") + std::string(one);
    return Fail(
        ErrorKind::kInvalid, "InvalidApiVersionParameter",
        "The api-version '" + version + "' is invalid. The supported versions are '" + list + "'.");
  }
  return call;
}

const std::string& Call::PathValue(std::string_view name) const {
  return ValueOf(match_.values, name);
}

const std::string& Call::QueryValue(std::string_view name) const {
  return ValueOf(query_, name);
}

Preconditions Call::preconditions() const {
  return {std::string(request_->header("If-Match")),
          std::string(request_->header("If-None-Match"))};
}

ResourcePath Call::FactoryPath() const {
  ResourcePath path;
  path.subscription = PathValue("subscriptionId");
  path.group = PathValue("resourceGroupName");
  path.factory = PathValue("factoryName");
  return path;
}

ResourcePath Call::PathOf(model::ResourceKind kind) const {
  ResourcePath path = FactoryPath();
  path.kind = kind;
  if (kind == model::ResourceKind::kFactory || match_.values.empty()) return path;
  if (!SameName(match_.values.back().first, "factoryName")) path.name = match_.values.back().second;
  if (kind == model::ResourceKind::kManagedPrivateEndpoint) {
    path.parent = PathValue("managedVirtualNetworkName");
  }
  return path;
}

Result<Json> Call::Body(bool optional) const {
  if (request_->body.empty() && optional) return Json::Object();
  if (!IsUtf8(request_->body)) {
    return Fail(ErrorKind::kInvalid, "InvalidRequestContent", "the body is not UTF-8");
  }
  constexpr int kDepthMax = 200;
  Result<Json> body = ParseJson(request_->body, {.strict = true, .depth_max = kDepthMax});
  if (!body) {
    return Fail(ErrorKind::kInvalid, "InvalidRequestContent",
                "the body is not valid JSON: " + body.error().message())
        .At(body.error().position());
  }
  if (!body->is_object()) {
    return Fail(ErrorKind::kInvalid, "InvalidRequestContent",
                "the body must be a JSON object, got " + std::string(KindName(body->kind())));
  }
  return body;
}

std::string Call::NextLink(std::string_view token) const {
  const std::string_view host = request_->header("Host");
  std::string link;
  if (!host.empty()) {
    link = std::string(request_->secure ? "https://" : "http://") + std::string(host);
  }
  link += std::string(request_->path()) + "?api-version=" + QueryValue("api-version");
  return link + "&$skipToken=" + http::PercentEncode(token);
}

}  // namespace weir::api::arm
