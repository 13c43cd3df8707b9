#include "check/inference.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/ids.h"
#include "expr/context_scope.h"
#include "expr/function.h"
#include "expr/kinds.h"
#include "model/activity_outputs.h"
#include "model/factory.h"
#include "model/load.h"
#include "testing/json_cases.h"

namespace weir::check {
namespace {

using expr::KindSet;
using Kind = Json::Kind;

/// Values of the environment's parameters and variables, and outputs as activities give them.
Json ContextOf(const model::Resource& pipeline) {
  const Result<Json> context = ParseJson(R"({
    "pipeline": {"RunId": "r", "Pipeline": "P", "TriggerTime": "2024-01-02T03:04:05Z",
      "parameters": {"text": "a,b", "number": 3, "real": 2.5, "flag": true,
                     "list": [1, "x", {"a": 1}], "thing": {"a": {"b": [1]}},
                     "secret": "s"}, "globalParameters": {}},
    "variables": {"words": "w", "yes": false, "names": ["n"], "count": 2},
    "now": "2024-01-02T03:04:05Z"})");
  Json activities = Json::Object();
  for (const model::ActivityPlace& place : model::AllActivities(pipeline.properties())) {
    const Json& activity = *place.activity;
    const Json& settings = activity["typeProperties"];
    Json whole = model::SampleOf(model::ActivityShape(), settings);
    whole.Set("output",
              model::SampleOf(model::OutputShape(activity["type"].as_string()), settings));
    activities.Set(activity["name"].as_string(), std::move(whole));
  }
  Json all = *context;
  all.Set("activities", std::move(activities));
  return all;
}

/// Makes random expressions, most of them of fitting types.
class Maker {
 public:
  explicit Maker(uint64_t seed) : random_(seed) {}

  std::string Expression(int depth) {
    std::string text = depth > 0 && Chance(70) ? Call(depth) : Leaf();
    while (Chance(12)) text += Accessor(depth);
    return text;
  }

  /// The last expression has a branch that need not be evaluated.
  bool lazy = false;

 private:
  bool Chance(uint64_t percent) { return random_.Below(100) < percent; }

  template <typename List>
  auto Pick(const List& list) {
    return list[random_.Below(list.size())];
  }

  std::string Call(int depth) {
    const auto functions = expr::AllFunctions();
    const expr::FunctionSpec* spec = nullptr;
    do {
      spec = &functions[random_.Below(functions.size())];
    } while (expr::IsAccessor(*spec));
    lazy = lazy || spec->lazy != nullptr;
    const auto& parameters = expr::ParametersOf(*spec);
    const int most = spec->args_max == expr::kUnbounded ? spec->args_min + 2 : spec->args_max;
    const auto count = static_cast<size_t>(spec->args_min) +
                       random_.Below(static_cast<uint64_t>(most - spec->args_min + 1));
    std::string text = std::string(spec->name) + "(";
    for (size_t i = 0; i < count; ++i) {
      const KindSet kinds = parameters[std::min(i, parameters.size() - 1)].kinds;
      text += (i > 0 ? ", " : "") + (Chance(60) ? Fitting(kinds) : Expression(depth - 1));
    }
    return text + ")";
  }

  std::string Fitting(KindSet kinds) {
    for (int tries = 0; tries < 20; ++tries) {
      const auto& [kind, text] = Pick(Leaves());
      if (kinds.Has(kind)) return std::string(text);
    }
    return Leaf();
  }

  std::string Leaf() { return std::string(Pick(Leaves()).second); }

  std::string Accessor(int depth) {
    static const std::vector<std::string> names{
        ".name",  "?.name",  ".value", "['type']",  "[0]",    "?[1]",  ".a",
        ".count", ".status", ".error", ".firstRow", ".Value", "[1.5]", "['a']"};
    return depth > 0 && Chance(20) ? "[" + Expression(depth - 1) + "]" : Pick(names);
  }

