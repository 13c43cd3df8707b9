#include "expr/locale.h"

#include "base/names.h"
#include "expr/arguments.h"
#include "expr/failure.h"

namespace weir::expr {

Result<> CheckLocale(const Call& call, const Json& locale) {
  WEIR_ASSIGN(const Json name, TextArgument(call, locale, "its parameter 'locale' to be a string"));
  const std::string& text = name.as_string();
  if (text.empty() || SameName(text, "en-US") || SameName(text, "en")) return {};
  return Fail(ErrorKind::kUnsupported, std::string(kInvalidTemplate),
              Glue("The function '", call.spec.name, "' supports the locale 'en-US' only, got '",
                   text, "'."));
}

}  // namespace weir::expr
