#include "expr/failure.h"

#include <utility>

#include "base/names.h"

namespace weir::expr {

Error InvalidTemplate(std::string message) {
  return Fail(ErrorKind::kInvalid, std::string(kInvalidTemplate), std::move(message));
}

std::string EndSentence(std::string sentence, std::string_view name,
                        const std::vector<std::string>& known) {
  const std::string nearest = DidYouMean(name, known);
  sentence += nearest.empty() ? "." : nearest;
  return sentence;
}

}  // namespace weir::expr
