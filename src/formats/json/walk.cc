#include "formats/json/walk.h"

#include <simdjson.h>

#include <algorithm>

namespace weir::formats::json {
namespace {

namespace ondemand = simdjson::ondemand;
using simdjson::error_code;
using simdjson::SUCCESS;

constexpr size_t kPaddingBytes = 64;

std::string_view Trim(std::string_view token) {
  while (!token.empty() && static_cast<unsigned char>(token.back()) <= ' ') token.remove_suffix(1);
  return token;
}

/// Whether a token is a JSON number, which on-demand parsing checks only when it is read as one.
bool IsNumber(std::string_view token) {
  size_t at = 0;
  const auto digits = [&] {
    const size_t begin = at;
    while (at < token.size() && token[at] >= '0' && token[at] <= '9') ++at;
    return at > begin;
  };
  if (at < token.size() && token[at] == '-') ++at;
  if (at < token.size() && token[at] == '0') {
    ++at;
  } else if (!digits()) {
    return false;
  }
  if (at < token.size() && token[at] == '.') {
    ++at;
    if (!digits()) return false;
  }
  if (at < token.size() && (token[at] == 'e' || token[at] == 'E')) {
    ++at;
    if (at < token.size() && (token[at] == '+' || token[at] == '-')) ++at;
    if (!digits()) return false;
  }
  return at == token.size();
}

}  // namespace

#define WEIR_SIMD_TRY(expression)                           \
  do {                                                      \
    const ::simdjson::error_code weir_code = (expression);  \
    if (weir_code != ::simdjson::SUCCESS) return weir_code; \
  } while (false)

class Walker::Simd {
 public:
  Simd(const PathNode& root, const PathNode* element, size_t columns)
      : root_(root), element_(element), cells_(columns) {
    if (element_ != nullptr) Collect(*element_);
  }

  Result<std::string> Walk(std::string_view text, const RowHandler& on_row) {
    std::ranges::fill(cells_, Cell());
    collection_ = {};
    const error_code walked = WalkDocument(document_parser_, text, root_);
    if (walked != SUCCESS) return std::string(simdjson::error_message(walked));
    if (element_ == nullptr) {
      WEIR_TRY(on_row(cells_));
      return std::string();
    }
    if (collection_.empty()) return std::string();
    return WalkCollection(on_row);
  }

 private:
  /// Note the columns that an item sets, which the next item must not inherit.
  void Collect(const PathNode& node) {
    if (node.column != PathNode::kNoColumn) element_columns_.push_back(node.column);
    for (const auto& child : node.members) Collect(*child);
    for (const auto& child : node.items) Collect(*child);
  }

  error_code WalkDocument(ondemand::parser& parser, std::string_view text, const PathNode& node) {
    ondemand::document document;
    WEIR_SIMD_TRY(
        parser.iterate(text.data(), text.size(), text.size() + kPaddingBytes).get(document));
    ondemand::object object;
    WEIR_SIMD_TRY(document.get_object().get(object));
    return WalkObject(object, node);
  }

  Result<std::string> WalkCollection(const RowHandler& on_row) {
    ondemand::document document;
    error_code code =
        collection_parser_
            .iterate(collection_.data(), collection_.size(), collection_.size() + kPaddingBytes)
            .get(document);
    ondemand::array items;
    if (code == SUCCESS) code = document.get_array().get(items);
    if (code != SUCCESS) {
      return std::string("the collection is no array: ") + simdjson::error_message(code);
    }
    for (auto item : items) {
      ondemand::value value;
      code = item.get(value);
      for (const int column : element_columns_) cells_[static_cast<size_t>(column)] = Cell();
      if (code == SUCCESS) code = Take(value, *element_);
      if (code != SUCCESS) return std::string(simdjson::error_message(code));
      WEIR_TRY(on_row(cells_));
    }
    return std::string();
  }

  error_code WalkObject(ondemand::object& object, const PathNode& node) {
    size_t hint = 0;
    for (auto field : object) {
      std::string_view name;
      WEIR_SIMD_TRY(field.unescaped_key().get(name));
      const PathNode* child = node.FindMember(name, hint);
      if (child == nullptr) continue;
      ondemand::value value;
      WEIR_SIMD_TRY(field.value().get(value));
      WEIR_SIMD_TRY(Take(value, *child));
    }
    return SUCCESS;
  }

  error_code WalkArray(ondemand::array& array, const PathNode& node) {
    size_t index = 0;
    for (auto item : array) {
      ondemand::value value;
      WEIR_SIMD_TRY(item.get(value));
      for (const auto& child : node.items) {
        const bool wanted =
            child->step.kind == PathStep::Kind::kEveryItem || child->step.index == index;
        if (!wanted) continue;
        WEIR_SIMD_TRY(Take(value, *child));
        break;
      }
      ++index;
    }
    return SUCCESS;
  }

