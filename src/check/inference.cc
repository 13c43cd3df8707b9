#include "check/inference.h"

#include <algorithm>
#include <utility>

#include "base/names.h"
#include "check/function_rules.h"
#include "check/scope_types.h"
#include "expr/arguments.h"
#include "expr/context_scope.h"
#include "expr/evaluate.h"
#include "expr/kinds.h"
#include "expr/template_node.h"
#include "expr/value.h"
#include "model/activities.h"
#include "model/activity_outputs.h"

namespace weir::check {
namespace {

using expr::Accessor;
using expr::Expression;
using expr::KindSet;
using model::ExpressionContext;
using model::Finding;
using model::Severity;
using Kind = Json::Kind;
using Node = expr::Template::Node;

/// What calls are evaluated in that need no scope.
const expr::Scope& EmptyScope() {
  thread_local const auto scope = expr::ContextScope::Make(Json::Object(), UtcTime{}, 0);
  return *scope;
}

std::string Shown(std::string_view name) {
  return "'" + std::string(name) + "'";
}

/// Why a field that exists is not there with these settings.
std::string WhyNot(const Json& field) {
  const Json& when = field["when"];
  const std::string& setting = when["setting"].as_string();
  if (when["has"].is_string()) return "; " + Shown(setting) + " does not ask for it";
  return "; " + Shown(setting) + " would have to be " + (when["is"].as_bool() ? "true" : "false");
}

/// The nearest of the fields that are there, else all of them if they are few.
std::string Offer(std::string_view name, const ValueType& target) {
  constexpr size_t kListedMax = 6;
  std::vector<std::string> known;
  for (const Json::Member& field : target.shape["fields"].members()) {
    if (model::FieldApplies(field.value, target.settings) != model::Applies::kNo) {
      known.push_back(field.name);
    }
  }
  if (known.empty()) return "; it has no properties";
  std::string near = DidYouMean(name, known);
  if (!near.empty() || known.size() > kListedMax) return near;
  std::string list;
  for (const std::string& one : known) list += (list.empty() ? "; it has " : ", ") + Shown(one);
  return list;
}

class Inference {
 public:
  Inference(const ExpressionContext& context, std::vector<Finding>* findings, int depth)
      : context_(context), findings_(findings), depth_(depth) {}

  ValueType OfNode(const Node& node) {
    switch (node.kind) {
      case Node::Kind::kConstant:
        return ValueType::OfConstant(node.value);
      case Node::Kind::kExpression:
        return OfSegment(node, node.segments.front());
      case Node::Kind::kInterpolation:
        for (const expr::Segment& segment : node.segments) {
          if (!segment.plain) OfSegment(node, segment);
        }
        return ValueType::OfKinds(KindSet::Text());
      case Node::Kind::kContainer:
        for (const Node::Child& child : node.children) OfNode(*child.node);
        return ValueType::OfShape(ShapeOfValue(node.source, true), {}, {});
    }
    return {};
  }

 private:
  ValueType OfSegment(const Node& node, const expr::Segment& segment) {
    origin_ = &node.origin;
    start_ = segment.start;
    return Visit(segment.expression);
  }

  void Report(Severity severity, size_t offset, std::string code, const std::string& message) {
    if (findings_ == nullptr) return;
    const Position position = expr::PlaceIn(*origin_, start_ + offset);
    findings_->push_back(
        {severity, context_.resource->file, position, std::move(code), Within(context_) + message});
  }

  ValueType Visit(const Expression& expression) {
    size_t selected = 0;
    ValueType type = expression.function == nullptr ? ValueType::OfConstant(expression.literal)
                                                    : Call(expression, &selected);
    for (; selected < expression.accessors.size(); ++selected) {
      type = Select(type, expression.accessors[selected]);
    }
    return type;
  }

  // Calls ----------------------------------------------------------------------------------------

  /// `selected` counts the accessors that the answer has gone through already.
  ValueType Call(const Expression& call, size_t* selected) {
    std::vector<ValueType> arguments;
    for (const Expression& argument : call.arguments) arguments.push_back(Visit(argument));
    const bool fits = CheckArguments(call, arguments);
    const std::string_view name = call.function->name;
    if (name == "pipeline") return Pipeline(call, selected);
    if (name == "dataset" || name == "linkedService") return Own(call, selected);
    if (name == "activity") return Activity(call, arguments[0], selected);
    if (name == "variables") return Variable(arguments[0]);
    if (name == "item") return Item();
    if (name == "trigger" || name == "triggerBody") {
      return TriggerType(context_, name == "triggerBody");
    }
    if (!fits) return {};
    if (std::optional<ValueType> folded = Fold(call, arguments)) return *std::move(folded);
    return ResultOf(*call.function, arguments);
  }

