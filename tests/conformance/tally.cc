#include "conformance/tally.h"

#include <algorithm>

namespace weir::conformance {
namespace {

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

/// 4017 → "4,017".
std::string Thousands(int64_t number) {
  constexpr size_t kGroup = 3;
  std::string text = std::to_string(number);
  for (size_t at = text.size(); at > kGroup;) {
    at -= kGroup;
    text.insert(at, ",");
  }
  return text;
}

}  // namespace

std::string PlaceOf(const std::string& file, Position position) {
  return position.known() ? file + ":" + position.ToString() : file;
}

std::string Grouped(const std::string& whole) {
  const std::string message = whole.substr(0, whole.find("; did you mean"));
  std::string text;
  for (size_t i = 0; i < message.size();) {
    const size_t end = message[i] == '\'' ? message.find('\'', i + 1) : std::string::npos;
    if (end != std::string::npos) {
      text += "'…'";
      i = end + 1;
    } else if (IsDigit(message[i])) {
      while (i < message.size() && IsDigit(message[i])) ++i;
      text += "N";
    } else {
      text += message[i++];
    }
  }
  return text;
}

void Tally::AddReason(const std::string& reason, const std::string& place) {
  Reason& known = reasons_[Grouped(reason)];
  if (known.count++ == 0) known.example = place;
}

void Tally::Merge(const Tally& other) {
  tried_ += other.tried_;
  good_ += other.good_;
  for (const auto& [result, count] : other.results_) results_[result] += count;
  for (const auto& [text, reason] : other.reasons_) {
    Reason& known = reasons_[text];
    if (known.count == 0) known.example = reason.example;
    known.count += reason.count;
  }
}

std::vector<std::pair<std::string, Tally::Reason>> Tally::Reasons() const {
  std::vector<std::pair<std::string, Reason>> list(reasons_.begin(), reasons_.end());
  std::stable_sort(list.begin(), list.end(), [](const auto& left, const auto& right) {
    return left.second.count > right.second.count;
  });
  return list;
}

std::string Tally::Rate() const {
  constexpr int64_t kTenths = 1000;
  const std::string counts = Thousands(good_) + " of " + Thousands(tried_);
  if (tried_ == 0) return counts;
  const int64_t tenths = good_ * kTenths / tried_;
  return counts + " (" + std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " %)";
}

}  // namespace weir::conformance
