#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace weir::dryrun {

/// The answers that a person gives for activities, by name.
class Fakes {
 public:
  Fakes() = default;
  /// `{"Copy orders": {"output": …}, "Load/Look up": [{"error": {…}}, {"output": …}]}`: an answer,
  /// or a list of them, one for each call in the order of calling; the last one repeats. An answer
  /// may say how many virtual `seconds` it takes. "Pipeline/Activity" wins over "Activity"; names
  /// ignore case. Errors: kInvalid InvalidFakes with the place.
  static Result<Fakes> Parse(const Json& json);

  /// The answer for a call (from 0); null if none was given.
  const Json* Find(std::string_view pipeline, std::string_view activity, size_t call) const;
  /// Names that are no activity of any pipeline that ran are likely typing errors: all names given.
  std::vector<std::string> Names() const;

 private:
  struct Given {
    std::string name;
    std::vector<Json> answers;
  };
  std::map<std::string, Given> given_;  ///< By lower-case name.
};

}  // namespace weir::dryrun
