#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "expr/template.h"

namespace weir::expr {

/// One thing that an expression refers to.
struct Reference {
  enum class Kind {
    kParameter,        ///< pipeline().parameters.NAME
    kGlobalParameter,  ///< pipeline().globalParameters.NAME
    kSystemVariable,   ///< pipeline().NAME
    kVariable,         ///< variables('NAME')
    kActivity,         ///< activity('NAME')
    kItem,             ///< item()
    kDataset,          ///< dataset().NAME
    kLinkedService,    ///< linkedService().NAME
    kTrigger,          ///< trigger() or triggerBody()
    kFunction,         ///< Any other function; the name as the function spells itself.
  };

  Kind kind = Kind::kFunction;
  /// As written; empty if only a run can tell (`variables(item().name)`) or if nothing is selected.
  std::string name;
  /// The properties selected from it, as far as they are literal: activity('A').output.firstRow.Id
  /// has {"output", "firstRow", "Id"}; an item's place in an array is its number.
  std::vector<std::string> path;
  /// The name (of a property) was reached by `?.`, so that its absence is no error.
  bool optional = false;
  /// Where it stands in the file, if the compiled value had positions.
  Position position;
};

/// The kind in words: "parameter", "global parameter", "activity".
std::string_view KindName(Reference::Kind kind);

/// Everything a template refers to, in the order it is written, repeats included. Arguments come
/// after the function they are given to.
std::vector<Reference> References(const Template& compiled);

}  // namespace weir::expr
