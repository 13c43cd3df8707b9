#include "expr/references.h"

#include "base/names.h"
#include "expr/evaluate.h"
#include "expr/template_node.h"
#include "expr/value.h"

namespace weir::expr {
namespace {

using Kind = Reference::Kind;

/// Walks expressions; `origin` and `start` say where the one at hand stands.
class Collector {
 public:
  std::vector<Reference> Take() { return std::move(found_); }

  void Node(const Template::Node& node) {
    for (const Segment& segment : node.segments) {
      if (segment.plain) continue;
      origin_ = &node.origin;
      start_ = segment.start;
      Visit(segment.expression);
    }
    for (const Template::Node::Child& child : node.children) Node(*child.node);
  }

 private:
  void Visit(const Expression& expression) {
    if (expression.function != nullptr) Add(expression);
    for (const Expression& argument : expression.arguments) Visit(argument);
    for (const Accessor& accessor : expression.accessors) {
      for (const Expression& index : accessor.index) Visit(index);
    }
  }

  void Add(const Expression& call) {
    const std::string_view name = call.function->name;
    if (name == "pipeline") return AddPipeline(call);
    if (name == "variables") return AddNamed(call, Kind::kVariable);
    if (name == "activity") return AddNamed(call, Kind::kActivity);
    if (name == "dataset") return AddSelected(call, Kind::kDataset, 0);
    if (name == "linkedService") return AddSelected(call, Kind::kLinkedService, 0);
    Reference reference;
    reference.position = PlaceIn(*origin_, start_ + call.offset);
    if (name == "item" || name == "trigger" || name == "triggerBody") {
      reference.kind = name == "item" ? Kind::kItem : Kind::kTrigger;
      AddPath(reference, call, 0);
      if (!call.accessors.empty()) reference.optional = call.accessors[0].optional;
    } else {
      reference.name = name;
    }
    found_.push_back(std::move(reference));
  }

  void AddPipeline(const Expression& call) {
    if (call.accessors.empty() || !call.accessors[0].named()) {
      return AddSelected(call, Kind::kSystemVariable, 0);
    }
    const std::string& first = call.accessors[0].name;
    if (SameName(first, "parameters")) return AddSelected(call, Kind::kParameter, 1);
    if (SameName(first, "globalParameters")) return AddSelected(call, Kind::kGlobalParameter, 1);
    AddSelected(call, Kind::kSystemVariable, 0);
  }

  /// The name is the accessor at `index`.
  void AddSelected(const Expression& call, Kind kind, size_t index) {
    Reference reference;
    reference.kind = kind;
    reference.position = PlaceIn(*origin_, start_ + call.offset);
    if (index < call.accessors.size()) {
      const Accessor& accessor = call.accessors[index];
      reference.name = accessor.name;
      reference.optional = accessor.optional;
      if (accessor.named()) {
        reference.position = PlaceIn(*origin_, start_ + accessor.offset);
        AddPath(reference, call, index + 1);
      }
    }
    found_.push_back(std::move(reference));
  }

  /// The name is the only argument.
  void AddNamed(const Expression& call, Kind kind) {
    Reference reference;
    reference.kind = kind;
    const Expression& argument = call.arguments.front();
    if (argument.is_literal()) reference.name = argument.literal.as_string();
    reference.position = PlaceIn(*origin_, start_ + argument.offset);
    AddPath(reference, call, 0);
    found_.push_back(std::move(reference));
  }

  static void AddPath(Reference& reference, const Expression& call, size_t from) {
    for (size_t i = from; i < call.accessors.size(); ++i) {
      const Accessor& accessor = call.accessors[i];
      if (!accessor.named() && !accessor.index.front().is_literal()) return;
      reference.path.push_back(accessor.named() ? accessor.name
                                                : TextOf(accessor.index.front().literal));
    }
  }

  std::vector<Reference> found_;
  const Json* origin_ = nullptr;
  size_t start_ = 0;
};

}  // namespace

std::string_view KindName(Kind kind) {
  switch (kind) {
    case Kind::kParameter:
      return "parameter";
    case Kind::kGlobalParameter:
      return "global parameter";
    case Kind::kSystemVariable:
      return "system variable";
    case Kind::kVariable:
      return "variable";
    case Kind::kActivity:
      return "activity";
    case Kind::kItem:
      return "item";
    case Kind::kDataset:
      return "dataset parameter";
    case Kind::kLinkedService:
      return "linked service parameter";
    case Kind::kTrigger:
      return "trigger";
    case Kind::kFunction:
      return "function";
  }
  return "function";
}

std::vector<Reference> References(const Template& compiled) {
  Collector collector;
  collector.Node(compiled.node());
  return collector.Take();
}

}  // namespace weir::expr
