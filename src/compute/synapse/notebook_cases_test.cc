#include <gtest/gtest.h>

#include "compute/synapse/notebook.h"
#include "copy/testing/store_fixture.h"
#include "testing/json_cases.h"

namespace weir::compute::synapse {
namespace {

/// {notebook, parameters, want: {kind, session, statements: [{cell, kind, code}], exits: kinds} |
/// error}
void CheckNotebook(const Json& test_case) {
  const Result<NotebookPlan> plan = PlanNotebook(test_case["notebook"], test_case["parameters"]);
  if (test_case["error"].is_object()) {
    ASSERT_FALSE(plan);
    copy::testing::ExpectError(test_case["error"], plan.error());
    return;
  }
  ASSERT_TRUE(plan) << plan.error().ToString();
  Json statements = Json::Array();
  for (const Statement& one : plan->statements) {
    statements.Append(Json::Object({{"cell", one.cell}, {"kind", one.kind}, {"code", one.code}}));
  }
  Json exits = Json::Array();
  for (const Statement& one : ExitStatements(plan->statements)) exits.Append(one.kind);
  const Json got = Json::Object({{"kind", plan->kind},
                                 {"session", plan->session},
                                 {"statements", statements},
                                 {"exits", exits}});
  for (const Json::Member& want : test_case["want"].members()) {
    EXPECT_TRUE(got[want.name] == want.value) << want.name << ": " << DumpJson(got[want.name]);
  }
}

const bool kNotebooks =
    weir::testing::RegisterCases("notebook", "src/compute/cases/notebook.json", CheckNotebook);

}  // namespace
}  // namespace weir::compute::synapse
