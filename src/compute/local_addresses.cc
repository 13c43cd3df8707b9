#include "compute/local_addresses.h"

#include <array>
#include <cctype>
#include <string_view>

#include "copy/location.h"

namespace weir::compute {
namespace {

constexpr std::array<std::string_view, 4> kSchemes = {"wasb://", "wasbs://", "abfs://", "abfss://"};

bool OfName(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '$';
}

bool OfHost(char c) {
  // The placeholder of an account, as documents have it, too.
  return OfName(c) || c == '.' || c == '_' || c == '<' || c == '>';
}

size_t SkipWhile(const std::string& text, size_t at, bool (*wanted)(char)) {
  while (at < text.size() && wanted(text[at])) ++at;
  return at;
}

/// Length of the scheme at `at`; zero if there is none.
size_t SchemeAt(const std::string& text, size_t at) {
  if (at > 0 && OfName(text[at - 1])) return 0;
  for (const std::string_view scheme : kSchemes) {
    if (text.compare(at, scheme.size(), scheme) == 0) return scheme.size();
  }
  return 0;
}

}  // namespace

Result<std::string> LocalStorageOf(engine::ActivityContext& context, const ComputeTools& tools,
                                   const Cluster& cluster) {
  if (!cluster.web_hdfs.empty() || !cluster.storage.is_object()) return std::string();
  WEIR_ASSIGN(const model::LinkedServiceInstance service, context.LinkedService(cluster.storage));
  const auto store = copy::OpenFiles(tools.services, service);
  return store ? (*store)->LocalFolder() : std::string();  // What it is, is said by who reads it.
}

std::string WithLocalAddresses(const std::string& text, const std::string& folder) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const size_t scheme = SchemeAt(text, at);
    const size_t container = at + scheme;
    const size_t sign = scheme == 0 ? 0 : SkipWhile(text, container, OfName);
    const size_t end = sign > container && sign < text.size() && text[sign] == '@'
                           ? SkipWhile(text, sign + 1, OfHost)
                           : 0;
    if (end > sign + 1) {
      out.append("file://").append(folder).append("/").append(text, container, sign - container);
      at = end;
    } else {
      out += text[at++];
    }
  }
  return out;
}

}  // namespace weir::compute
