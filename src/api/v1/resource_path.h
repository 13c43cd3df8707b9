#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace weir::api::v1 {

/// The kinds of resource of a factory of version 1.
enum class Kind : uint8_t {
  kFactory,
  kLinkedService,
  kDataset,
  kPipeline,
  kGateway,
  kHub,
  kComputeType,
  kActivityType
};

/// The spellings of a kind, one row for each.
struct KindInfo {
  Kind kind;
  std::string_view stored;      ///< In the store: "v1:pipeline". No kind of version 2 has a colon.
  std::string_view folder;      ///< In requests of our own and for people: "linkedService".
  std::string_view collection;  ///< Last part of its ARM type and REST path: "datapipelines".
  std::string_view title;       ///< In messages: "linked service".
  std::string_view parameter;   ///< What routes call its name: "linkedServiceName".
  std::string_view not_found;   ///< Code of the error: "LinkedServiceNotFound".
};

std::span<const KindInfo> Kinds();
const KindInfo& InfoOf(Kind kind);
/// By the store's name of it; nothing for kinds of version 2.
std::optional<Kind> KindOfStored(std::string_view stored);
/// By its folder, in any case.
std::optional<Kind> KindOfFolder(std::string_view folder);

/// Where a resource of version 1 is. For a factory, `name` is empty and the kind kFactory.
struct ResourcePath {
  Kind kind = Kind::kFactory;
  std::string subscription;
  std::string group;
  std::string factory;
  std::string name;  ///< As the path spells it.

  /// The factory's resource id in lower case: its key everywhere.
  std::string FactoryKey() const;
  std::string FactoryId() const;
  /// The resource's own id.
  std::string Id() const;
  const std::string& KeptName() const { return kind == Kind::kFactory ? factory : name; }
  /// "datapipelines/Load": how messages name it.
  std::string Place() const;
};

/// The path of a factory by its id or key. Errors: kInvalid InvalidRequestContent.
Result<ResourcePath> PathOfFactory(std::string_view id);

/// Check the name of a resource that is to be made. Errors: kInvalid InvalidResourceName.
/// Source: facts of version 1, REST 1.
Result<> CheckName(const ResourcePath& path);

}  // namespace weir::api::v1
