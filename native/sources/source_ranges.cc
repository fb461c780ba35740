#include "sources/source_ranges.h"

#include <algorithm>
#include <limits>

#include "sources/counting_sort.h"

namespace honeysift {

namespace {

constexpr int64_t kGapNs = 25 * int64_t{3'600'000'000'000};

// One (address, group) on one UTC day.
struct SourceDay {
  Address peer;
  uint64_t high, low;  // the address as big-endian numbers: ascending as its bytes
  int32_t day;
  uint16_t group;
  int64_t first, last;  // inbound
  uint32_t number;      // in order of first flow
};

bool same_address(const SourceDay& a, const SourceDay& b) noexcept {
  return a.peer == b.peer && a.group == b.group;
}
bool by_address(const SourceDay& a, const SourceDay& b) noexcept {
  if (a.high != b.high) return a.high < b.high;
  if (a.low != b.low) return a.low < b.low;
  return a.group < b.group;
}

class SourceDays {
 public:
  // The number of the source day that the flow belongs to, which learns of its times.
  uint32_t add(const Flow& flow, uint16_t group) {
    // Flows of a source often follow each other.
    if (last_ < days_.size() && is_of(days_[last_], flow, group)) {
      widen(days_[last_], flow);
      return last_;
    }
    const uint64_t place = uint64_t{static_cast<uint32_t>(flow.day)} << 16 | group;
    const auto hash =
        static_cast<uint32_t>(hash_words(flow.peer.low, flow.peer.high, place, 0) >> 32);
    size_t at = hash & (slots_.size() - 1);
    while (slots_[at] != 0 && !is_of(days_[slots_[at] - 1], flow, group))
      at = (at + 1) & (slots_.size() - 1);
    if (slots_[at] == 0) {
      const auto number = static_cast<uint32_t>(days_.size());
      days_.push_back({flow.peer, ascending(flow.peer.high), ascending(flow.peer.low), flow.day,
                       group, kNever, std::numeric_limits<int64_t>::min(), number});
      hashes_.push_back(hash);
      slots_[at] = number + 1;
      if (days_.size() * 2 > slots_.size()) grow();
      widen(days_.back(), flow);
      return last_ = number;
    }
    SourceDay& day = days_[slots_[at] - 1];
    widen(day, flow);
    return last_ = day.number;
  }

  std::vector<SourceDay>& days() noexcept { return days_; }

 private:
  static bool is_of(const SourceDay& day, const Flow& flow, uint16_t group) noexcept {
    return day.peer == flow.peer && day.day == flow.day && day.group == group;
  }
  static void widen(SourceDay& day, const Flow& flow) noexcept {
    day.first = std::min(day.first, flow.first_in);
    day.last = std::max(day.last, flow.last_in);
  }
  void grow() {
    slots_.assign(slots_.size() * 2, 0);
    for (uint32_t number = 0; number < days_.size(); ++number) {
      size_t at = hashes_[number] & (slots_.size() - 1);
      while (slots_[at] != 0) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = number + 1;
    }
  }

  std::vector<SourceDay> days_;
  uint32_t last_ = 0;  // number of the one that was asked for last
  std::vector<uint32_t> hashes_;
  std::vector<uint32_t> slots_ = std::vector<uint32_t>(1024, 0);
};

// Consecutive source days that make one source: days[begin .. end).
struct Stretch {
  uint32_t begin, end;
  int64_t last;
};

// `days` are sorted by address, then day.
std::vector<Stretch> join_days(const std::vector<SourceDay>& days) {
  std::vector<Stretch> stretches;
  for (uint32_t i = 0; i < days.size(); ++i) {
    const SourceDay& day = days[i];
    if (day.first == kNever) continue;
    const bool known = !stretches.empty() && same_address(days[stretches.back().begin], day);
    if (known && static_cast<uint64_t>(day.first) - static_cast<uint64_t>(stretches.back().last) <
                     uint64_t{kGapNs}) {
      // Days without an inbound packet in between come along.
      stretches.back().end = i + 1;
      stretches.back().last = day.last;
    } else {
      stretches.push_back({i, i + 1, day.last});
    }
  }
  return stretches;
}

std::vector<Stretch> each_day(const std::vector<SourceDay>& days) {
  std::vector<Stretch> stretches;
  for (uint32_t i = 0; i < days.size(); ++i) {
    if (days[i].first != kNever) stretches.push_back({i, i + 1, days[i].last});
  }
  return stretches;
}

}  // namespace

SourceRanges group_sources(std::span<const Flow> flows, const FinalizeOptions& options) {
  SourceDays source_days;
  std::vector<uint32_t> number_of(flows.size());
  for (uint32_t i = 0; i < flows.size(); ++i) {
    number_of[i] = source_days.add(flows[i], options.target_group[flows[i].target]);
  }
  std::vector<SourceDay>& days = source_days.days();
  std::vector<uint32_t> begin, order;
  counting_sort(
      flows.size(), days.size(), [&](size_t i) { return number_of[i]; }, begin, order);

  const bool by_day = options.mode == SourceMode::kDay;
  std::sort(days.begin(), days.end(), [by_day](const SourceDay& a, const SourceDay& b) {
    if (by_day && a.day != b.day) return a.day < b.day;
    return same_address(a, b) ? a.day < b.day : by_address(a, b);
  });
  std::vector<Stretch> stretches = by_day ? each_day(days) : join_days(days);
  if (!by_day) {
    std::sort(stretches.begin(), stretches.end(), [&](const Stretch& a, const Stretch& b) {
      const SourceDay& left = days[a.begin];
      const SourceDay& right = days[b.begin];
      return left.day != right.day ? left.day < right.day : by_address(left, right);
    });
  }
  SourceRanges result;
  result.order.reserve(flows.size());
  result.ranges.reserve(stretches.size());
  for (const Stretch& stretch : stretches) {
    const auto first = static_cast<uint32_t>(result.order.size());
    for (uint32_t i = stretch.begin; i < stretch.end; ++i) {
      const uint32_t number = days[i].number;
      result.order.insert(result.order.end(), order.begin() + begin[number],
                          order.begin() + begin[number + 1]);
    }
    result.ranges.push_back({first, static_cast<uint32_t>(result.order.size())});
  }
  return result;
}

}  // namespace honeysift
