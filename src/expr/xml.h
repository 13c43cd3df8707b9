#pragma once

#include <string_view>

#include "expr/function.h"

namespace weir::expr {

/// The XML value of a well-formed document, which is kept as it was written.
/// Errors: InvalidTemplate if it is not well-formed, has no root or more than one.
Result<Json> TextToXml(const Call& call, std::string_view text);

/// The XML value of an object with one root member, by Newtonsoft's rules: `@name` is an attribute,
/// `#text` the text, an array repeats its element, null is an empty element, `?xml` the
/// declaration.
Result<Json> JsonToXml(const Call& call, const Json& object);

/// The same rules backwards; an element without content is null, elements of one name an array.
Result<Json> XmlToJson(const Call& call, const Json& xml);

/// Evaluate an XPath 1.0 expression: a Float, a text, a boolean, or an array of what was selected:
/// XML values of elements, texts, `name="value"` of attributes.
Result<Json> SelectXml(const Call& call, const Json& xml, std::string_view path);

}  // namespace weir::expr
