#pragma once

#include <string>

#include "base/json.h"
#include "base/result.h"
#include "model/v1/factory.h"

namespace weir::v1 {

/// Settings of a Copy that version 2 names otherwise, or reads otherwise. In: the settings of
/// version 1, rewritten already. The types of source and sink stay.
class CopySettings {
 public:
  explicit CopySettings(Json type_properties) : settings_(std::move(type_properties)) {}

  /// `owner`, the pipeline and activity, tells apart who filled a slice. `table`: the sink's.
  Json Write(const std::string& owner, const std::string& table);

 private:
  void WriteSource(Json* source) const;
  void WriteSink(Json* sink) const;
  void AddSliceColumn(const std::string& owner, const std::string& table, Json* source, Json* sink,
                      Json* out) const;

  Json settings_;
};

/// `first` and `second` as one text; either may be an expression of version 2.
Json JoinedTexts(const Json& first, const Json& second);

/// A time span as version 2 writes it, "d.hh:mm:ss"; null if it is none or zero.
Json TimeSpanText(const Json& v1);

}  // namespace weir::v1
