#include "api/v1/resource_path.h"

#include <algorithm>
#include <array>

#include "base/names.h"

namespace weir::api::v1 {
namespace {

constexpr std::array<KindInfo, 8> kKinds = {{
    {Kind::kFactory, "v1:factory", "factory", "datafactories", "factory", "dataFactoryName",
     "ResourceNotFound"},
    {Kind::kLinkedService, "v1:linkedService", "linkedService", "linkedservices", "linked service",
     "linkedServiceName", "LinkedServiceNotFound"},
    {Kind::kDataset, "v1:dataset", "dataset", "datasets", "dataset", "datasetName",
     "DatasetNotFound"},
    {Kind::kPipeline, "v1:pipeline", "pipeline", "datapipelines", "pipeline", "datapipelineName",
     "PipelineNotFound"},
    {Kind::kGateway, "v1:gateway", "gateway", "gateways", "gateway", "gatewayName",
     "GatewayNotFound"},
    {Kind::kHub, "v1:hub", "hub", "hubs", "hub", "hubName", "HubNotFound"},
    {Kind::kComputeType, "v1:computeType", "computeType", "computeTypes", "compute type",
     "computeTypeName", "ComputeTypeNotFound"},
    {Kind::kActivityType, "v1:activityType", "activityType", "activityTypes", "activity type",
     "activityTypeName", "ActivityTypeNotFound"},
}};

bool IsLetterOrDigit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// What is against a factory's name; empty if nothing is.
std::string AgainstFactoryName(std::string_view name) {
  constexpr size_t kMin = 3;
  constexpr size_t kMax = 63;
  if (name.size() < kMin || name.size() > kMax) return "it must have 3 to 63 characters";
  for (size_t i = 0; i < name.size(); ++i) {
    const bool inside = i > 0 && i + 1 < name.size() && name[i - 1] != '-';
    if (IsLetterOrDigit(name[i]) || (name[i] == '-' && inside)) continue;
    return "it must be of letters, digits and single dashes between them";
  }
  return "";
}

/// The same for all that lies in a factory.
std::string AgainstName(std::string_view name) {
  constexpr size_t kMax = 260;
  if (name.empty() || name.size() > kMax) return "it must have 1 to 260 characters";
  if (!IsLetterOrDigit(name[0]) && name[0] != '_') {
    return "it must begin with a letter, a digit or an underscore";
  }
  constexpr std::string_view kBarred = "<>*#.%&:\\+?/";
  const size_t at = name.find_first_of(kBarred);
  if (at == std::string_view::npos) return "";
  return "it must not hold '" + std::string(1, name[at]) + "'";
}

std::string AgainstGroup(std::string_view name) {
  constexpr size_t kMax = 1000;
  const bool legal = std::all_of(name.begin(), name.end(), [](char c) {
    return IsLetterOrDigit(c) || std::string_view("-_.()").find(c) != std::string_view::npos;
  });
  if (!name.empty() && name.size() <= kMax && legal) return "";
  return "it must be of at most 1000 letters, digits and the characters -_.()";
}

}  // namespace

std::span<const KindInfo> Kinds() {
  return kKinds;
}

const KindInfo& InfoOf(Kind kind) {
  return kKinds[static_cast<size_t>(kind)];
}

std::optional<Kind> KindOfStored(std::string_view stored) {
  for (const KindInfo& one : kKinds) {
    if (one.stored == stored) return one.kind;
  }
  return std::nullopt;
}

std::optional<Kind> KindOfFolder(std::string_view folder) {
  for (const KindInfo& one : kKinds) {
    if (SameName(one.folder, folder)) return one.kind;
  }
  return std::nullopt;
}

std::string ResourcePath::FactoryId() const {
  return "/subscriptions/" + subscription + "/resourceGroups/" + group +
         "/providers/Microsoft.DataFactory/datafactories/" + factory;
}

std::string ResourcePath::FactoryKey() const {
  return NameKey(FactoryId());
}

std::string ResourcePath::Id() const {
  if (kind == Kind::kFactory) return FactoryId();
  return FactoryId() + "/" + std::string(InfoOf(kind).collection) + "/" + name;
}

std::string ResourcePath::Place() const {
  return std::string(InfoOf(kind).collection) + "/" + KeptName();
}

Result<ResourcePath> PathOfFactory(std::string_view id) {
  constexpr std::array<std::string_view, 8> kParts = {
      "subscriptions", "", "resourceGroups", "", "providers", "Microsoft.DataFactory",
      "datafactories", ""};
  ResourcePath path;
  std::array<std::string*, 8> values = {
      nullptr, &path.subscription, nullptr, &path.group, nullptr, nullptr, nullptr, &path.factory};
  std::string_view rest = id;
  bool fits = true;
  for (size_t i = 0; fits && i < kParts.size(); ++i) {
    fits = rest.starts_with('/');
    rest.remove_prefix(fits ? 1 : 0);
    const std::string_view part = rest.substr(0, rest.find('/'));
    rest.remove_prefix(part.size());
    if (values[i] != nullptr) *values[i] = part;
    fits = fits && !part.empty() && (values[i] != nullptr || SameName(part, kParts[i]));
  }
  if (fits && rest.empty()) return path;
  return Fail(ErrorKind::kInvalid, "InvalidRequestContent",
              "expected the id of a factory of version 1 ('/subscriptions/…/datafactories/NAME'), "
              "got '" +
                  std::string(id) + "'");
}

Result<> CheckName(const ResourcePath& path) {
  const auto refuse = [&](std::string_view what, const std::string& name,
                          const std::string& against) {
    return Fail(ErrorKind::kInvalid, "InvalidResourceName",
                "the name '" + name + "' of the " + std::string(what) + " is refused: " + against)
        .At(path.Id());
  };
  const bool factory = path.kind == Kind::kFactory;
  if (const std::string against = AgainstGroup(path.group); factory && !against.empty()) {
    return refuse("resource group", path.group, against);
  }
  const std::string against = factory ? AgainstFactoryName(path.factory) : AgainstName(path.name);
  if (against.empty()) return {};
  return refuse(InfoOf(path.kind).title, path.KeptName(), against);
}

}  // namespace weir::api::v1
