#include "connectors/azure_storage/shared_key.h"

#include <openssl/evp.h>

#include <algorithm>

#include "base/digest.h"
#include "base/names.h"

namespace weir::connectors::azure_storage {

std::string StringToSign(const http::Request& request, const std::string& account,
                         const std::string& path, const Query& query) {
  std::string text = request.method + "\n";
  for (const char* name :
       {"Content-Encoding", "Content-Language", "Content-Length", "Content-MD5", "Content-Type",
        "Date", "If-Modified-Since", "If-Match", "If-None-Match", "If-Unmodified-Since", "Range"}) {
    const std::string* value = http::FindHeader(request.headers, name);
    if (std::string_view(name) == "Content-Length") {
      text += request.body.empty() ? "" : std::to_string(request.body.size());
    } else if (value != nullptr) {
      text += *value;
    }
    text += "\n";
  }
  std::vector<std::string> lines;
  for (const http::Header& header : request.headers) {
    const std::string name = NameKey(header.name);
    if (name.starts_with("x-ms-")) lines.push_back(name + ":" + header.value + "\n");
  }
  // By name: ':' sorts after '-', so the lines themselves would not do.
  std::sort(lines.begin(), lines.end(), [](const std::string& left, const std::string& right) {
    return left.substr(0, left.find(':')) < right.substr(0, right.find(':'));
  });
  for (const std::string& line : lines) text += line;
  text += "/" + account + path;
  Query sorted = query;
  std::sort(sorted.begin(), sorted.end(), [](const http::Header& left, const http::Header& right) {
    return left.name < right.name;
  });
  for (const http::Header& one : sorted) text += "\n" + NameKey(one.name) + ":" + one.value;
  return text;
}

std::string Sign(const std::string& account, const std::string& key, const std::string& text) {
  return "SharedKey " + account + ":" + Base64(HmacSha256(key, text));
}

std::string ReadSignature(const std::string& account, const std::string& key,
                          const std::string& path, UtcTime until) {
  constexpr const char* kVersion = "2021-12-02";
  std::string expiry = FormatUtc(until);
  expiry = expiry.substr(0, expiry.find_first_of(".Z")) + "Z";
  // Permissions, start, expiry, resource, policy, addresses, protocols, version, kind of resource,
  // snapshot, encryption scope, and five headers of the answer.
  const std::string text = "r\n\n" + expiry + "\n/blob/" + account + "/" + path + "\n\n\n\n" +
                           kVersion + "\nb\n\n\n\n\n\n\n";
  return std::string("sv=") + kVersion + "&sr=b&sp=r&se=" + http::PercentEncode(expiry) +
         "&sig=" + http::PercentEncode(Base64(HmacSha256(key, text)));
}

std::string Base64(std::string_view bytes) {
  std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),  // NOLINT
                                   reinterpret_cast<const unsigned char*>(bytes.data()),
                                   static_cast<int>(bytes.size()));
  out.resize(static_cast<size_t>(size));
  return out;
}

}  // namespace weir::connectors::azure_storage
