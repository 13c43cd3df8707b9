#include "expr/xml.h"

#include "expr/arguments.h"
#include "expr/value.h"

namespace weir::expr {
namespace {

Result<Json> ToXml(const Call& call, Arguments args) {
  if (IsXmlContent(args[0])) return args[0];
  if (args[0].is_object() && !IsContent(args[0])) return JsonToXml(call, args[0]);
  WEIR_ASSIGN(const Json text,
              TextArgument(call, args[0], "its parameter to be a string or an object"));
  return TextToXml(call, text.as_string());
}

Result<Json> XPath(const Call& call, Arguments args) {
  if (!IsXmlContent(args[0])) {
    return call.WrongType("its first parameter to be an XML object", args[0]);
  }
  WEIR_ASSIGN(const Json path, TextArgument(call, args[1], "its second parameter to be a string"));
  return SelectXml(call, args[0], path.as_string());
}

}  // namespace

std::vector<FunctionSpec> XmlFunctions() {
  return {
      {.name = "xml",
       .args = "value: string|object",
       .returns = "xml",
       .source = "#xml",
       .examples = {{"string(xml(json('{ \"name\": \"Sophia Owen\" }')))",
                     "\"<name>Sophia Owen</name>\""},
                    {"string(xml(json('{\"a\":{\"@id\":\"1\",\"b\":[1,null,true]}}')))",
                     R"("<a id=\"1\"><b>1</b><b /><b>true</b></a>")"},
                    {"xml('<a>')", "", "cannot be converted to XML"},
                    {"xml(json('{\"a\":1,\"b\":2}'))", "", "multiple properties"}},
       .args_min = 1,
       .args_max = 1,
       .expects = "expects one parameter: the value to convert",
       .eval = ToXml},
      {.name = "xpath",
       .args = "xml: xml, path: string",
       .returns = "any",
       .source = "#xpath",
       .examples = {{"xpath(xml('<a><b>1</b></a>'), 'count(/a/b)')", "1.0"},
                    {"xpath(xml('<a><b>1</b><b>2</b></a>'), '/a/b/text()')", R"(["1", "2"])"},
                    {"string(xpath(xml('<a><b c=\"2\"/></a>'), '/a/b')[0])", R"("<b c=\"2\" />")"},
                    {"xpath(xml('<a b=\"1\"/>'), '/a/@b')", R"(["b=\"1\""])"},
                    {"xpath(xml('<a/>'), '/a[')", "", "well formed XPath expression"}},
       .args_min = 2,
       .args_max = 2,
       .expects =
           "expects two parameters: the XML as the first parameter and the XPath expression as "
           "the second parameter",
       .eval = XPath},
  };
}

}  // namespace weir::expr
