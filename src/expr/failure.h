#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace weir::expr {

/// The code of every failure of an expression.
inline constexpr std::string_view kInvalidTemplate = "InvalidTemplate";

/// Make the failure of an expression: kInvalid, code InvalidTemplate, ADF's sentence.
Error InvalidTemplate(std::string message);

/// End a sentence of ADF (given without its full stop) with the known names nearest to `name`, or
/// with the full stop if none is near.
std::string EndSentence(std::string sentence, std::string_view name,
                        const std::vector<std::string>& known);

/// Join text pieces; the first is copied, the others appended.
template <typename... Pieces>
std::string Glue(std::string_view first, const Pieces&... rest) {
  std::string text(first);
  (text.append(rest), ...);
  return text;
}

}  // namespace weir::expr
