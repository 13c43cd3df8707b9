#pragma once

#include <tl/expected.hpp>
#include <type_traits>
#include <utility>

#include "base/error.h"

namespace weir {

/// A value or an Error. The only place that names the library behind it.
template <typename T = void>
class [[nodiscard]] Result {
 public:
  using value_type = T;

  Result()
    requires std::is_void_v<T>
  = default;
  // Implicit on purpose: functions return a value or an error as it is.
  template <typename U = T>
    requires(!std::is_void_v<T> && std::is_constructible_v<T, U &&> &&
             !std::is_same_v<std::remove_cvref_t<U>, Result> &&
             !std::is_same_v<std::remove_cvref_t<U>, Error>)
  Result(U&& value) : inner_(std::forward<U>(value)) {}  // NOLINT(google-explicit-constructor)
  Result(Error error) : inner_(tl::unexpect, std::move(error)) {}  // NOLINT

  bool ok() const { return inner_.has_value(); }
  explicit operator bool() const { return ok(); }

  const Error& error() const& { return inner_.error(); }
  Error&& error() && { return std::move(inner_.error()); }

  template <typename U = T>
    requires(!std::is_void_v<U>)
  U& operator*() & {
    return *inner_;
  }
  template <typename U = T>
    requires(!std::is_void_v<U>)
  const U& operator*() const& {
    return *inner_;
  }
  template <typename U = T>
    requires(!std::is_void_v<U>)
  U&& operator*() && {
    return *std::move(inner_);
  }
  template <typename U = T>
    requires(!std::is_void_v<U>)
  U* operator->() {
    return &*inner_;
  }
  template <typename U = T>
    requires(!std::is_void_v<U>)
  const U* operator->() const {
    return &*inner_;
  }

 private:
  tl::expected<T, Error> inner_;
};

}  // namespace weir

#define WEIR_CONCAT_INNER(a, b) a##b
#define WEIR_CONCAT(a, b) WEIR_CONCAT_INNER(a, b)

/// Leave the function with the error, if there is one.
#define WEIR_TRY(expression)                                 \
  do {                                                       \
    auto weir_result = (expression);                         \
    if (!weir_result) return std::move(weir_result).error(); \
  } while (false)

/// Leave with the error, else bind the value: WEIR_ASSIGN(Json json, ParseJson(text));
#define WEIR_ASSIGN(declaration, ...) \
  WEIR_ASSIGN_INNER(WEIR_CONCAT(weir_result_, __LINE__), declaration, __VA_ARGS__)
#define WEIR_ASSIGN_INNER(result, declaration, ...) \
  auto result = (__VA_ARGS__);                      \
  if (!result) return std::move(result).error();    \
  declaration = *std::move(result)
