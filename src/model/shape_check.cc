#include "model/shape_check.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "base/names.h"
#include "model/activities.h"

namespace weir::model {

const char* BaseOf(ResourceKind kind) {
  switch (kind) {
    case ResourceKind::kPipeline:
      return "Pipeline";
    case ResourceKind::kDataset:
      return "Dataset";
    case ResourceKind::kLinkedService:
      return "LinkedService";
    case ResourceKind::kTrigger:
      return "Trigger";
    case ResourceKind::kDataFlow:
      return "DataFlow";
    case ResourceKind::kIntegrationRuntime:
      return "IntegrationRuntime";
    case ResourceKind::kCredential:
      return "Credential";
    case ResourceKind::kFactory:
      return "FactoryProperties";
    case ResourceKind::kChangeDataCapture:
      return "ChangeDataCapture";
    case ResourceKind::kGlobalParameters:
    case ResourceKind::kManagedVirtualNetwork:
    case ResourceKind::kManagedPrivateEndpoint:
    case ResourceKind::kAlert:  // alert::CheckRule knows it.
      return nullptr;
  }
  return nullptr;
}

std::string DiscriminatorOf(const std::string& base) {
  const Model* model = Catalogue::Get().FindModel(base);
  if (model == nullptr) return "type";
  const auto found = std::find_if(model->fields.begin(), model->fields.end(),
                                  [](const Field& field) { return field.discriminator; });
  return found == model->fields.end() ? "type" : found->name;
}

namespace {

using Kind = FieldType::Kind;

bool IsIntegerText(const std::string& text) {
  int64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return read.ec == std::errc() && read.ptr == text.data() + text.size();
}

bool IsNumberText(const std::string& text) {
  double value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return read.ec == std::errc() && read.ptr == text.data() + text.size();
}

bool IsBooleanText(const std::string& text) {
  return SameName(text, "true") || SameName(text, "false");
}

std::string Shown(const Json& value) {
  constexpr size_t kShownMax = 60;
  const std::string text = value.is_string() ? "'" + value.as_string() + "'" : DumpJson(value);
  return text.size() <= kShownMax ? text : text.substr(0, kShownMax) + "…";
}

/// Walks a document along its model.
class ShapeChecker {
 public:
  ShapeChecker(std::optional<ResourceKind> kind, std::string file, std::vector<Finding>* findings)
      : file_(std::move(file)), kind_(kind), findings_(findings) {}

  void CheckBase(const Json& value, const std::string& base) {
    if (Catalogue::Get().IsKind(base)) return CheckKind(value, base);
    if (const Model* model = Catalogue::Get().FindModel(base)) CheckModel(value, *model);
  }

  void CheckModel(const Json& value, const Model& model) {
    for (const Field& field : model.fields) {
      if (field.readonly) continue;
      const Json::Member* member = value.FindMember(field.name);
      if (member == nullptr || member->value.is_null()) {
        if (field.required && !field.discriminator && !IsSealed(value, field)) {
          ReportMissing(value, field);
        }
        continue;
      }
      if (member->name != field.name && member->name != field.written) {
        ReportCase(member->name_position, member->name, field.name);
      }
      CheckField(member->value, field);
    }
  }

  /// Check an object whose model is told by its `type`.
  void CheckKind(const Json& value, const std::string& base) {
    const std::string discriminator = DiscriminatorOf(base);
    const Json& type = value[discriminator];
    if (!type.is_string()) {
      if (IsExpression(type)) return;
      Report(type.position().known() ? type.position() : value.position(), Severity::kError,
             "MissingProperty",
             "'" + discriminator + "' is missing: it says which " + Title(base) + " this is");
      return;
    }
    const Model* model = Catalogue::Get().FindKind(base, type.as_string());
    if (model != nullptr) {
      if (type.as_string() != model->discriminator &&
          SameName(type.as_string(), model->discriminator)) {
        ReportCase(type.position(), type.as_string(), model->discriminator);
      }
      CheckModel(value, *model);
    } else if (!IsExpression(type)) {
      ReportUnknownType(type, base);
    }
  }

  void CheckActivity(const Json& activity) {
    if (IsInactive(activity)) return;
    const std::string outer = within_;
    within_ = "activity '" + activity["name"].as_string() + "': ";
    CheckKind(activity, "Activity");
    within_ = outer;
  }

 private:
  /// Secrets that were saved through the service stand in `encryptedCredential` alone.
  static bool IsSealed(const Json& value, const Field& field) {
    return (field.type.name == "SecretBase" || field.name == "connectionString") &&
           !value["encryptedCredential"].is_null();
  }

