#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>

#include "api/access/principals.h"
#include "cli/command.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "store/sqlite/sqlite_access_store.h"

namespace weir::cli {
namespace {

struct Options {
  std::string data;
  std::string name;
  std::string role;
  std::string scope = "/";
  std::string issuer;
  std::string subject;
  std::string claim;
  int64_t days = 0;
  bool principal = false;
  bool json = false;
};

Result<std::unique_ptr<store::AccessStore>> OpenAccess(const std::string& data) {
  std::error_code ignored;
  std::filesystem::create_directories(data, ignored);
  return store::OpenSqliteAccessStore(data + "/access.db");
}

/// What was done here, beside what was asked of the service.
Result<> Log(store::AccessStore& access, const std::string& operation, const std::string& scope) {
  store::AuditRecord record;
  record.time = SystemClock().Now();
  record.principal = "owner";
  record.remote = "command line";
  record.operation = operation;
  record.scope = scope;
  record.status = 200;
  return access.Append(record);
}

void PrintMade(const api::MadePrincipal& made, const std::string& tenant, bool json) {
  const bool token = made.record.kind == "token";
  Json printed = Json::Object({{"name", made.record.name}, {"id", made.record.id}});
  if (token) printed.AppendMember("token", made.secret);
  if (made.record.kind == "servicePrincipal") {
    printed.AppendMember("tenant", tenant);
    printed.AppendMember("clientId", made.record.id);
    printed.AppendMember("clientSecret", made.secret);
  }
  if (json) {
    std::cout << PrettyJson(printed, 2) << "\n";
    return;
  }
  if (token) {
    std::cout << made.secret << "\n";
  } else {
    for (const Json::Member& member : printed.members()) {
      std::cout << member.name << ": " << member.value.as_string() << "\n";
    }
  }
  if (!made.secret.empty()) std::cerr << "keep it: it is not shown again\n";
}

Result<> Create(const Options& options) {
  const UtcTime now = SystemClock().Now();
  api::NewPrincipal wanted;
  wanted.name = options.name;
  if (options.principal) wanted.kind = "servicePrincipal";
  if (!options.issuer.empty() || !options.subject.empty()) wanted.kind = "subject";
  wanted.issuer = options.issuer;
  wanted.subject = options.subject;
  if (!options.claim.empty()) {
    wanted.kind = "claim";
    wanted.subject = options.claim;
  }
  if (options.days > 0) wanted.expires = now + std::chrono::days(options.days);
  WEIR_ASSIGN(api::Assignment assignment, api::MakeAssignment(options.role, options.scope));
  wanted.roles.push_back(std::move(assignment));
  WEIR_ASSIGN(const auto access, OpenAccess(options.data));
  WEIR_ASSIGN(const std::string tenant, api::TenantId(*access));
  WEIR_ASSIGN(const api::MadePrincipal made, api::AddPrincipal(*access, wanted, now));
  WEIR_TRY(Log(*access, "token create", options.name));
  PrintMade(made, tenant, options.json);
  return {};
}

Result<> List(const Options& options) {
  WEIR_ASSIGN(const auto access, OpenAccess(options.data));
  WEIR_ASSIGN(const auto records, access->Principals());
  Json list = Json::Array();
  for (const store::PrincipalRecord& record : records) {
    Json one =
        Json::Object({{"name", record.name},
                      {"kind", record.kind},
                      {"id", record.id},
                      {"roles", record.roles},
                      {"created", FormatUtc(record.created)},
                      {"expires", record.expires ? Json(FormatUtc(*record.expires)) : Json()}});
    if (record.kind == "subject") {
      one.AppendMember("issuer", record.issuer);
      one.AppendMember("subject", record.subject);
    } else if (record.kind == "claim") {
      one.AppendMember("issuer", record.issuer);
      one.AppendMember("claim", record.subject);
    }
    list.Append(std::move(one));
    if (options.json) continue;
    std::cout << record.name << "  " << record.kind;
    for (const api::Assignment& role : api::ReadAssignments(record.roles)) {
      std::cout << "  " << role.role << " on " << role.scope;
    }
    if (record.expires) std::cout << "  until " << FormatUtc(*record.expires);
    std::cout << "\n";
  }
  if (options.json) std::cout << PrettyJson(list, 2) << "\n";
  return {};
}

Result<> Revoke(const Options& options) {
  WEIR_ASSIGN(const auto access, OpenAccess(options.data));
  WEIR_ASSIGN(const bool there, access->RemovePrincipal(options.name));
  if (!there) {
    return Fail(ErrorKind::kNotFound, "PrincipalNotFound",
                "there is no token or principal '" + options.name + "'");
  }
  return Log(*access, "token revoke", options.name);
}

int Finish(const Result<>& done) {
  return done ? 0 : PrintError(done.error());
}

}  // namespace

std::function<int()> DeclareToken(CLI::App& app, const Program& /*program*/) {
  auto options = std::make_shared<Options>();
  options->data = DefaultDataFolder();
  app.add_option("--data", options->data, "Folder of the service")->capture_default_str();
  app.add_flag("--json", options->json, "As JSON");
  app.fallthrough();
  app.require_subcommand(1);
  CLI::App* create = app.add_subcommand("create",
                                        "Make a token, a service principal, or let in a "
                                        "subject of another issuer, or all with a claim");
  create->add_option("NAME", options->name, "What it is called in messages and logs")->required();
  create
      ->add_option("--role", options->role,
                   "Reader, Monitoring Reader, Data Factory Contributor or Owner")
      ->required();
  create->add_option("--scope", options->scope, "Id of a subscription, group or factory; / for all")
      ->capture_default_str();
  create->add_option("--days", options->days, "Days until it expires; 0: never")
      ->capture_default_str();
  create->add_flag("--service-principal", options->principal,
                   "A client id and secret for OAuth 2.0 client credentials");
  create->add_option("--issuer", options->issuer,
                     "Of the subject or the claim; see weir serve --oidc and --sign-in");
  CLI::Option* subject =
      create->add_option("--subject", options->subject, "The 'sub' of its tokens; * for any");
  create
      ->add_option("--claim", options->claim,
                   "NAME=VALUE, such as groups=admins: whoever's token says so")
      ->excludes(subject);
  CLI::App* list = app.add_subcommand("list", "What there is, without secrets");
  CLI::App* revoke = app.add_subcommand("revoke", "Let it in no more, within a second");
  revoke->add_option("NAME", options->name, "What it is called")->required();
  app.footer(
      "Examples:\n"
      "  weir token create ci --role 'Data Factory Contributor' --days 90\n"
      "  weir token create app --service-principal --role Reader --scope /subscriptions/s\n"
      "  weir token create jo --role Owner --issuer https://login.example --subject jo\n"
      "  weir token create admins --role Owner --issuer https://login.example "
      "--claim groups=admins\n");
  return [options, create, list] {
    if (create->parsed()) return Finish(Create(*options));
    return Finish(list->parsed() ? List(*options) : Revoke(*options));
  };
}

}  // namespace weir::cli
