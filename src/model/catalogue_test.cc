#include "model/catalogue.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace weir::model {
namespace {

TEST(Catalogue, FindsAKindInAnyCase) {
  const Model* copy = Catalogue::Get().FindKind("Activity", "copy");
  ASSERT_NE(copy, nullptr);
  EXPECT_EQ(copy->discriminator, "Copy");
  EXPECT_EQ(Catalogue::Get().FindKind("Activity", "Copie"), nullptr);
  EXPECT_EQ(Catalogue::Get().FindKind("Nothing", "Copy"), nullptr);
}

TEST(Catalogue, KnowsInheritedFields) {
  const Model* copy = Catalogue::Get().FindKind("Activity", "Copy");
  ASSERT_NE(copy, nullptr);
  const Field* policy = copy->Find("POLICY");
  ASSERT_NE(policy, nullptr);
  EXPECT_EQ(policy->type.kind, FieldType::Kind::kModel);
  EXPECT_EQ(policy->type.name, "ActivityPolicy");
  const Field* name = copy->Find("name");
  ASSERT_NE(name, nullptr);
  EXPECT_TRUE(name->required);
}

TEST(Catalogue, ReadsNestedTypes) {
  const Model* dependency = Catalogue::Get().FindModel("ActivityDependency");
  ASSERT_NE(dependency, nullptr);
  const Field* conditions = dependency->Find("dependencyConditions");
  ASSERT_NE(conditions, nullptr);
  ASSERT_EQ(conditions->type.kind, FieldType::Kind::kList);
  EXPECT_EQ(conditions->type.element->kind, FieldType::Kind::kEnum);
  const std::vector<std::string>* values =
      Catalogue::Get().FindEnum(conditions->type.element->name);
  ASSERT_NE(values, nullptr);
  EXPECT_NE(std::find(values->begin(), values->end(), "Completed"), values->end());
}

TEST(Catalogue, EveryKindHasItsModel) {
  for (const char* base : {"Activity", "Dataset", "LinkedService", "Trigger", "CopySource"}) {
    EXPECT_TRUE(Catalogue::Get().IsKind(base));
    for (const std::string& type : Catalogue::Get().TypesOf(base)) {
      EXPECT_NE(Catalogue::Get().FindKind(base, type), nullptr) << base << " " << type;
    }
  }
}

TEST(Catalogue, TakesOlderSpellingsAndOffersNone) {
  const Catalogue& catalogue = Catalogue::Get();
  const Model* older = catalogue.FindKind("StoreReadSettings", "AzureBlobStorageReadSetting");
  ASSERT_NE(older, nullptr);
  EXPECT_EQ(older->discriminator, "AzureBlobStorageReadSettings");
  const std::vector<std::string> types = catalogue.TypesOf("StoreReadSettings");
  EXPECT_EQ(std::count(types.begin(), types.end(), "AzureBlobStorageReadSettings"), 1);
}

TEST(Catalogue, KnowsTheStandInsTypes) {
  const Model* service = Catalogue::Get().FindKind("LinkedService", "DuckDB");
  ASSERT_NE(service, nullptr);
  EXPECT_NE(service->Find("connectVia"), nullptr);
  EXPECT_NE(Catalogue::Get().FindKind("CopySink", "DuckDBSink"), nullptr);
}

}  // namespace
}  // namespace weir::model
