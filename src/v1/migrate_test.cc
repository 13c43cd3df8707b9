#include "v1/migrate.h"

#include <gtest/gtest.h>

#include "model/v1/read.h"
#include "testing/json_cases.h"

namespace weir::v1 {
namespace {

model::V1Factory FactoryOf(const Json& one) {
  model::V1Factory factory;
  std::vector<model::Finding> findings;
  for (const Json::Member& member : one["linkedServices"].members()) {
    factory.Put(model::ReadV1LinkedService(member.value, {member.name, ""}, &findings));
  }
  for (const Json::Member& member : one["datasets"].members()) {
    factory.Put(model::ReadV1Dataset(member.value, {member.name, ""}, &findings));
  }
  for (const Json::Member& member : one["pipelines"].members()) {
    factory.Put(model::ReadV1Pipeline(member.value, {member.name, ""}, &findings));
  }
  EXPECT_TRUE(findings.empty()) << findings.front().ToString();
  return factory;
}

/// {linkedServices, datasets, pipelines: {name: properties}, expected: {"files": [path],
/// "notes": ["kind name: text", "!" in front of what needs a hand], path: properties}}.
void CheckMigrate(const Json& one) {
  const Migration migration = Migrate(FactoryOf(one));
  Json got = Json::Object({});
  Json paths = Json::Array();
  for (const auto& [path, document] : migration.files) {
    paths.Append(path);
    got.Set(path, document["properties"]);
  }
  Json notes = Json::Array();
  for (const MigrationNote& note : migration.notes) {
    notes.Append((note.remark.by_hand ? "!" : "") + note.kind + " " + note.name + ": " +
                 note.remark.text);
  }
  got.Set("files", paths);
  got.Set("notes", notes);
  for (const Json::Member& want : one["expected"].members()) {
    EXPECT_EQ(PrettyJson(got[want.name], 1), PrettyJson(want.value, 1)) << want.name;
  }
  EXPECT_EQ(migration.Report()["notes"].size(), migration.notes.size());
  const std::string text = migration.Markdown("f");
  for (const MigrationNote& note : migration.notes) {
    EXPECT_NE(text.find(note.remark.text), std::string::npos);
  }
}

const bool registered =
    testing::RegisterCases("v1_migrate", "src/v1/cases/migrate.json", CheckMigrate);

}  // namespace
}  // namespace weir::v1
