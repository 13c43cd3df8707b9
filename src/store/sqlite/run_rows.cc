#include "store/sqlite/run_rows.h"

namespace weir::store {
RunRecord ReadRun(const Statement& row) {
  RunRecord run;
  run.run_id = row.Text(0);
  run.group_id = row.Text(1);
  run.is_latest = row.Int(2) != 0;
  run.pipeline = row.Text(3);
  run.status = row.Text(4);
  run.message = row.Text(5);
  run.parameters = row.JsonOf(6);
  run.invoked_by = row.JsonOf(7);
  run.annotations = row.JsonOf(8);
  run.start = FromMicros(row.Int(9));
  if (const auto end = row.OptionalInt(10)) run.end = FromMicros(*end);
  run.updated = FromMicros(row.Int(11));
  run.parent_run_id = row.Text(12);
  run.factory = row.Text(13);
  run.result = row.JsonOf(14);
  run.origin = row.Text(15);
  return run;
}

ActivityRunRecord ReadActivity(const std::string& run_id, const Statement& row) {
  ActivityRunRecord activity;
  activity.run_id = run_id;
  activity.sequence = row.Int(1);
  activity.activity_run_id = row.Text(2);
  activity.name = row.Text(3);
  activity.type = row.Text(4);
  activity.status = row.Text(5);
  activity.start = FromMicros(row.Int(6));
  if (const auto end = row.OptionalInt(7)) activity.end = FromMicros(*end);
  activity.attempt = static_cast<int>(row.Int(8));
  activity.path = row.Text(9);
  activity.parent = row.Int(10);
  activity.input = row.Text(11);
  activity.output = row.Text(12);
  activity.error = row.Text(13);
  activity.user_properties = row.Text(14);
  activity.iteration_hash = row.Text(15);
  activity.recovered = row.Int(16) != 0;
  return activity;
}

}  // namespace weir::store
