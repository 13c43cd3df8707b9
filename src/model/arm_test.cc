#include <gtest/gtest.h>

#include <string>

#include "base/ids.h"
#include "model/arm_expression.h"
#include "testing/json_cases.h"

namespace weir::model {
namespace {

/// {text: any value, parameters, variables, given, want, notes: ["Code: message"]}.
void CheckArm(const Json& one) {
  ArmEvaluator evaluator(one["parameters"], one["variables"], one["given"]);
  const Json value = evaluator.Evaluate(one["text"]);
  EXPECT_EQ(DumpJson(value), DumpJson(one["want"]));
  Json notes = Json::Array();
  for (const ArmEvaluator::Note& note : evaluator.TakeNotes()) {
    notes.Append(note.code + ": " + note.message);
  }
  EXPECT_EQ(DumpJson(notes), DumpJson(one["notes"].is_null() ? Json::Array() : one["notes"]));
}

const bool registered = testing::RegisterCases("arm", "src/model/cases/arm.json", CheckArm);

// Cut, doubled and mixed expressions neither crash nor hang.
TEST(Arm, BearsBrokenExpressions) {
  constexpr int kRounds = 2000;
  SeededRandom random(7);
  const std::string seed_text =
      "[concat(parameters('a').b[0], format('{0}', variables('v')), 'x''y', -12)]";
  for (int round = 0; round < kRounds; ++round) {
    std::string text = seed_text;
    for (uint64_t changes = 1 + random.Below(5); changes > 0; --changes) {
      const size_t at = random.Below(text.size());
      switch (random.Below(3)) {
        case 0:
          text.erase(at, 1 + random.Below(8));
          break;
        case 1:
          text.insert(at, seed_text.substr(random.Below(seed_text.size()), random.Below(12)));
          break;
        case 2:
          text[at] = static_cast<char>(32 + random.Below(95));
          break;
      }
      if (text.empty()) text = "[";
    }
    ArmEvaluator evaluator(Json::Object({{"a", Json()}}), Json::Object({{"v", text}}), Json());
    const Json value = evaluator.Evaluate(Json(text));
    EXPECT_LT(DumpJson(value).size(), 1'000'000U) << text;
  }
}

TEST(Arm, BearsDeepNesting) {
  constexpr int kDepth = 10000;
  std::string text = "[";
  for (int i = 0; i < kDepth; ++i) text += "concat(";
  text += "]";
  ArmEvaluator evaluator({}, {}, {});
  EXPECT_EQ(evaluator.Evaluate(Json(text)), Json(text));
}

}  // namespace
}  // namespace weir::model
