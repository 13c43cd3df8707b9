#pragma once

#include <duckdb.h>

#include <string>
#include <utility>

namespace weir::connectors::duckdb {

/// Owns one of DuckDB's C handles.
template <typename T, void (*Destroy)(T*)>
class Handle {
 public:
  Handle() = default;
  explicit Handle(T value) : value_(value) {}
  Handle(Handle&& other) noexcept : value_(std::exchange(other.value_, nullptr)) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }
  ~Handle() { Reset(); }

  T get() const { return value_; }
  /// For functions that fill it in; what it held is destroyed.
  T* out() {
    Reset();
    return &value_;
  }
  explicit operator bool() const { return value_ != nullptr; }

 private:
  void Reset() {
    if (value_ != nullptr) Destroy(&value_);
    value_ = nullptr;
  }
  T value_ = nullptr;
};

using DatabaseHandle = Handle<duckdb_database, duckdb_close>;
using ConnectionHandle = Handle<duckdb_connection, duckdb_disconnect>;
using Prepared = Handle<duckdb_prepared_statement, duckdb_destroy_prepare>;
using Extracted = Handle<duckdb_extracted_statements, duckdb_destroy_extracted>;
using Pending = Handle<duckdb_pending_result, duckdb_destroy_pending>;
using Chunk = Handle<duckdb_data_chunk, duckdb_destroy_data_chunk>;
using LogicalType = Handle<duckdb_logical_type, duckdb_destroy_logical_type>;
using ErrorData = Handle<duckdb_error_data, duckdb_destroy_error_data>;
using ArrowOptions = Handle<duckdb_arrow_options, duckdb_destroy_arrow_options>;
using ConvertedSchema =
    Handle<duckdb_arrow_converted_schema, duckdb_destroy_arrow_converted_schema>;
using DuckValue = Handle<duckdb_value, duckdb_destroy_value>;
using TableFunction = Handle<duckdb_table_function, duckdb_destroy_table_function>;

/// Owns a result, which DuckDB hands out as a struct.
class ResultHandle {
 public:
  ResultHandle() = default;
  ResultHandle(ResultHandle&& other) noexcept : value_(std::exchange(other.value_, {})) {}
  ResultHandle& operator=(ResultHandle&& other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }
  ~ResultHandle() { duckdb_destroy_result(&value_); }
  duckdb_result* get() { return &value_; }

 private:
  duckdb_result value_{};
};

/// A text that DuckDB allocated, copied and freed; empty for null.
inline std::string TakeText(const char* text) {
  if (text == nullptr) return "";
  std::string copy(text);
  duckdb_free(const_cast<char*>(text));
  return copy;
}

}  // namespace weir::connectors::duckdb