  bool CheckArguments(const Expression& call, const std::vector<ValueType>& arguments) {
    const expr::FunctionSpec& spec = *call.function;
    const std::vector<expr::ParameterKinds>& parameters = expr::ParametersOf(spec);
    for (size_t i = 0; i < arguments.size(); ++i) {
      const expr::ParameterKinds& parameter = parameters[std::min(i, parameters.size() - 1)];
      if (Takes(parameter, arguments[i])) continue;
      Report(Severity::kError, call.arguments[i].offset, "WrongArgumentType",
             "function " + Shown(spec.name) + " takes " + parameter.kinds.ToString() + " as " +
                 expr::Ordinal(i) + ", got " + arguments[i].ToString());
      return false;
    }
    if (const std::string why = Mismatch(spec, arguments); !why.empty()) {
      Report(Severity::kError, call.offset, "WrongArgumentType",
             "function " + Shown(spec.name) + " " + why);
      return false;
    }
    if (const std::string why = NeverEqual(spec, arguments); !why.empty()) {
      Report(Severity::kWarning, call.offset, "NeverEqual", why);
    }
    return true;
  }

  static bool Takes(const expr::ParameterKinds& parameter, const ValueType& argument) {
    if (!(parameter.kinds & argument.kinds).empty()) return true;
    if (!parameter.content || !argument.kinds.Has(Kind::kObject)) return false;
    // An object that is known holds no binary or XML content, unless it says so.
    const Json& shape = argument.shape;
    return shape.is_null() || shape["open"].as_bool() ||
           shape["fields"].Find("$content") != nullptr;
  }

  /// The answer of a call whose arguments are all constant; what fails so fails in every run.
  std::optional<ValueType> Fold(const Expression& call, const std::vector<ValueType>& arguments) {
    const expr::FunctionSpec& spec = *call.function;
    if (spec.eval == nullptr) return std::nullopt;
    std::vector<Json> values;
    for (const ValueType& argument : arguments) {
      if (!argument.constant) return CheckFormat(call, arguments);
      values.push_back(*argument.constant);
    }
    const Result<Json> answer = spec.eval({spec, EmptyScope(), call.format.get()}, values);
    if (!answer) {
      Report(Severity::kError, call.offset, "AlwaysFails", answer.error().message());
      return ValueType();
    }
    if (spec.scoped) return std::nullopt;
    return ValueType::OfConstant(*answer);
  }

  /// A literal format that is none was left out by the parser.
  std::optional<ValueType> CheckFormat(const Expression& call,
                                       const std::vector<ValueType>& arguments) {
    const int place = call.function->format_arg;
    if (place < 0 || static_cast<size_t>(place) >= arguments.size()) return std::nullopt;
    const Expression& format = call.arguments[static_cast<size_t>(place)];
    if (!format.is_literal() || !format.literal.is_string() || call.format != nullptr) {
      return std::nullopt;
    }
    Report(Severity::kError, format.offset, "AlwaysFails",
           "function " + Shown(call.function->name) + " cannot use the date format '" +
               format.literal.as_string() + "'");
    return ValueType();
  }

  // Accessors of the scope -----------------------------------------------------------------------

  static const std::string* NameAt(const Expression& call, size_t index) {
    if (index >= call.accessors.size() || !call.accessors[index].named()) return nullptr;
    return &call.accessors[index].name;
  }

  ValueType Pipeline(const Expression& call, size_t* selected) {
    if (context_.resource->kind != model::ResourceKind::kPipeline) return Skip(call, selected);
    const std::string* part = NameAt(call, 0);
    if (part == nullptr) return Skip(call, selected);
    const bool parameters = SameName(*part, "parameters");
    if (!parameters && !SameName(*part, "globalParameters")) {
      if (!IsSystemVariable(*part)) return Skip(call, selected);
      *selected = 1;
      const KindSet text = KindSet::Text();
      return ValueType::OfKinds(call.accessors[0].optional ? text | Kind::kNull : text);
    }
    const std::string* name = NameAt(call, 1);
    if (name == nullptr) return Skip(call, selected);
    *selected = 2;
    return parameters ? ParameterType(context_, *name) : GlobalParameterType(context_, *name);
  }

  ValueType Own(const Expression& call, size_t* selected) {
    const std::string* name = NameAt(call, 0);
    const bool own = context_.resource->kind == (SameName(call.function->name, "dataset")
                                                     ? model::ResourceKind::kDataset
                                                     : model::ResourceKind::kLinkedService);
    if (name == nullptr || !own) return Skip(call, selected);
    *selected = 1;
    return ParameterType(context_, *name);
  }

  /// What is selected is not known, but what stands in its brackets is looked at.
  ValueType Skip(const Expression& call, size_t* selected) {
    for (; *selected < call.accessors.size(); ++*selected) {
      for (const Expression& index : call.accessors[*selected].index) Visit(index);
    }
    return {};
  }

