// Days that packets and attack sources are counted by.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

namespace honeysift {

inline constexpr int64_t kNever = std::numeric_limits<int64_t>::max();
inline constexpr int64_t kNsPerDay = 86'400'000'000'000;

// Keeps clear of the ends of the range, where a day's start or kNever lies.
inline int64_t clamp_time(int64_t time) noexcept {
  return std::clamp(time, std::numeric_limits<int64_t>::min() + kNsPerDay, kNever - 1);
}

// Since 1970-01-01 UTC, of clamped times in nanoseconds. Divides only where a time is not of the
// day of the one before.
class DayClock {
 public:
  bool in_current_day(int64_t time) const noexcept {
    const uint64_t since = static_cast<uint64_t>(time) - static_cast<uint64_t>(start_);
    return since < static_cast<uint64_t>(kNsPerDay);
  }
  int32_t day_of(int64_t time) noexcept {
    if (!in_current_day(time)) {
      int64_t day = time / kNsPerDay;
      if (time % kNsPerDay < 0) --day;
      day_ = static_cast<int32_t>(day);
      start_ = day * kNsPerDay;
    }
    return day_;
  }

 private:
  int64_t start_ = 0;
  int32_t day_ = 0;
};

}  // namespace honeysift
