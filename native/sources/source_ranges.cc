#include "sources/source_ranges.h"

#include <algorithm>
#include <limits>

namespace honeysift {

namespace {

constexpr int64_t kGapNs = 25 * int64_t{3'600'000'000'000};

struct Keyed {
  uint64_t high, low;  // the address as big-endian numbers: ascending as its bytes
  int32_t day;
  uint16_t group;
  uint32_t flow;
};

bool same_address(const Keyed& a, const Keyed& b) noexcept {
  return a.high == b.high && a.low == b.low && a.group == b.group;
}
bool by_address(const Keyed& a, const Keyed& b) noexcept {
  if (a.high != b.high) return a.high < b.high;
  if (a.low != b.low) return a.low < b.low;
  return a.group < b.group;
}

uint64_t big_endian(uint64_t word) noexcept {
  return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? __builtin_bswap64(word) : word;
}

// One (address, group) on one day, or several days joined: keyed[begin .. end).
struct Stretch {
  uint32_t begin, end;
  int64_t first, last;
};

}  // namespace

SourceRanges group_sources(const Aggregator& aggregator, const FinalizeOptions& options) {
  const FlowTable& flows = aggregator.flows();
  std::vector<Keyed> keyed(flows.size());
  for (uint32_t i = 0; i < flows.size(); ++i) {
    const Flow& flow = flows[i];
    keyed[i] = {big_endian(flow.peer.high), big_endian(flow.peer.low), flow.day,
                options.target_group[flow.target], i};
  }
  const bool by_day = options.mode == SourceMode::kDay;
  std::sort(keyed.begin(), keyed.end(), [by_day](const Keyed& a, const Keyed& b) {
    if (by_day && a.day != b.day) return a.day < b.day;
    if (!same_address(a, b)) return by_address(a, b);
    return a.day < b.day;
  });

  std::vector<Stretch> stretches;
  for (uint32_t begin = 0; begin < keyed.size();) {
    Stretch stretch{begin, begin, kNever, std::numeric_limits<int64_t>::min()};
    while (stretch.end < keyed.size() && keyed[stretch.end].day == keyed[begin].day &&
           same_address(keyed[stretch.end], keyed[begin])) {
      const Flow& flow = flows[keyed[stretch.end++].flow];
      stretch.first = std::min(stretch.first, flow.first_in);
      stretch.last = std::max(stretch.last, flow.last_in);
    }
    begin = stretch.end;
    if (stretch.first == kNever) continue;
    Stretch* before = by_day || stretches.empty() ? nullptr : &stretches.back();
    // Only neighbours are joined: a day without inbound packets between two others lies in between
    // in `keyed`.
    if (before != nullptr && same_address(keyed[before->begin], keyed[stretch.begin]) &&
        static_cast<uint64_t>(stretch.first) - static_cast<uint64_t>(before->last) <
            uint64_t{kGapNs}) {
      before->end = stretch.end;
      before->last = stretch.last;
    } else {
      stretches.push_back(stretch);
    }
  }
  if (!by_day) {
    std::sort(stretches.begin(), stretches.end(), [&](const Stretch& a, const Stretch& b) {
      const Keyed& left = keyed[a.begin];
      const Keyed& right = keyed[b.begin];
      return left.day != right.day ? left.day < right.day : by_address(left, right);
    });
  }
  SourceRanges result;
  result.order.resize(keyed.size());
  for (size_t i = 0; i < keyed.size(); ++i) result.order[i] = keyed[i].flow;
  result.ranges.reserve(stretches.size());
  for (const Stretch& stretch : stretches) result.ranges.push_back({stretch.begin, stretch.end});
  return result;
}

}  // namespace honeysift
