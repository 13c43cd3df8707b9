#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "model/factory.h"

namespace weir::model {

/// Make a resource of a document as a Git file or a REST body holds it: {"name", "properties"} or
/// the properties alone. `name` is used if the document has none. Of an ARM resource's name
/// ("factory/Load") the last part is taken.
Resource MakeResource(ResourceKind kind, std::string name, std::string file, Json document);

/// Guess the kind of a lone resource from its `type` ("Microsoft.DataFactory/factories/pipelines"),
/// else from its properties; nothing if they say too little.
std::optional<ResourceKind> GuessKind(const Json& document);

/// A file or a template's resource that is known and is no resource of a factory.
struct SkippedFile {
  std::string file;
  /// What it is: "notebook", "SQL script", "lake database" …
  std::string what;
};

/// Where a document comes from: what its name and folder say.
struct DocumentOrigin {
  /// The kind that its folder says; nothing: each document says it itself.
  std::optional<ResourceKind> kind;
  /// The name of a resource that has none.
  std::string stem;
  /// As findings name it.
  std::string file;
};

/// The resources that one JSON document holds, in its order; none if it holds something else.
///
/// Takes: a resource; an array of them; a list answer of the service ({"value": [...]}); an example
/// of its REST contract ({"parameters": {"pipelineName": …, "pipeline": {…}}, "responses": …},
/// whose request is taken). Unnamed resources of an array are called `<stem>_1`, `<stem>_2` …
std::vector<Resource> ResourcesIn(Json document, const DocumentOrigin& origin);

/// True for JSON files that stand in repositories of factories and hold no resource by their name
/// or their `$schema`: parameter files, publish settings, package.json, tsconfig.json …
bool IsOtherDocument(std::string_view file_name, const Json& document);

}  // namespace weir::model
