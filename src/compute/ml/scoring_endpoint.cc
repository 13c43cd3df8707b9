#include "compute/ml/scoring_endpoint.h"

#include <arrow/array.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <algorithm>

#include "activity/web_request.h"
#include "base/names.h"
#include "connectors/row_json.h"
#include "copy/settings.h"

namespace weir::compute::ml {
namespace {

constexpr int kTriesBusy = 8;
constexpr int kTriesFailed = 2;
constexpr std::chrono::milliseconds kFirstPause{200};
constexpr std::chrono::milliseconds kLongestPause{15'000};

constexpr std::pair<const char*, RowForm> kForms[] = {{"csv", RowForm::kCsv},
                                                      {"dataframe_split", RowForm::kSplit},
                                                      {"dataframe_records", RowForm::kRecords},
                                                      {"input_data", RowForm::kInputData}};

Result<RowForm> ReadForm(const Json& settings) {
  WEIR_ASSIGN(const std::string form, copy::ReadText(settings, "inputFormat"));
  if (form.empty()) return RowForm::kByColumns;
  for (const auto& [name, value] : kForms) {
    if (SameName(name, form)) return value;
  }
  return Fail(ErrorKind::kInvalid, "2104",
              "'inputFormat' must be csv, dataframe_split, dataframe_records or input_data, got '" +
                  form + "'");
}

Result<int64_t> ReadBetween(const Json& settings, const char* name, int64_t otherwise,
                            int64_t least, int64_t most) {
  WEIR_ASSIGN(const int64_t value, copy::ReadWhole(settings, name, otherwise));
  if (value >= least && value <= most) return value;
  return Fail(ErrorKind::kInvalid, "2104",
              "'" + std::string(name) + "' must be between " + std::to_string(least) + " and " +
                  std::to_string(most) + ", got " + std::to_string(value));
}

/// The columns to send, by their place.
Result<std::vector<int>> ColumnsToSend(const ScoringEndpoint& endpoint,
                                       const arrow::Schema& schema) {
  std::vector<int> columns;
  for (int i = 0; endpoint.features.empty() && i < schema.num_fields(); ++i) columns.push_back(i);
  for (const std::string& feature : endpoint.features) {
    columns.push_back(schema.GetFieldIndex(feature));
    if (columns.back() >= 0) continue;
    return Fail(ErrorKind::kInvalid, "2104",
                "the rows have no column '" + feature + "', which 'features' of linked service '" +
                    endpoint.name + "' names" + DidYouMean(feature, schema.field_names()));
  }
  return columns;
}

void AppendCsvCell(std::string& out, std::string_view cell) {
  out += '"';
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

std::string CsvBody(const arrow::RecordBatch& rows, const std::vector<int>& columns, int64_t first,
                    int64_t count) {
  std::string out;
  for (const int column : columns) {
    if (column != columns.front()) out += ',';
    AppendCsvCell(out, rows.schema()->field(column)->name());
  }
  for (int64_t row = first; row < first + count; ++row) {
    out += '\n';
    for (const int column : columns) {
      if (column != columns.front()) out += ',';
      const Json cell = connectors::CellJson(*rows.column(column), row);
      if (!cell.is_null()) AppendCsvCell(out, cell.is_string() ? cell.as_string() : DumpJson(cell));
    }
  }
  return out + '\n';
}

Json NamesOf(const arrow::RecordBatch& rows, const std::vector<int>& columns) {
  Json names = Json::Array();
  for (const int column : columns) names.Append(rows.schema()->field(column)->name());
  return names;
}

Json RecordsBody(const arrow::RecordBatch& rows, const std::vector<int>& columns, int64_t first,
                 int64_t count) {
  Json records = Json::Array();
  for (int64_t row = first; row < first + count; ++row) {
    Json record = Json::Object();
    for (const int column : columns) {
      record.Set(rows.schema()->field(column)->name(),
                 connectors::CellJson(*rows.column(column), row));
    }
    records.Append(std::move(record));
  }
  return Json::Object({{"dataframe_records", std::move(records)}});
}

Json SplitBody(const arrow::RecordBatch& rows, const std::vector<int>& columns, int64_t first,
               int64_t count, bool of_azure) {
  Json data = Json::Array();
  Json index = Json::Array();
  for (int64_t row = first; row < first + count; ++row) {
    Json cells = Json::Array();
    for (const int column : columns) {
      cells.Append(connectors::CellJson(*rows.column(column), row));
    }
    data.Append(std::move(cells));
    index.Append(row - first);
  }
  Json frame = Json::Object({{"columns", NamesOf(rows, columns)}, {"data", std::move(data)}});
  if (!of_azure) return Json::Object({{"dataframe_split", std::move(frame)}});
  frame.Set("index", std::move(index));
  return Json::Object({{"input_data", std::move(frame)}});
}

RestCall RequestOf(const ScoringEndpoint& endpoint, const arrow::RecordBatch& rows,
                   const std::vector<int>& columns, int64_t first, int64_t count) {
  RowForm form = endpoint.form;
  if (form == RowForm::kByColumns) {
    const bool texts = std::all_of(columns.begin(), columns.end(), [&](int column) {
      return rows.column(column)->type_id() == arrow::Type::STRING;
    });
    form = texts ? RowForm::kCsv : RowForm::kSplit;
  }
  RestCall call{.method = "POST"};
  if (form == RowForm::kCsv) {
    call.text = CsvBody(rows, columns, first, count);
    call.content_type = "text/csv";
  } else if (form == RowForm::kRecords) {
    call.body = RecordsBody(rows, columns, first, count);
  } else {
    call.body = SplitBody(rows, columns, first, count, form == RowForm::kInputData);
  }
  return call;
}

/// An endpoint that is busy or fails once in a while.
Result<Json> AskPatiently(const RestService& service, const RestCall& call,
                          const CancelToken& cancel) {
  std::chrono::milliseconds pause = kFirstPause;
  for (int tries = 1;; ++tries) {
    Result<Json> answer = AskJson(service, call, &cancel);
    if (answer || answer.error().kind() != ErrorKind::kUnavailable) return answer;
    if (tries >= (answer.error().code() == "ServiceFailed" ? kTriesFailed : kTriesBusy)) {
      return answer;
    }
    WEIR_TRY(cancel.Sleep(pause));
    pause = std::min(pause * 2, kLongestPause);
  }
}

}  // namespace

Result<ScoringEndpoint> ScoringEndpoint::Read(engine::ActivityContext& context,
                                              const model::LinkedServiceInstance& service,
                                              const ComputeTools& tools) {
  const Json& settings = service.type_properties();
  ScoringEndpoint endpoint;
  endpoint.name = service.name;
  WEIR_ASSIGN(std::string url, copy::ReadText(settings, "url"));
  if (url.empty()) return activity::MissingProperty("url");
  endpoint.service = {tools.outbound.client, std::move(url)};
  WEIR_ASSIGN(const std::string key, context.Secret(settings["apiKey"]));
  if (!key.empty()) endpoint.service.headers = {{"Authorization", "Bearer " + key}};
  WEIR_ASSIGN(endpoint.form, ReadForm(settings));
  for (const Json& one : settings["features"].items()) {
    endpoint.features.push_back(one.as_string());
  }
  WEIR_ASSIGN(endpoint.batch_size, ReadBetween(settings, "batchSize", 1000, 1, 65'536));
  WEIR_ASSIGN(endpoint.parallel_requests, ReadBetween(settings, "parallelRequests", 4, 1, 64));
  WEIR_ASSIGN(endpoint.error_threshold,
              ReadBetween(settings, "errorThreshold", 0, -1, int64_t{1} << 53));
  return endpoint;
}

Result<std::vector<Json>> Predict(const ScoringEndpoint& endpoint, const arrow::RecordBatch& rows,
                                  int64_t first, int64_t count, const CancelToken& cancel) {
  WEIR_ASSIGN(const std::vector<int> columns, ColumnsToSend(endpoint, *rows.schema()));
  const RestCall call = RequestOf(endpoint, rows, columns, first, count);
  WEIR_ASSIGN(const Json answer, AskPatiently(endpoint.service, call, cancel));
  const Json* list = &answer;
  for (const char* name : {"predictions", "outputs", "result"}) {
    if (answer[name].is_array()) list = &answer[name];
  }
  if (list->is_array() && static_cast<int64_t>(list->size()) == count) {
    return std::vector<Json>(list->items().begin(), list->items().end());
  }
  return Fail(ErrorKind::kInvalid, "PredictionsNotRead",
              "the endpoint must answer " + std::to_string(count) +
                  " rows with a list of as many predictions, or with one in 'predictions', got " +
                  (list->is_array() ? std::to_string(list->size()) + " of them"
                                    : std::string(KindName(answer.kind()))))
      .At(endpoint.name);
}

}  // namespace weir::compute::ml
