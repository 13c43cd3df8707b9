#include "expr/xml.h"

#include <map>
#include <pugixml.hpp>
#include <set>

#include "expr/failure.h"
#include "expr/utf16.h"
#include "expr/value.h"

namespace weir::expr {
namespace {

/// The deepest nesting of elements that is read or written.
constexpr int kDepthMax = 500;

Error NotXml(const Call& call, std::string_view why) {
  return call.Failure(
      Glue("parameter is not valid. The provided value cannot be converted to XML: '", why, "'."));
}

/// Depth of the deepest element, by walking, not by recursion.
bool IsTooDeep(const pugi::xml_document& document) {
  struct Walker : pugi::xml_tree_walker {
    bool for_each(pugi::xml_node&) override { return depth() < kDepthMax; }
  } walker;
  // The walker is what pugixml calls, and it changes nothing.
  return !const_cast<pugi::xml_document&>(document).traverse(walker);
}

Result<> Load(const Call& call, std::string_view text, pugi::xml_document& document) {
  constexpr unsigned kOptions = pugi::parse_default | pugi::parse_declaration |
                                pugi::parse_comments | pugi::parse_pi | pugi::parse_doctype;
  const pugi::xml_parse_result read =
      document.load_buffer(text.data(), text.size(), kOptions, pugi::encoding_utf8);
  if (!read) {
    return NotXml(call, Glue(read.description(), " at position ",
                             std::to_string(std::max<ptrdiff_t>(read.offset, 0))));
  }
  int roots = 0;
  for (const pugi::xml_node& child : document.children()) {
    if (child.type() == pugi::node_element) ++roots;
  }
  if (roots != 1) return NotXml(call, "There must be one root element.");
  if (IsTooDeep(document)) {
    return NotXml(call, Glue("The elements are nested more than ", std::to_string(kDepthMax),
                             " levels deep."));
  }
  return {};
}

void AppendEscaped(std::string& out, std::string_view text, bool attribute) {
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"' && attribute) {
      out += "&quot;";
    } else {
      out += c;
    }
  }
}

/// The value as a Json name or text inside XML: booleans are lower case there.
std::string XmlText(const Json& value) {
  if (value.is_bool()) return value.as_bool() ? "true" : "false";
  return TextOf(value);
}

bool IsNameCharacter(char c, bool first) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':') return true;
  if (static_cast<unsigned char>(c) >= 0x80) return true;
  return !first && ((c >= '0' && c <= '9') || c == '-' || c == '.');
}

/// A name as .NET's XmlConvert writes it: what XML forbids becomes `_x0020_`.
std::string XmlName(std::string_view name) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : name) {
    if (IsNameCharacter(c, out.empty())) {
      out += c;
    } else {
      const auto code = static_cast<unsigned char>(c);
      out += Glue("_x00", kHex.substr(code >> 4, 1), kHex.substr(code & 15, 1), "_");
    }
  }
  return out.empty() ? "_" : out;
}

/// Writes JSON as elements.
class Writer {
 public:
  explicit Writer(const Call& call) : call_(call) {}

  Result<> Element(std::string_view name, const Json& value, int depth) {
    if (depth > kDepthMax) {
      return NotXml(call_, Glue("The value is nested more than ", std::to_string(kDepthMax),
                                " levels deep."));
    }
    if (value.is_array()) {
      for (const Json& item : value.items()) WEIR_TRY(Element(name, item, depth + 1));
      return {};
    }
    const std::string tag = XmlName(name);
    out_ += "<" + tag;
    if (value.is_object()) return ElementOf(tag, value, depth);
    if (value.is_null()) {
      out_ += " />";
      return {};
    }
    out_ += ">";
    AppendEscaped(out_, XmlText(value), false);
    out_ += "</" + tag + ">";
    return {};
  }

  void Declaration(const Json& attributes) {
    out_ += "<?xml";
    Attributes(attributes);
    out_ += "?>";
  }

  std::string Take() { return std::move(out_); }

 private:
  void Attributes(const Json& value) {
    for (const Json::Member& member : value.members()) {
      if (!member.name.starts_with("@")) continue;
      out_ += " " + XmlName(std::string_view(member.name).substr(1)) + "=\"";
      AppendEscaped(out_, XmlText(member.value), true);
      out_ += "\"";
    }
  }