  ValueType Activity(const Expression& call, const ValueType& name, size_t* selected) {
    if (!name.constant || !name.constant->is_string()) return {};
    const std::string* part = NameAt(call, 0);
    if (part == nullptr || !SameName(*part, "output")) {
      return ActivityType(context_, name.constant->as_string());
    }
    *selected = 1;
    return Output(name.constant->as_string());
  }

  /// What a Filter keeps is what it was given.
  ValueType Output(const std::string& name) {
    ValueType type = OutputType(context_, name);
    const std::optional<Loop> filter = FilterOf(context_, name);
    if (!filter || type.shape.is_null()) return type;
    Json fields = type.shape["fields"];
    fields.Set("Value", Json::Object({{"type", "array"}, {"items", ShapeOfType(ItemOf(*filter))}}));
    type.shape.Set("fields", std::move(fields));
    return type;
  }

  /// What one of the items of a loop is. Filters may name each other in a circle.
  ValueType ItemOf(const Loop& loop) {
    constexpr int kDepthMax = 5;
    if (depth_ >= kDepthMax) return {};
    const Result<expr::Template> items = expr::Template::Compile(*loop.items);
    if (!items) return {};
    return ItemsOf(Inference(loop.context, nullptr, depth_ + 1).OfNode(items->node()));
  }

  ValueType Variable(const ValueType& name) {
    if (context_.resource->kind != model::ResourceKind::kPipeline) return {};
    if (!name.constant || !name.constant->is_string()) return {};
    return VariableType(context_, name.constant->as_string());
  }

  ValueType Item() {
    const std::optional<Loop> loop = LoopAround(context_);
    if (!loop) return {};
    ValueType type = ItemOf(*loop);
    type.title = "item()";
    return type;
  }

  // Selection ------------------------------------------------------------------------------------

  ValueType Select(const ValueType& target, const Accessor& accessor) {
    ValueType type =
        accessor.named() ? Property(target, accessor.name, accessor) : Indexed(target, accessor);
    if (accessor.optional) type.kinds = type.kinds | Kind::kNull;
    return type;
  }

  ValueType Indexed(const ValueType& target, const Accessor& accessor) {
    const ValueType index = Visit(accessor.index.front());
    const bool item = target.kinds.Has(Kind::kArray) && index.kinds.Has(Kind::kInt);
    const bool property = target.kinds.Has(Kind::kObject) && index.kinds.Has(Kind::kString);
    if (item && !property) return ItemsOf(target);
    if (property && !item && index.constant) {
      return Property(target, index.constant->as_string(), accessor);
    }
    if (item || property || (accessor.optional && target.kinds.Has(Kind::kNull))) return {};
    Report(
        Severity::kError, accessor.offset, "CannotSelect",
        "[" + index.ToString() + "] cannot be selected from " + target.ToString() +
            (target.kinds == KindSet(Kind::kArray) ? "; its items are numbered by Integer" : ""));
    return {};
  }

  ValueType Property(const ValueType& target, const std::string& name, const Accessor& accessor) {
    if (!target.kinds.Has(Kind::kObject)) {
      if (accessor.optional && target.kinds.Has(Kind::kNull)) return {};
      Report(
          Severity::kError, accessor.offset, "CannotSelect",
          "property " + Shown(name) + " cannot be selected from " + target.ToString() +
              (target.kinds == KindSet(Kind::kArray) ? "; select an item first, [0] or in a ForEach"
                                                     : ""));
      return {};
    }
    if (!target.shape["fields"].is_object() && target.shape["type"].as_string() != "object") {
      return {};
    }
    const Json* field = target.shape["fields"].Find(name);
    const bool open = target.shape["open"].as_bool();
    if (field == nullptr && open) return {};
    const bool there =
        field != nullptr && model::FieldApplies(*field, target.settings) != model::Applies::kNo;
    if (!there) {
      const std::string title = target.title.empty() ? "the value" : target.title;
      Report(accessor.optional ? Severity::kWarning : Severity::kError, accessor.offset,
             "UnknownProperty",
             title + " never has a property " + Shown(name) +
                 (field != nullptr ? WhyNot(*field) : Offer(name, target)));
      return {};
    }
    const std::string title = target.title.empty() ? "" : Shown(name) + " of " + target.title;
    // Only the fields of an output itself depend on settings.
    return ValueType::OfShape(*field, {}, title);
  }

  const ExpressionContext& context_;
  std::vector<Finding>* findings_;
  const Json* origin_ = nullptr;
  size_t start_ = 0;
  int depth_;
};

}  // namespace

std::string Within(const ExpressionContext& context) {
  if (context.activity == nullptr) return {};
  return "activity '" + (*context.activity)["name"].as_string() + "': ";
}

ValueType InferType(const expr::Template& compiled, const ExpressionContext& context,
                    std::vector<Finding>* findings) {
  return Inference(context, findings, 0).OfNode(compiled.node());
}

}  // namespace weir::check
