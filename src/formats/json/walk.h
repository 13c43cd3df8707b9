#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "formats/json/path.h"

namespace weir::formats::json {

/// A value of a document, valid until the next document is walked.
struct Cell {
  enum class Kind : uint8_t {
    kNull,  ///< Null, or not there.
    kBool,
    kNumber,
    kText,
    kComplex
  };
  Kind kind = Kind::kNull;
  /// A text without quotes and escapes; everything else as it stands in the document.
  std::string_view text;
};

/// Takes rows out of documents along a tree of paths (simdjson, on demand).
class Walker {
 public:
  using RowHandler = std::function<Result<>(std::span<const Cell>)>;

  /// `root` and `element` name columns below `columns`; `element` holds the paths inside the
  /// collection and is null if there is none.
  Walker(const PathNode& root, const PathNode* element, size_t columns);
  ~Walker();
  Walker(const Walker&) = delete;
  Walker& operator=(const Walker&) = delete;

  /// Hand each row of a document to `on_row`: one, or one for every item of the collection (none if
  /// it is absent or null). The text is followed by 64 readable bytes. Returns what is wrong with
  /// the document ("" if nothing); an error is the handler's.
  Result<std::string> Walk(std::string_view document, const RowHandler& on_row);

 private:
  class Simd;
  std::unique_ptr<Simd> simd_;
};

/// List the members of a document's object, or of the items of the collection in it, in order.
/// With `separator` objects within objects are entered and their members named by both names.
/// What cannot be read is left out; walking the document tells.
void ListMembers(std::string_view document, const std::string& separator,
                 const std::function<void(const std::vector<std::string>& names)>& on_member);

}  // namespace weir::formats::json
