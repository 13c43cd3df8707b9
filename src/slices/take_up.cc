// How a host goes on where the one before it stopped.
#include "base/names.h"
#include "slices/slice_host.h"
#include "slices/slice_records.h"
#include "v1/book.h"

namespace weir::slices {

Result<std::vector<Error>> SliceHost::TakeUp() {
  std::vector<Error> faults;
  const UtcTime now = options_.clock->Now();
  for (const std::string& key : options_.factories->Keys()) {
    const auto load = [&]() -> Result<> {
      WEIR_ASSIGN(auto model, options_.factories->FactoryOf(key));
      WEIR_ASSIGN(schedule::SliceBook book, v1::MakeBook(*model, std::nullopt, now));
      Served& served = factories_[key];
      served.book = std::move(book);
      served.plans = std::make_unique<Plans>(std::move(model), options_.factories->local(), key);
      served.next = now;
      return {};
    };
    Result<> loaded = load();
    if (!loaded)
      faults.push_back(std::move(loaded).error().While("taking up the slices of " + key));
  }
  WEIR_TRY(TakeUpSlices());
  for (auto& [key, served] : factories_) WEIR_TRY(TakeUpRuns(key, served));
  thread_ = std::thread([this] { Drive(); });
  return faults;
}

Result<> SliceHost::TakeUpSlices() {
  WEIR_ASSIGN(epochs_, options_.store->Forgotten());
  return options_.store->Slices([this](const store::SliceRecord& record) {
    const auto found = factories_.find(record.factory);
    if (found == factories_.end()) return;
    Served& served = found->second;
    served.book.Restore(record.dataset, record.number, StatusOf(record));
    if (!record.message.empty()) {
      served.messages[{record.dataset, record.number}] = record.message;
    }
  });
}

/// What was under way: the engine goes on with it, or it is over by now.
Result<> SliceHost::TakeUpRuns(const std::string& factory, Served& served) {
  for (const schedule::StartSlice& start : served.book.Running()) {
    const Open open{factory, start.output, start.number, false};
    const std::string run_id = RunId(factory, start.output, start.number, start.run, false);
    WEIR_ASSIGN(const bool known, GoesOn(open, run_id));
    if (!known) failed_.emplace_back(open, "its run was not taken");
  }
  for (const schedule::CheckSlice& check : served.book.Checking()) {
    const Open open{factory, check.dataset, check.number, true};
    const std::string run_id = RunId(factory, check.dataset, check.number, check.run, true);
    WEIR_ASSIGN(const bool known, GoesOn(open, run_id));
    if (!known) failed_.emplace_back(open, "its check was not taken");
  }
  return {};
}

/// False if there is no such run.
Result<bool> SliceHost::GoesOn(const Open& open, const std::string& run_id) {
  WEIR_ASSIGN(auto run, options_.store->FindRun(run_id));
  if (!run) return false;
  open_[run_id] = open;
  if (run->end) over_.push_back(*std::move(run));
  return true;
}

}  // namespace weir::slices