  error_code Take(ondemand::value& value, const PathNode& node) {
    ondemand::json_type type;
    WEIR_SIMD_TRY(value.type().get(type));
    switch (type) {
      case ondemand::json_type::object: {
        ondemand::object object;
        WEIR_SIMD_TRY(value.get_object().get(object));
        return TakeObject(object, node);
      }
      case ondemand::json_type::array: {
        ondemand::array array;
        WEIR_SIMD_TRY(value.get_array().get(array));
        return TakeArray(array, node);
      }
      case ondemand::json_type::number:
      case ondemand::json_type::string:
      case ondemand::json_type::boolean:
      case ondemand::json_type::null:
        break;
    }
    return TakeScalar(value, type, node);
  }

  error_code TakeObject(ondemand::object& object, const PathNode& node) {
    if (node.column != PathNode::kNoColumn) {
      std::string_view raw;
      WEIR_SIMD_TRY(object.raw_json().get(raw));
      Set(node, Cell::Kind::kComplex, raw);
      if (node.members.empty()) return SUCCESS;
      WEIR_SIMD_TRY(object.reset().error());
    }
    if (node.collection) return simdjson::INCORRECT_TYPE;
    if (node.members.empty()) return SUCCESS;
    return WalkObject(object, node);
  }

  error_code TakeArray(ondemand::array& array, const PathNode& node) {
    if (node.column != PathNode::kNoColumn || node.collection) {
      std::string_view raw;
      WEIR_SIMD_TRY(array.raw_json().get(raw));
      if (node.column != PathNode::kNoColumn) Set(node, Cell::Kind::kComplex, raw);
      if (node.collection) collection_ = Trim(raw);
      if (node.items.empty()) return SUCCESS;
      WEIR_SIMD_TRY(array.reset().error());
    }
    if (node.items.empty()) return SUCCESS;
    return WalkArray(array, node);
  }

  error_code TakeScalar(ondemand::value& value, ondemand::json_type type, const PathNode& node) {
    if (type == ondemand::json_type::string) {
      std::string_view text;
      WEIR_SIMD_TRY(value.get_string().get(text));
      if (node.collection) return simdjson::INCORRECT_TYPE;
      Set(node, Cell::Kind::kText, text);
      return SUCCESS;
    }
    const std::string_view token = Trim(value.raw_json_token());
    if (type == ondemand::json_type::null) {
      if (token != "null") return simdjson::N_ATOM_ERROR;
      Set(node, Cell::Kind::kNull, {});
      return SUCCESS;
    }
    if (node.collection) return simdjson::INCORRECT_TYPE;
    if (type == ondemand::json_type::boolean) {
      if (token != "true" && token != "false") return simdjson::T_ATOM_ERROR;
      Set(node, Cell::Kind::kBool, token);
      return SUCCESS;
    }
    if (!IsNumber(token)) return simdjson::NUMBER_ERROR;
    Set(node, Cell::Kind::kNumber, token);
    return SUCCESS;
  }

  void Set(const PathNode& node, Cell::Kind kind, std::string_view text) {
    if (node.column == PathNode::kNoColumn) return;
    cells_[static_cast<size_t>(node.column)] = {kind, Trim(text)};
    if (kind == Cell::Kind::kText) cells_[static_cast<size_t>(node.column)].text = text;
  }

  const PathNode& root_;
  const PathNode* element_;
  ondemand::parser document_parser_;
  ondemand::parser collection_parser_;
  std::vector<Cell> cells_;
  std::vector<int> element_columns_;
  std::string_view collection_;
};

Walker::Walker(const PathNode& root, const PathNode* element, size_t columns)
    : simd_(std::make_unique<Simd>(root, element, columns)) {}
Walker::~Walker() = default;

Result<std::string> Walker::Walk(std::string_view document, const RowHandler& on_row) {
  return simd_->Walk(document, on_row);
}

namespace {

using MemberHandler = std::function<void(const std::vector<std::string>&)>;

error_code ListObject(ondemand::object& object, const std::string& separator,
                      std::vector<std::string>& names, const MemberHandler& on_member) {
  for (auto field : object) {
    std::string_view name;
    WEIR_SIMD_TRY(field.unescaped_key().get(name));
    names.emplace_back(name);
    ondemand::value value;
    WEIR_SIMD_TRY(field.value().get(value));
    ondemand::object inner;
    const bool enters = !separator.empty() && value.get_object().get(inner) == SUCCESS;
    if (enters) {
      WEIR_SIMD_TRY(ListObject(inner, separator, names, on_member));
    } else {
      on_member(names);
    }
    names.pop_back();
  }
  return SUCCESS;
}

}  // namespace

void ListMembers(std::string_view document, const std::string& separator,
                 const MemberHandler& on_member) {
  ondemand::parser parser;
  ondemand::document opened;
  if (parser.iterate(document.data(), document.size(), document.size() + kPaddingBytes)
          .get(opened) != SUCCESS) {
    return;
  }
  const auto list = [&](ondemand::object& object) {
    std::vector<std::string> names;
    return ListObject(object, separator, names, on_member);
  };
  ondemand::object object;
  if (opened.get_object().get(object) == SUCCESS) {
    if (list(object) != SUCCESS) return;
    return;
  }
  ondemand::array array;
  if (opened.get_array().get(array) != SUCCESS) return;
  for (auto item : array) {
    if (item.get_object().get(object) == SUCCESS && list(object) != SUCCESS) return;
  }
}

}  // namespace weir::formats::json