  Result<> ElementOf(std::string_view tag, const Json& value, int depth) {
    Attributes(value);
    const size_t open = out_.size();
    out_ += ">";
    for (const Json::Member& member : value.members()) {
      if (member.name.starts_with("@")) continue;
      if (member.name == "#text") {
        AppendEscaped(out_, XmlText(member.value), false);
      } else if (member.name == "#cdata-section") {
        out_ += "<![CDATA[" + XmlText(member.value) + "]]>";
      } else {
        WEIR_TRY(Element(member.name, member.value, depth + 1));
      }
    }
    if (out_.size() == open + 1) {
      out_.resize(open);
      out_ += " />";
    } else {
      out_ += Glue("</", tag, ">");
    }
    return {};
  }

  const Call& call_;
  std::string out_;
};

/// Members in the order their names first came; a name that came again holds an array.
class Grouped {
 public:
  void Add(std::string_view name, Json value) {
    const auto [place, added] = places_.emplace(std::string(name), members_.size());
    if (added) {
      members_.push_back({std::string(name), std::move(value), {}});
      return;
    }
    Json& present = members_[place->second].value;
    if (repeated_.insert(place->second).second) present = Json::Array({std::move(present)});
    present.Append(std::move(value));
  }
  std::vector<Json::Member> Take() { return std::move(members_); }

 private:
  std::vector<Json::Member> members_;
  std::map<std::string, size_t> places_;
  std::set<size_t> repeated_;
};

Json ElementToJson(const pugi::xml_node& element);

void AddChild(Grouped& group, const pugi::xml_node& child) {
  switch (child.type()) {
    case pugi::node_element:
      group.Add(child.name(), ElementToJson(child));
      break;
    case pugi::node_pcdata:
      group.Add("#text", Json(child.value()));
      break;
    case pugi::node_cdata:
      group.Add("#cdata-section", Json(child.value()));
      break;
    case pugi::node_declaration:
    case pugi::node_pi: {
      Grouped attributes;
      for (const pugi::xml_attribute& attribute : child.attributes()) {
        attributes.Add(Glue("@", attribute.name()), Json(attribute.value()));
      }
      group.Add(Glue("?", child.name()), child.type() == pugi::node_pi
                                             ? Json(child.value())
                                             : Json::Object(attributes.Take()));
      break;
    }
    case pugi::node_null:
    case pugi::node_document:
    case pugi::node_comment:
    case pugi::node_doctype:
      break;
  }
}

Json ElementToJson(const pugi::xml_node& element) {
  Grouped group;
  for (const pugi::xml_attribute& attribute : element.attributes()) {
    group.Add(Glue("@", attribute.name()), Json(attribute.value()));
  }
  for (const pugi::xml_node& child : element.children()) AddChild(group, child);
  std::vector<Json::Member> members = group.Take();
  if (members.empty()) return {};
  if (members.size() == 1 && members[0].name == "#text" && members[0].value.is_string()) {
    return members[0].value;
  }
  return Json::Object(std::move(members));
}

void AppendAttribute(std::string& out, const pugi::xml_attribute& attribute) {
  out += Glue(attribute.name(), "=\"");
  AppendEscaped(out, attribute.value(), true);
  out += '"';
}

/// Declarations of the element's ancestors that it needs to stand alone.
void AppendInheritedNamespaces(std::string& out, const pugi::xml_node& element) {
  std::set<std::string_view> declared;
  for (pugi::xml_node up = element; up; up = up.parent()) {
    for (const pugi::xml_attribute& attribute : up.attributes()) {
      const std::string_view name = attribute.name();
      const bool declares = name == "xmlns" || name.starts_with("xmlns:");
      if (!declares || !declared.insert(name).second || up == element) continue;
      out += ' ';
      AppendAttribute(out, attribute);
    }
  }
}

void AppendNode(std::string& out, const pugi::xml_node& node);

/// As .NET prints it: `<a />` where it is empty.
void AppendElement(std::string& out, const pugi::xml_node& element, bool alone) {
  out += Glue("<", element.name());
  for (const pugi::xml_attribute& attribute : element.attributes()) {
    out += ' ';
    AppendAttribute(out, attribute);
  }
  if (alone) AppendInheritedNamespaces(out, element);
  if (!element.first_child()) {
    out += " />";
    return;
  }
  out += '>';
  for (const pugi::xml_node& child : element.children()) AppendNode(out, child);
  out += Glue("</", element.name(), ">");
}

