#include "slices/slice_records.h"

#include "base/names.h"

namespace weir::slices {

schedule::SliceStatus StatusOf(const store::SliceRecord& record) {
  schedule::SliceStatus status;
  status.state = schedule::SliceStateOf(record.state).value_or(schedule::SliceState::kWaiting);
  status.substate =
      schedule::SliceSubstateOf(record.substate).value_or(schedule::SliceSubstate::kNone);
  status.attempts = record.attempts;
  status.until = record.until;
  status.runs = record.runs;
  return status;
}

store::SliceRecord RecordOf(const std::string& factory, const schedule::SavedSlice& saved,
                            std::string message) {
  store::SliceRecord record;
  record.factory = factory;
  record.dataset = NameKey(saved.dataset);
  record.number = saved.number;
  record.start = saved.slice.start;
  record.end = saved.slice.end;
  if (saved.status == schedule::SliceStatus{}) return record;
  record.state = schedule::SliceStateName(saved.status.state);
  record.substate = schedule::SliceSubstateName(saved.status.substate);
  record.attempts = saved.status.attempts;
  record.until = saved.status.until;
  record.runs = saved.status.runs;
  record.message = std::move(message);
  return record;
}

}  // namespace weir::slices