  using LeafList = std::vector<std::pair<Kind, std::string_view>>;
  static const LeafList& Leaves() {
    static const LeafList leaves{{Kind::kNull, "null"},
                                 {Kind::kBool, "true"},
                                 {Kind::kBool, "pipeline().parameters.flag"},
                                 {Kind::kBool, "variables('yes')"},
                                 {Kind::kBool, "activity('Look').output.exists"},
                                 {Kind::kInt, "1"},
                                 {Kind::kInt, "0"},
                                 {Kind::kInt, "pipeline().parameters.number"},
                                 {Kind::kInt, "variables('count')"},
                                 {Kind::kInt, "activity('Copy').output.rowsCopied"},
                                 {Kind::kInt, "activity('All').output.count"},
                                 {Kind::kFloat, "1.5"},
                                 {Kind::kFloat, "pipeline().parameters.real"},
                                 {Kind::kFloat, "activity('Copy').output.throughput"},
                                 {Kind::kString, "'2024-01-02T03:04:05Z'"},
                                 {Kind::kString, "'Day'"},
                                 {Kind::kString, "'abc'"},
                                 {Kind::kString, "'12'"},
                                 {Kind::kString, "'{\"a\": [1, {\"name\": 2}]}'"},
                                 {Kind::kString, "'UTC'"},
                                 {Kind::kString, "'<a><name>1</name></a>'"},
                                 {Kind::kString, "pipeline().parameters.text"},
                                 {Kind::kString, "pipeline().TriggerTime"},
                                 {Kind::kString, "pipeline()?.TriggeredByPipelineName"},
                                 {Kind::kString, "variables('words')"},
                                 {Kind::kString, "activity('Copy').status"},
                                 {Kind::kArray, "pipeline().parameters.list"},
                                 {Kind::kArray, "variables('names')"},
                                 {Kind::kArray, "activity('Look').output.childItems"},
                                 {Kind::kArray, "activity('All').output.value"},
                                 {Kind::kArray, "activity('Files').output.Value"},
                                 {Kind::kArray, "activity('Copy').output.executionDetails"},
                                 {Kind::kObject, "pipeline().parameters.thing"},
                                 {Kind::kObject, "activity('One').output.firstRow"},
                                 {Kind::kObject, "activity('Copy').output"},
                                 {Kind::kObject, "activity('Copy')"},
                                 {Kind::kObject, "activity('Call').output"},
                                 {Kind::kObject, "pipeline().parameters"}};
    return leaves;
  }

  SeededRandom random_;
};

class Soundness : public ::testing::Test {
 protected:
  void SetUp() override {
    const Result<Json> files = ParseJson(testing::ReadFile("src/check/cases/environment.json"));
    ASSERT_TRUE(files.ok());
    for (const Json::Member& file : files->members()) {
      const auto kind = model::KindOfFolder(file.name.substr(0, file.name.find('/')));
      ASSERT_TRUE(kind.has_value());
      factory_.Add(model::MakeResource(*kind, "x", file.name, file.value));
    }
    context_.factory = &factory_;
    context_.resource = factory_.Find(model::ResourceKind::kPipeline, "P");
    places_ = model::AllActivities(context_.resource->properties());
    context_.places = &places_;
    context_.place = &places_.back();
    context_.activity = places_.back().activity;
  }

  model::Factory factory_{"f"};
  std::vector<model::ActivityPlace> places_;
  model::ExpressionContext context_;
};

/// What a run evaluates is no error, and is of a kind that was foretold.
TEST_F(Soundness, NoFalseAlarms) {
  constexpr uint64_t kSeed = 20240102;
  constexpr int kExpressions = 10000;
  const Result<expr::ContextScope> scope =
      expr::ContextScope::Make(ContextOf(*context_.resource), {}, kSeed);
  ASSERT_TRUE(scope.ok()) << scope.error().ToString();
  Maker maker(kSeed);
  int evaluated = 0;
  int reported = 0;
  for (int i = 0; i < kExpressions; ++i) {
    maker.lazy = false;
    const std::string text = "@" + maker.Expression(3);
    const Result<expr::Template> compiled = expr::Template::Compile(Json(text));
    if (!compiled) continue;
    std::vector<model::Finding> findings;
    const ValueType type = InferType(*compiled, context_, &findings);
    reported += model::HasErrors(findings) ? 1 : 0;
    const Result<Json> value = compiled->Evaluate(*scope);
    if (!value) continue;
    ++evaluated;
    EXPECT_TRUE(type.kinds.Has(value->kind())) << text << " is " << DumpJson(*value);
    if (maker.lazy) continue;
    EXPECT_FALSE(model::HasErrors(findings)) << text << ": " << findings.front().ToString();
    if (type.constant) {
      EXPECT_EQ(DumpJson(*type.constant), DumpJson(*value)) << text;
    }
  }
  EXPECT_GT(evaluated, kExpressions / 10);
  EXPECT_GT(reported, kExpressions / 10);
}

}  // namespace
}  // namespace weir::check
