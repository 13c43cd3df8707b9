#include "expr/function.h"

#include <iterator>
#include <unordered_map>

#include "base/names.h"
#include "expr/failure.h"

namespace weir::expr {
namespace {

std::vector<FunctionSpec> JoinTopics() {
  std::vector<FunctionSpec> all;
  // Accessors come first: IsAccessor counts on it.
  for (auto* topic : {AccessorFunctions, StringFunctions, CollectionFunctions, LogicalFunctions,
                      ConversionFunctions, EncodingFunctions, XmlFunctions, MathFunctions,
                      DateFunctions, TimeZoneFunctions}) {
    std::vector<FunctionSpec> specs = topic();
    std::move(specs.begin(), specs.end(), std::back_inserter(all));
  }
  return all;
}

const std::vector<FunctionSpec>& Table() {
  static const std::vector<FunctionSpec> table = JoinTopics();
  return table;
}

std::unordered_map<std::string, const FunctionSpec*> IndexByName() {
  std::unordered_map<std::string, const FunctionSpec*> index;
  for (const FunctionSpec& spec : Table()) index.emplace(NameKey(spec.name), &spec);
  return index;
}

}  // namespace

Error Call::WrongType(std::string_view expected, const Json& value) const {
  return Failure(Glue("expects ", expected, ". The provided value is of type '",
                      KindName(value.kind()), "'."));
}

Error Call::Failure(std::string_view rest) const {
  return InvalidTemplate(Glue("The function '", spec.name, "' ", rest));
}

std::span<const FunctionSpec> AllFunctions() {
  return Table();
}

const FunctionSpec* FindFunction(std::string_view name) {
  static const auto index = IndexByName();
  const auto found = index.find(NameKey(name));
  return found == index.end() ? nullptr : found->second;
}

const std::vector<std::string>& FunctionNames() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const FunctionSpec& spec : Table()) all.emplace_back(spec.name);
    return all;
  }();
  return names;
}

bool IsAccessor(const FunctionSpec& spec) {
  static const size_t count = AccessorFunctions().size();
  return &spec >= Table().data() && &spec < Table().data() + count;
}

Result<> CheckArgumentCount(const FunctionSpec& spec, size_t count) {
  const bool few = count < static_cast<size_t>(spec.args_min);
  const bool many = spec.args_max != kUnbounded && count > static_cast<size_t>(spec.args_max);
  if (!few && !many) return {};
  std::string message = Glue("The function '", spec.name, "' ", spec.expects, ".");
  // The accessors say no more; a function of a list has its own words for an empty one.
  if (spec.expects.starts_with("expects")) {
    const bool empty_list = count == 0 && spec.expects.find("list of") != std::string_view::npos;
    message += empty_list ? " The function was invoked with no parameters."
                          : Glue(" The function was invoked with '", std::to_string(count),
                                 "' parameter(s).");
  }
  return InvalidTemplate(std::move(message));
}

}  // namespace weir::expr
