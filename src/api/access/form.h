#pragma once

#include <map>
#include <string>
#include <string_view>

namespace weir::api {

/// The fields of a form or a query ("a=1&b=x%20y"); of a name that comes twice the last. What is
/// wrongly escaped is left out.
std::map<std::string, std::string> ReadForm(std::string_view text);

}  // namespace weir::api
