#include "formats/json/path.h"

#include <charconv>

namespace weir::formats::json {
namespace {

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<Path> Parse() {
    Path path;
    path.from_root = Take('$');
    if (!path.from_root && !text_.empty() && text_[0] != '[') {
      WEIR_TRY(Name(path));
    }
    while (at_ < text_.size()) {
      if (Take('.')) {
        WEIR_TRY(Name(path));
      } else if (Take('[')) {
        WEIR_TRY(Bracket(path));
      } else {
        return Wrong("'.' or '['");
      }
    }
    return path;
  }

 private:
  bool Take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  Error Wrong(const std::string& expected) const {
    return Fail(ErrorKind::kInvalid, "InvalidJsonPath",
                "the path '" + std::string(text_) + "' has no " + expected + " at character " +
                    std::to_string(at_ + 1));
  }

  Result<> Name(Path& path) {
    const size_t end = std::min(text_.find_first_of(".[", at_), text_.size());
    if (end == at_) return Wrong("name");
    path.steps.push_back({PathStep::Kind::kMember, std::string(text_.substr(at_, end - at_)), 0});
    at_ = end;
    return {};
  }

  Result<> Bracket(Path& path) {
    PathStep step;
    if (Take('*')) {
      step.kind = PathStep::Kind::kEveryItem;
    } else if (at_ < text_.size() && (text_[at_] == '\'' || text_[at_] == '"')) {
      WEIR_ASSIGN(step.name, Quoted(text_[at_++]));
    } else {
      step.kind = PathStep::Kind::kItem;
      const char* begin = text_.data() + at_;
      const auto read = std::from_chars(begin, text_.data() + text_.size(), step.index);
      if (read.ec != std::errc()) return Wrong("quoted name, number or '*'");
      at_ += static_cast<size_t>(read.ptr - begin);
    }
    if (!Take(']')) return Wrong("']'");
    path.steps.push_back(std::move(step));
    return {};
  }

  Result<std::string> Quoted(char quote) {
    std::string name;
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == quote) {
        ++at_;
        return name;
      }
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      name += text_[at_];
    }
    return Wrong("closing quote");
  }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

Result<Path> ParsePath(std::string_view text) {
  return Parser(text).Parse();
}

PathNode& PathNode::Child(const PathStep& child) {
  auto& children = child.kind == PathStep::Kind::kMember ? members : items;
  for (const auto& known : children) {
    if (known->step.kind == child.kind && known->step.name == child.name &&
        known->step.index == child.index) {
      return *known;
    }
  }
  children.push_back(std::make_unique<PathNode>());
  children.back()->step = child;
  return *children.back();
}

PathNode& PathNode::Descend(const std::vector<PathStep>& steps) {
  PathNode* node = this;
  for (const PathStep& next : steps) node = &node->Child(next);
  return *node;
}

const PathNode* PathNode::FindMember(std::string_view name, size_t& hint) const {
  if (hint < members.size() && members[hint]->step.name == name) return members[hint++].get();
  for (size_t i = 0; i < members.size(); ++i) {
    if (members[i]->step.name != name) continue;
    hint = i + 1;
    return members[i].get();
  }
  return nullptr;
}

}  // namespace weir::formats::json
