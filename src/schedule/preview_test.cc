#include "schedule/preview.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/load.h"
#include "testing/json_cases.h"

namespace weir::schedule {
namespace {

/// {"triggers": {name: properties}, "from", "to", "want": ["hh:mm NAME WINDOW"], "others", "says"}.
void CheckCase(const Json& one) {
  model::Factory factory;
  for (const Json::Member& trigger : one["triggers"].members()) {
    factory.Add(model::MakeResource(model::ResourceKind::kTrigger, trigger.name,
                                    trigger.name + ".json",
                                    Json::Object({{"properties", trigger.value}})));
  }
  Result<Preview> preview = Preview::Make(factory, {.from = *ParseUtc(one["from"].as_string()),
                                                    .to = *ParseUtc(one["to"].as_string()),
                                                    .trigger = ""});
  ASSERT_TRUE(preview.ok()) << preview.error().ToString();
  Json fired = Json::Array();
  while (std::optional<Firing> firing = preview->Next()) {
    std::string line = FormatUtc(firing->time).substr(11, 5) + " " + firing->trigger->name;
    if (firing->window) {
      const auto settings =
          TumblingSettings::Parse(firing->trigger->properties()["typeProperties"]);
      ASSERT_TRUE(settings.ok());
      line += " " + std::to_string(settings->IndexAt(firing->window->start));
    }
    fired.Append(line);
  }
  EXPECT_EQ(DumpJson(fired), DumpJson(one["want"]));
  ASSERT_EQ(preview->findings().size(), one["says"].size());
  for (size_t i = 0; i < one["says"].size(); ++i) {
    EXPECT_EQ(preview->findings()[i].message, one["says"][i].as_string());
  }
  ASSERT_EQ(preview->others().size(), one["others"].size());
  for (size_t i = 0; i < one["others"].size(); ++i) {
    EXPECT_EQ(preview->others()[i]->name, one["others"][i].as_string());
  }
}

const bool kRegistered =
    testing::RegisterCases("preview", "src/schedule/cases/preview.json", CheckCase);

}  // namespace
}  // namespace weir::schedule
