#include "api/arm/routes.h"

#include <gtest/gtest.h>

#include <set>

#include "api/arm/handlers.h"

namespace weir::api {
namespace {

TEST(Routes, EveryHandlerHasARoute) {
  std::set<std::string, std::less<>> operations;
  for (const arm::Route& route : arm::RouteTable::Get().routes())
    operations.insert(route.operation);
  EXPECT_EQ(operations.size(), 104U);
  for (const arm::Route& route : arm::RouteTable::Own().routes()) {
    EXPECT_TRUE(operations.insert(route.operation).second) << route.operation;
  }
  std::set<std::string_view> handled;
  for (const std::string_view name : arm::HandledOperations()) {
    EXPECT_TRUE(operations.contains(name)) << name;
    EXPECT_TRUE(handled.insert(name).second) << name << " twice";
  }
}

}  // namespace
}  // namespace weir::api
