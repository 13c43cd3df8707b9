#include "connectors/azure_storage/blob_xml.h"

#include <charconv>
#include <pugixml.hpp>
#include <string_view>

#include "base/names.h"
#include "http/message.h"

namespace weir::connectors::azure_storage {
namespace {

/// Names with characters that XML cannot hold come percent-encoded.
std::string NameOf(const pugi::xml_node& item) {
  const pugi::xml_node node = item.child("Name");
  const std::string text = node.text().get();
  if (!node.attribute("Encoded").as_bool()) return text;
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    unsigned byte = 0;
    const char* digits = text.data() + i + 1;
    const bool escaped = text[i] == '%' && i + 2 < text.size() &&
                         std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2;
    out += escaped ? static_cast<char>(byte) : text[i];
    if (escaped) i += 2;
  }
  return out;
}

BlobItem ItemOf(const pugi::xml_node& node) {
  const std::string_view kind = node.name();
  const pugi::xml_node properties = node.child("Properties");
  BlobItem item;
  item.name = NameOf(node);
  item.is_blob = kind == "Blob";
  item.is_folder = !item.is_blob ||
                   SameName(node.child("Metadata").child("hdi_isfolder").text().get(), "true") ||
                   SameName(properties.child("ResourceType").text().get(), "directory");
  if (kind == "BlobPrefix" && item.name.ends_with('/')) item.name.pop_back();
  item.size_bytes = properties.child("Content-Length").text().as_llong();
  item.modified = http::ParseHttpDate(properties.child("Last-Modified").text().get());
  item.created = http::ParseHttpDate(properties.child("Creation-Time").text().get());
  item.content_md5 = properties.child("Content-MD5").text().get();
  item.etag = properties.child("Etag").text().get();
  return item;
}

}  // namespace

Result<BlobPage> ParseListing(const std::string& xml) {
  pugi::xml_document document;
  const pugi::xml_parse_result read = document.load_buffer(
      xml.data(), xml.size(), pugi::parse_default | pugi::parse_ws_pcdata_single);
  const pugi::xml_node root = document.child("EnumerationResults");
  if (!read || !root) {
    return Fail(ErrorKind::kUnavailable, "AzureBlobOperationFailed",
                "expected a listing of blobs, got something else");
  }
  BlobPage page;
  for (const char* list : {"Blobs", "Containers"}) {
    for (const pugi::xml_node& node : root.child(list).children()) {
      page.items.push_back(ItemOf(node));
    }
  }
  page.next = root.child("NextMarker").text().get();
  return page;
}

std::string ParseErrorMessage(const std::string& xml) {
  pugi::xml_document document;
  if (!document.load_buffer(xml.data(), xml.size())) return "";
  const std::string message = document.child("Error").child("Message").text().get();
  return message.substr(0, message.find('\n'));
}

std::string BlockListXml(const std::vector<std::string>& block_ids) {
  std::string xml = "<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>";
  for (const std::string& id : block_ids) xml += "<Latest>" + id + "</Latest>";
  return xml + "</BlockList>";
}

}  // namespace weir::connectors::azure_storage