  static std::string Title(const std::string& base) {
    std::string title;
    for (const char c : base) {
      const bool upper = c >= 'A' && c <= 'Z';
      if (upper && !title.empty()) title += ' ';
      title += upper ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return title;
  }

  void Report(Position position, Severity severity, std::string code, const std::string& message) {
    // A factory's own settings (encryption, Git …) do not keep its pipelines from running.
    if (kind_ == ResourceKind::kFactory) severity = Severity::kWarning;
    findings_->push_back({severity, file_, position, std::move(code), within_ + message});
  }

  void ReportMissing(const Json& value, const Field& field) {
    if (kind_ == ResourceKind::kDataset && field.name == "linkedServiceName") {
      Report(value.position(), Severity::kError, "DatasetWithoutLinkedService",
             "the dataset names no linked service; expected 'linkedServiceName'");
      return;
    }
    if (field.name == "name" && !within_.empty()) return;  // Said by the check of names.
    Report(value.position(), field.soft ? Severity::kWarning : Severity::kError, "MissingProperty",
           "'" + field.name + "' is missing");
  }

  /// Names ignore case, in the service as here; the people and tools that read them may not.
  void ReportCase(Position position, const std::string& written, const std::string& known) {
    Report(position, Severity::kWarning, "UnusualCase",
           "'" + written + "' is spelled '" + known + "' in the service's contract");
  }

  void ReportTemplate(const Json& value, const std::string& name) {
    Report(value.position(), Severity::kWarning, "TemplateExpression",
           "'" + name + "' is an ARM template expression, " + Shown(value) +
               "; load the template itself to have it evaluated");
  }

  void ReportUnknownType(const Json& type, const std::string& base) {
    if (IsTemplateExpression(type)) return ReportTemplate(type, "type");
    const bool activity = base == "Activity";
    Report(type.position(), activity ? Severity::kError : Severity::kWarning,
           activity ? "UnknownActivityType" : "UnknownType",
           "'" + type.as_string() + "' is no known " + Title(base) + " type" +
               DidYouMean(type.as_string(), Catalogue::Get().TypesOf(base)));
  }

  void ReportWrong(const Json& value, const std::string& name, std::string_view expected) {
    // What only people read cannot keep a pipeline from running.
    const bool cosmetic = name == "folder" || name == "annotations" || name == "description";
    Report(value.position(), cosmetic ? Severity::kWarning : Severity::kError, "WrongType",
           "'" + name + "' must be " + std::string(expected) + ", got " + Shown(value));
  }

  void CheckField(const Json& value, const Field& field) {
    CheckType(value, field.type, field.name, field.expr);
    if (field.minimum && value.is_number() &&
        value.as_double() < static_cast<double>(*field.minimum)) {
      ReportWrong(value, field.name, std::to_string(*field.minimum) + " or more");
    }
  }

  void CheckType(const Json& value, const FieldType& type, const std::string& name,
                 const std::string& hint) {
    if (value.is_null()) return;
    if (IsExpression(value)) return CheckExpressionAllowed(value, type, name);
    const bool text = type.kind == Kind::kText || type.kind == Kind::kTime ||
                      (type.kind == Kind::kAny && (hint.empty() || hint == "string"));
    if (!text && IsTemplateExpression(value)) return ReportTemplate(value, name);
    switch (type.kind) {
      case Kind::kAny:
        return CheckHint(value, name, hint);
      case Kind::kText:
      case Kind::kTime:
        return CheckText(value, name);
      case Kind::kInteger:
        return CheckInteger(value, name);
      case Kind::kNumber:
        return CheckNumber(value, name);
      case Kind::kBoolean:
        return CheckBoolean(value, name);
      case Kind::kEnum:
        return CheckEnum(value, name, type.name);
      case Kind::kLiteral:
        return;  // It picked the model.
      case Kind::kList:
        return CheckList(value, type, name);
      case Kind::kMap:
        return CheckMap(value, type, name);
      case Kind::kModel:
        return CheckObject(value, type.name, name);
    }
  }

  /// The contract has numbers and booleans of its own type where no expression may stand.
  void CheckExpressionAllowed(const Json& value, const FieldType& type, const std::string& name) {
    if (type.kind != Kind::kInteger && type.kind != Kind::kNumber && type.kind != Kind::kBoolean) {
      return;
    }
    Report(value.position(), Severity::kAzure, "ExpressionNotAllowed",
           "'" + name + "' must be a literal in the service, got " + Shown(value));
  }

  void CheckHint(const Json& value, const std::string& name, const std::string& hint) {
    if (hint == "integer" || hint == "int") return CheckInteger(value, name);
    if (hint == "number" || hint == "double") return CheckNumber(value, name);
    if (hint == "boolean") return CheckBoolean(value, name);
    if (hint == "object" && !value.is_object()) ReportWrong(value, name, "an object");
    // A lone value or the schema object of a JSON document is taken for an array by some.
    if (hint.starts_with("array") && (value.is_number() || value.is_bool())) {
      ReportWrong(value, name, "an array");
    }
  }

  void CheckText(const Json& value, const std::string& name) {
    if (value.is_object() || value.is_array()) ReportWrong(value, name, "a string");
  }

  void CheckInteger(const Json& value, const std::string& name) {
    const bool whole =
        value.is_int() ||
        (value.is_float() &&
         value.as_double() == static_cast<double>(static_cast<int64_t>(value.as_double()))) ||
        IsIntegerText(value.as_string());
    if (!whole) ReportWrong(value, name, "an integer");
  }

  void CheckNumber(const Json& value, const std::string& name) {
    if (!value.is_number() && !IsNumberText(value.as_string())) {
      ReportWrong(value, name, "a number");
    }
  }

  void CheckBoolean(const Json& value, const std::string& name) {
    if (!value.is_bool() && !IsBooleanText(value.as_string())) {
      ReportWrong(value, name, "true or false");
    }
  }

  void CheckEnum(const Json& value, const std::string& name, const std::string& enum_name) {
    if (value.is_object() || value.is_array()) return ReportWrong(value, name, "a string");
    const std::vector<std::string>* known = Catalogue::Get().FindEnum(enum_name);
    if (known == nullptr || !value.is_string()) return;
    const bool found = std::any_of(known->begin(), known->end(), [&value](const std::string& one) {
      return SameName(one, value.as_string());
    });
    if (found) return;
    std::string message = "'" + name + "' has the unknown value " + Shown(value) + "; expected ";
    for (size_t i = 0; i < known->size(); ++i) {
      message += (i == 0 ? "" : i + 1 == known->size() ? " or " : ", ") + (*known)[i];
    }
    Report(value.position(), Severity::kWarning, "UnknownValue", message);
  }

  void CheckList(const Json& value, const FieldType& type, const std::string& name) {
    if (!value.is_array()) return ReportWrong(value, name, "an array");
    for (const Json& item : value.items()) CheckType(item, *type.element, name, "");
  }

  void CheckMap(const Json& value, const FieldType& type, const std::string& name) {
    if (!value.is_object()) return ReportWrong(value, name, "an object");
    for (const Json::Member& member : value.members()) {
      CheckType(member.value, *type.element, name + "." + member.name, "");
    }
  }

  void CheckObject(const Json& value, const std::string& model_name, const std::string& name) {
    if (model_name == "Activity") {
      if (!value.is_object()) return ReportWrong(value, name, "an activity");
      return CheckActivity(value);
    }
    const bool secret = model_name == "SecretBase" || model_name == "SecureString" ||
                        model_name == "AzureKeyVaultSecretReference";
    // A secret may be written as a plain text, an expression as what it gives.
    if (secret && value.is_string()) return;
    if (model_name == "Expression" && !value.is_object()) return;
    if (!value.is_object()) return ReportWrong(value, name, "an object");
    // Where the contract names one sort of secret, the service takes any.
    if (secret) return CheckKind(value, "SecretBase");
    if (Catalogue::Get().IsKind(model_name)) return CheckKind(value, model_name);
    if (const Model* model = Catalogue::Get().FindModel(model_name)) CheckModel(value, *model);
  }

  std::string file_;
  /// Nothing: a value by itself.
  std::optional<ResourceKind> kind_;
  std::vector<Finding>* findings_;
  std::string within_;
};

}  // namespace

void CheckShape(const Resource& resource, std::vector<Finding>* findings) {
  const char* base = BaseOf(resource.kind);
  const Json& properties = resource.properties();
  if (base == nullptr) return;
  if (properties.is_null() && resource.kind == ResourceKind::kFactory) return;
  if (!properties.is_object()) {
    const bool cut = IsTemplateExpression(properties);
    const Position position =
        properties.is_null() ? resource.document.position() : properties.position();
    findings->push_back({cut ? Severity::kWarning : Severity::kError, resource.file, position,
                         cut ? "TemplateExpression" : "WrongType",
                         "'properties' must be an object, got " + Shown(properties)});
    return;
  }
  ShapeChecker(resource.kind, resource.file, findings).CheckBase(properties, base);
}

void CheckShapeOf(const Json& value, const std::string& base, const std::string& file,
                  std::vector<Finding>* findings) {
  ShapeChecker(std::nullopt, file, findings).CheckBase(value, base);
}

}  // namespace weir::model
