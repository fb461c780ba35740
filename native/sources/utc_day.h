// Days that packets and attack sources are counted by.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

namespace honeysift {

inline constexpr int64_t kNever = std::numeric_limits<int64_t>::max();
inline constexpr int64_t kNsPerDay = 86'400'000'000'000;

// Times keep clear of the ends of the range, where a day's start or kNever lies.
inline constexpr int64_t kEarliest = std::numeric_limits<int64_t>::min() + kNsPerDay;
inline constexpr int64_t kLatest = kNever - 1;
inline int64_t clamp_time(int64_t time) noexcept { return std::clamp(time, kEarliest, kLatest); }

// Since 1970-01-01 UTC, of clamped times in nanoseconds. Divides only where a time is not of the
// day of the one before.
class DayClock {
 public:
  // Never of a time that clamping would change.
  bool in_current_day(int64_t time) const noexcept {
    return static_cast<uint64_t>(time) - static_cast<uint64_t>(first_) <= length_;
  }
  int32_t day_of(int64_t time) noexcept {
    if (!in_current_day(time)) go_to(time);
    return day_;
  }
  int32_t day() const noexcept { return day_; }

  void go_to(int64_t time) noexcept {
    int64_t day = time / kNsPerDay;
    if (time % kNsPerDay < 0) --day;
    day_ = static_cast<int32_t>(day);
    const int64_t start = day * kNsPerDay;
    first_ = std::max(start, kEarliest);
    const int64_t last = start > kLatest - kNsPerDay ? kLatest : start + kNsPerDay - 1;
    length_ = static_cast<uint64_t>(last) - static_cast<uint64_t>(first_);
  }

 private:
  int64_t first_ = 0;
  uint64_t length_ = kNsPerDay - 1;  // from the first to the last time of the day
  int32_t day_ = 0;
};

}  // namespace honeysift
