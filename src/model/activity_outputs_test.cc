#include "model/activity_outputs.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "model/catalogue.h"
#include "testing/json_cases.h"

namespace weir::model {
namespace {

/// {type, settings, field, applies: yes|no|unknown} or {type, settings, sample | fields}.
void CheckOutputs(const Json& one) {
  const Json& shape = OutputShape(one["type"].as_string());
  ASSERT_EQ(shape.is_null(), one["unknown"].as_bool()) << one["type"].as_string();
  if (one["field"].is_string()) {
    const Json* field = shape["fields"].Find(one["field"].as_string());
    ASSERT_NE(field, nullptr);
    const char* const words[] = {"yes", "no", "unknown"};
    EXPECT_EQ(words[static_cast<size_t>(FieldApplies(*field, one["settings"]))],
              one["applies"].as_string());
  }
  const Json sample = SampleOf(shape, one["settings"]);
  for (const Json::Member& member : one["sample"].members()) {
    EXPECT_TRUE(sample[member.name] == member.value) << DumpJson(sample);
  }
  for (const Json& absent : one["absent"].items()) {
    EXPECT_EQ(sample.Find(absent.as_string()), nullptr) << absent.as_string();
  }
}

const bool registered =
    testing::RegisterCases("outputs", "src/model/cases/activity_outputs.json", CheckOutputs);

/// Every shape is of a known type, and can give a sample of that type.
void CheckShape(const std::string& where, const Json& shape) {
  static const std::set<std::string> types{"string", "integer", "float", "boolean",
                                           "array",  "object",  "any"};
  ASSERT_TRUE(types.contains(shape["type"].as_string())) << where;
  for (const Json::Member& part : shape.members()) {
    static const std::set<std::string> parts{"type",   "sample", "open",  "fields",   "items",
                                             "values", "when",   "empty", "optional", "source"};
    EXPECT_TRUE(parts.contains(part.name)) << where << " " << part.name;
  }
  const Json sample = SampleOf(shape, {});
  const std::string& type = shape["type"].as_string();
  EXPECT_TRUE(type == "any" || (type == "string" && sample.is_string()) ||
              (type == "integer" && sample.is_int()) || (type == "float" && sample.is_float()) ||
              (type == "boolean" && sample.is_bool()) || (type == "array" && sample.is_array()) ||
              (type == "object" && sample.is_object()))
      << where << " " << DumpJson(sample);
  for (const Json::Member& field : shape["fields"].members()) {
    CheckShape(where + "." + field.name, field.value);
  }
  if (!shape["items"].is_null()) CheckShape(where + "[]", shape["items"]);
}

TEST(ActivityOutputs, EveryTypeOfTheCatalogueHasAShape) {
  const std::vector<std::string> types = Catalogue::Get().TypesOf("Activity");
  ASSERT_GT(types.size(), 40U);
  for (const std::string& type : types) {
    // Bases that nobody writes.
    if (type == "Container" || type == "Execution") continue;
    ASSERT_FALSE(OutputShape(type).is_null()) << type;
    CheckShape(type, OutputShape(type));
  }
  CheckShape("activity()", ActivityShape());
}

}  // namespace
}  // namespace weir::model
