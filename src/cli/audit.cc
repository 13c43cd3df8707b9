#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/command.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "store/sqlite/sqlite_access_store.h"

namespace weir::cli {
namespace {

struct Options {
  std::string data;
  std::string head;
  int64_t limit = 50;
  bool json = false;
};

Result<> Verify(const Options& options) {
  WEIR_ASSIGN(const auto access, store::OpenSqliteAccessStore(options.data + "/access.db"));
  WEIR_ASSIGN(const store::AuditHead head, access->VerifyAudit());
  if (!options.head.empty()) {
    WEIR_ASSIGN(const auto records, access->Audit(head.records));
    bool there = false;
    for (const store::AuditRecord& record : records) there = there || record.hash == options.head;
    if (!there) {
      return Fail(ErrorKind::kInvalid, "AuditLogDamaged",
                  "no record has the hash that was given: records behind it were cut off");
    }
  }
  if (options.json) {
    const Json printed = Json::Object({{"records", head.records}, {"head", head.hash}});
    std::cout << PrettyJson(printed, 2) << "\n";
  } else {
    std::cout << head.records << " records, each as it was written; head " << head.hash << "\n";
  }
  return {};
}

Json Print(const store::AuditRecord& record) {
  return Json::Object({{"sequence", record.sequence},
                       {"time", FormatUtc(record.time)},
                       {"principal", record.principal},
                       {"principalId", record.principal_id},
                       {"remote", record.remote},
                       {"operation", record.operation},
                       {"action", record.action},
                       {"scope", record.scope},
                       {"status", record.status},
                       {"requestId", record.request_id},
                       {"hash", record.hash}});
}

Result<> List(const Options& options) {
  WEIR_ASSIGN(const auto access, store::OpenSqliteAccessStore(options.data + "/access.db"));
  WEIR_ASSIGN(const auto records, access->Audit(options.limit));
  Json list = Json::Array();
  for (const store::AuditRecord& record : records) {
    if (options.json) {
      list.Append(Print(record));
      continue;
    }
    std::cout << FormatUtc(record.time) << "  " << record.status << "  "
              << (record.principal.empty() ? "nobody" : record.principal) << "  "
              << record.operation << "  " << record.scope
              << (record.operation == "sign in" ? "  " + record.action : "") << "\n";
  }
  if (options.json) std::cout << PrettyJson(list, 2) << "\n";
  return {};
}

}  // namespace

std::function<int()> DeclareAudit(CLI::App& app, const Program& /*program*/) {
  auto options = std::make_shared<Options>();
  options->data = DefaultDataFolder();
  app.add_option("--data", options->data, "Folder of the service")->capture_default_str();
  app.add_flag("--json", options->json, "As JSON");
  app.fallthrough();
  app.require_subcommand(1);
  CLI::App* verify =
      app.add_subcommand("verify", "Read the whole log: was a record changed, removed, put in?");
  verify->add_option("--head", options->head, "A head printed before, which must still be there");
  CLI::App* list = app.add_subcommand("list", "The newest records, oldest first");
  list->add_option("--limit", options->limit, "At most so many")->capture_default_str();
  app.footer(
      "The log holds who changed what, who was refused and who signed in; reads are not logged.\n"
      "Examples:\n"
      "  weir audit list --limit 20\n"
      "  weir audit verify --head 5f0c…\n");
  return [options, verify] {
    const Result<> done = verify->parsed() ? Verify(*options) : List(*options);
    return done ? 0 : PrintError(done.error());
  };
}

}  // namespace weir::cli