void AppendNode(std::string& out, const pugi::xml_node& node) {
  switch (node.type()) {
    case pugi::node_document:
      for (const pugi::xml_node& child : node.children()) AppendNode(out, child);
      break;
    case pugi::node_element:
      AppendElement(out, node, false);
      break;
    case pugi::node_pcdata:
      AppendEscaped(out, node.value(), false);
      break;
    case pugi::node_cdata:
      out += Glue("<![CDATA[", node.value(), "]]>");
      break;
    case pugi::node_comment:
      out += Glue("<!--", node.value(), "-->");
      break;
    case pugi::node_pi:
      out += Glue("<?", node.name(), " ", node.value(), "?>");
      break;
    case pugi::node_declaration:
      out += "<?xml";
      for (const pugi::xml_attribute& attribute : node.attributes()) {
        out += ' ';
        AppendAttribute(out, attribute);
      }
      out += "?>";
      break;
    case pugi::node_doctype:
      out += Glue("<!DOCTYPE ", node.value(), ">");
      break;
    case pugi::node_null:
      break;
  }
}

Json NodeToJson(const pugi::xpath_node& selected) {
  std::string text;
  if (const pugi::xml_attribute attribute = selected.attribute()) {
    AppendAttribute(text, attribute);
    return Json(std::move(text));
  }
  const pugi::xml_node node = selected.node();
  if (node.type() != pugi::node_element && node.type() != pugi::node_document) {
    return Json(node.value());
  }
  if (node.type() == pugi::node_element) {
    AppendElement(text, node, true);
  } else {
    AppendNode(text, node);
  }
  return MakeContent(kXmlContent, text);
}

Json ResultOf(const pugi::xpath_query& query, const pugi::xml_document& document) {
  switch (query.return_type()) {
    case pugi::xpath_type_number:
      return Json(query.evaluate_number(document));
    case pugi::xpath_type_string:
      return Json(ValidUtf8(query.evaluate_string(document)));
    case pugi::xpath_type_boolean:
      return Json(query.evaluate_boolean(document));
    case pugi::xpath_type_node_set: {
      pugi::xpath_node_set nodes = query.evaluate_node_set(document);
      nodes.sort();
      std::vector<Json> items;
      for (const pugi::xpath_node& node : nodes) items.push_back(NodeToJson(node));
      return Json::Array(std::move(items));
    }
    case pugi::xpath_type_none:
      break;
  }
  return {};
}

}  // namespace

Result<Json> TextToXml(const Call& call, std::string_view text) {
  pugi::xml_document document;
  WEIR_TRY(Load(call, text, document));
  return MakeContent(kXmlContent, text);
}

Result<Json> JsonToXml(const Call& call, const Json& object) {
  Writer writer(call);
  const Json::Member* root = nullptr;
  for (const Json::Member& member : object.members()) {
    if (member.name == "?xml") {
      writer.Declaration(member.value);
    } else if (root != nullptr) {
      return NotXml(call,
                    Glue("JSON root object has multiple properties. The root object must have a "
                         "single property in order to create a valid XML document. Consider "
                         "specifying a DeserializeRootElementName. Path '",
                         member.name, "'."));
    } else {
      root = &member;
    }
  }
  if (root == nullptr) return NotXml(call, "There must be one root element.");
  if (root->value.is_array() || root->name.starts_with("@")) {
    return NotXml(call, Glue("The root '", root->name, "' must be one element."));
  }
  WEIR_TRY(writer.Element(root->name, root->value, 0));
  return MakeContent(kXmlContent, writer.Take());
}

Result<Json> XmlToJson(const Call& call, const Json& xml) {
  pugi::xml_document document;
  WEIR_TRY(Load(call, ContentBytes(xml).value_or(""), document));
  Grouped group;
  for (const pugi::xml_node& child : document.children()) AddChild(group, child);
  return Json::Object(group.Take());
}

Result<Json> SelectXml(const Call& call, const Json& xml, std::string_view path) {
  pugi::xml_document document;
  WEIR_TRY(Load(call, ContentBytes(xml).value_or(""), document));
  const std::string text(path);
  try {
    return ResultOf(pugi::xpath_query(text.c_str()), document);
  } catch (const std::exception& failed) {
    return call.Failure(
        Glue("parameters are invalid: the 'xpath' parameter must be a supported, well formed XPath "
             "expression; got '",
             path, "': ", failed.what(), "."));
  }
}

}  // namespace weir::expr
