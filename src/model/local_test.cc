#include "model/local.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "model/local_secrets.h"
#include "model/references.h"
#include "testing/json_cases.h"

namespace weir::model {
namespace {

TEST(LocalSecrets, AFileIsReadFromTheFolderOfTheLocalFile) {
  const std::string folder = ::testing::TempDir();
  std::ofstream(folder + "/weir-local-secret") << "in a file\r\n";
  std::ofstream(folder + "/weir-large-secret") << std::string(70'000, 'x');
  const auto read = [&](const std::string& file, std::vector<std::string>* problems) {
    return WithLocalSecrets(Json::Object({{"type", "SecureString"}, {"file", file}}), folder,
                            problems);
  };
  std::vector<std::string> problems;
  EXPECT_EQ(read("weir-local-secret", &problems)["value"].as_string(), "in a file");
  EXPECT_TRUE(problems.empty());
  for (const char* bad : {"weir-large-secret", "weir-no-secret", "."}) {
    problems.clear();
    EXPECT_TRUE(read(bad, &problems)["value"].is_null()) << bad;
    ASSERT_EQ(problems.size(), 1U) << bad;
    EXPECT_NE(problems[0].find("cannot be read or is larger than 64 kB"), std::string::npos);
  }
}

Factory MakeFactory(const Json& resources) {
  Factory factory("f");
  for (const Json::Member& kind : resources.members()) {
    const std::optional<ResourceKind> known = KindOfFolder(kind.name);
    if (!known) {
      ADD_FAILURE() << kind.name;
      continue;
    }
    for (const Json::Member& one : kind.value.members()) {
      factory.Add({*known, one.name, kind.name + "/" + one.name + ".json",
                   Json::Object({{"name", one.name}, {"properties", one.value}}), false});
    }
  }
  return factory;
}

void CheckApplied(const Json& one, const Factory& factory) {
  for (const Json::Member& service : one["linkedServices"].members()) {
    const Resource* resource = factory.Find(ResourceKind::kLinkedService, service.name);
    ASSERT_NE(resource, nullptr);
    EXPECT_EQ(DumpJson(resource->properties()), DumpJson(service.value));
  }
  if (!one["globals"].is_null()) {
    EXPECT_EQ(factory.GlobalParameterValues(), one["globals"]);
  }
}

void CheckSettings(const Json& one, const LocalSettings& settings) {
  for (const Json::Member& pipeline : one["parametersOf"].members()) {
    EXPECT_EQ(DumpJson(settings.ParametersOf(pipeline.name)), DumpJson(pipeline.value));
  }
  for (const Json::Member& fake : one["fakes"].members()) {
    const size_t slash = fake.name.find('/');
    const Json* found = settings.FakeOf(fake.name.substr(0, slash), fake.name.substr(slash + 1));
    EXPECT_EQ(found == nullptr ? Json() : *found, fake.value) << fake.name;
  }
}

/// {resources: {kind: {name: properties}}, local, folder, environment, linkedServices: {name:
/// properties}, globals, parametersOf: {pipeline: values}, fakes: {"pipeline/activity": fake},
/// findings}.
void CheckApply(const Json& one) {
  Factory factory = MakeFactory(one["resources"]);
  std::vector<Finding> findings;
  for (const Json::Member& variable : one["environment"].members()) {
    setenv(variable.name.c_str(), variable.value.as_string().c_str(), 1);
  }
  const LocalSettings settings =
      ApplyLocal(one["local"], one["folder"].as_string(), "weir.local.json", &factory, &findings);
  for (const Json::Member& variable : one["environment"].members()) unsetenv(variable.name.c_str());
  CheckApplied(one, factory);
  CheckSettings(one, settings);
  Json said = Json::Array();
  for (const Finding& finding : findings) said.Append(finding.code + ": " + finding.message);
  EXPECT_EQ(said, one["findings"].is_null() ? Json::Array() : one["findings"]);
}

void CheckWrite(const Json& one) {
  const LocalDraft draft = WriteLocal(MakeFactory(one["resources"]));
  EXPECT_EQ(DumpJson(draft.document), DumpJson(one["want"]));
  Json notes = Json::Array();
  for (const std::string& note : draft.notes) notes.Append(note);
  EXPECT_EQ(notes, one["notes"]);
}

void CheckClosure(const Json& one) {
  const Factory closure = Closure(MakeFactory(one["resources"]), one["pipeline"].as_string());
  Json names = Json::Array();
  for (const Resource& resource : closure.resources()) names.Append(resource.file);
  EXPECT_EQ(DumpJson(names), DumpJson(one["want"]));
}

const bool registered =
    testing::RegisterCases("apply", "src/model/cases/local_apply.json", CheckApply) &&
    testing::RegisterCases("write", "src/model/cases/local_write.json", CheckWrite) &&
    testing::RegisterCases("closure", "src/model/cases/closure.json", CheckClosure);

}  // namespace
}  // namespace weir::model
