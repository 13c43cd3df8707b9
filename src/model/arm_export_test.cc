#include "model/arm_export.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/names.h"
#include "model/canonical.h"
#include "model/json_file.h"
#include "model/load.h"
#include "testing/json_cases.h"

namespace weir::model {
namespace {

namespace fs = std::filesystem;

Factory FactoryOf(const Json& resources) {
  Factory factory("fac");
  for (const Json& one : resources.items()) {
    factory.Add(
        MakeResource(*KindOfFolder(one["kind"].as_string()), one["name"].as_string(), "",
                     Json::Object({{"name", one["name"]}, {"properties", one["properties"]}})));
  }
  return factory;
}

/// Write the export and load it again.
LoadedFactory Again(const Factory& factory) {
  const fs::path folder = fs::temp_directory_path() / ("weir-arm-" + std::to_string(getpid()));
  fs::create_directories(folder);
  const ArmExport exported = ExportArm(factory);
  std::ofstream(folder / "ARMTemplateForFactory.json") << DumpJson(exported.template_document);
  std::ofstream(folder / "ARMTemplateParametersForFactory.json") << DumpJson(exported.parameters);
  Result<LoadedFactory> loaded = LoadFactory(folder.string());
  fs::remove_all(folder);
  EXPECT_TRUE(loaded.ok()) << loaded.error().ToString();
  return loaded ? *std::move(loaded) : LoadedFactory();
}

void ExpectSame(const Factory& factory, const Factory& again) {
  for (const Resource& resource : factory.resources()) {
    if (factory.Find(resource.kind, resource.name) != &resource) continue;  // A second one.
    const Resource* same = resource.kind == ResourceKind::kFactory
                               ? again.List(resource.kind).front()
                               : again.Find(resource.kind, resource.name);
    ASSERT_NE(same, nullptr) << resource.name;
    EXPECT_EQ(DumpJson(same->properties()), DumpJson(resource.properties())) << resource.file;
  }
  EXPECT_EQ(factory.resources().size(), again.resources().size());
}

/// {name, resources: [{kind, name, properties}], parameters: {name: value}, dependsOn: [[…]]};
/// loaded again, the resources are the same.
void CheckCase(const Json& one) {
  const Factory factory = FactoryOf(one["resources"]);
  const ArmExport exported = ExportArm(factory);
  const Json& values = exported.parameters["parameters"];
  Json found = Json::Object();
  for (const Json::Member& member : values.members()) {
    const Json& declared = exported.template_document["parameters"][member.name];
    found.AppendMember(member.name,
                       declared["type"].as_string() + ": " + member.value["value"].as_string());
    if (declared["type"].as_string() == "secureString") {
      EXPECT_EQ(declared.Find("defaultValue"), nullptr);
    }
  }
  EXPECT_EQ(DumpJson(found), DumpJson(one["parameters"]));
  Json depends = Json::Array();
  for (const Json& resource : exported.template_document["resources"].items()) {
    depends.Append(resource["dependsOn"]);
  }
  EXPECT_EQ(DumpJson(depends), DumpJson(one["dependsOn"]));
  const LoadedFactory again = Again(factory);
  EXPECT_TRUE(again.findings.empty());
  EXPECT_EQ(again.factory.name(), "fac");
  ExpectSame(factory, again.factory);
}

const bool kRegistered =
    testing::RegisterCases("arm_export", "src/model/cases/arm_export.json", CheckCase);

TEST(ArmExport, RealFactoriesComeBackAsTheyWere) {
  size_t resources = 0;
  for (const char* root : {"tests/conformance/corpus", "samples"}) {
    for (const auto& entry : fs::directory_iterator(root)) {
      if (!entry.is_directory()) continue;
      SCOPED_TRACE(entry.path().string());
      const fs::path newer = entry.path() / "v2";  // A sample may hold both versions.
      const fs::path& folder = fs::is_directory(newer) ? newer : entry.path();
      const Result<LoadedFactory> loaded = LoadFolder(folder.string());
      ASSERT_TRUE(loaded.ok()) << loaded.error().ToString();
      ExpectSame(loaded->factory, Again(loaded->factory).factory);
      resources += loaded->factory.resources().size();
    }
  }
  EXPECT_GT(resources, 50U);
}

TEST(Canonical, OrdersResourcesAndActivities) {
  const Json document = *ParseJson(R"({"properties": {"zeta": 1, "annotations": [], "activities": [
      {"typeProperties": {"z": 1, "ifTrueActivities": [{"type": "Wait", "name": "b"}], "a": 2},
       "type": "IfCondition", "name": "a"}], "description": "d", "alpha": 2}, "name": "p"})");
  const Json ordered = CanonicalDocument(document);
  EXPECT_EQ(DumpJson(ordered),
            R"({"name":"p","properties":{"description":"d","activities":[{"name":"a",)"
            R"("type":"IfCondition","typeProperties":{"z":1,"ifTrueActivities":[{"name":"b",)"
            R"("type":"Wait"}],"a":2}}],"annotations":[],"alpha":2,"zeta":1}})");
  EXPECT_EQ(ordered, document);
  EXPECT_EQ(DumpJson(CanonicalDocument(ordered)), DumpJson(ordered));
}

}  // namespace
}  // namespace weir::model
