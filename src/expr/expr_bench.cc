// Prints how many evaluations a second one core makes of the expression that the figures name, by
// the clock and by processor time (which leaves out what else the machine does).
#include <chrono>
#include <cstdio>
#include <ctime>

#include "expr/context_scope.h"
#include "expr/template.h"

namespace {

constexpr int kRounds = 2'000'000;
constexpr const char* kExpression =
    "@concat('a/', formatDateTime(pipeline().TriggerTime,'yyyy/MM/dd'), '/', item().name)";
constexpr const char* kContext = R"({
  "pipeline": {"DataFactory": "df", "Pipeline": "p",
               "RunId": "00000000-0000-0000-0000-000000000001",
               "TriggerType": "ScheduleTrigger", "TriggerId": "t", "TriggerName": "daily",
               "TriggerTime": "2018-01-01T00:00:00.1234567Z", "GroupId": "g", "parameters": {}},
  "item": {"name": "orders.csv", "size": 12}})";

weir::Result<int> Run() {
  WEIR_ASSIGN(const weir::Json context, weir::ParseJson(kContext));
  WEIR_ASSIGN(const weir::expr::ContextScope scope, weir::expr::ContextScope::Make(context));
  WEIR_ASSIGN(const weir::expr::Template compiled,
              weir::expr::Template::Compile(weir::Json(kExpression)));
  size_t bytes = 0;
  const auto start = std::chrono::steady_clock::now();
  const std::clock_t processor_start = std::clock();
  for (int i = 0; i < kRounds; ++i) {
    WEIR_ASSIGN(const weir::Json value, compiled.Evaluate(scope));
    bytes += value.as_string().size();
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  const double processor =
      static_cast<double>(std::clock() - processor_start) / static_cast<double>(CLOCKS_PER_SEC);
  std::printf("%.0f evaluations a second, %.0f a second of processor time (%zu bytes made)\n",
              kRounds / took.count(), kRounds / processor, bytes);
  return 0;
}

}  // namespace

int main() {
  const weir::Result<int> done = Run();
  if (!done) std::fprintf(stderr, "%s\n", done.error().ToString().c_str());
  return done ? *done : 1;
}
