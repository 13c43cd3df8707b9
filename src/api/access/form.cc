#include "api/access/form.h"

#include <algorithm>

#include "api/arm/routes.h"

namespace weir::api {

std::map<std::string, std::string> ReadForm(std::string_view text) {
  std::map<std::string, std::string> form;
  size_t start = 0;
  while (start < text.size()) {
    const size_t end = std::min(text.find('&', start), text.size());
    const std::string_view part = text.substr(start, end - start);
    const size_t equals = std::min(part.find('='), part.size());
    auto name = arm::DecodePercent(part.substr(0, equals), true);
    auto value = arm::DecodePercent(part.substr(std::min(equals + 1, part.size())), true);
    if (name && value) form[*name] = *value;
    start = end + 1;
  }
  return form;
}

}  // namespace weir::api
