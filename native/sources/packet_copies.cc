#include "sources/packet_copies.h"

#include <algorithm>
#include <tuple>

namespace honeysift {

void CopyFinder::find(std::span<const Event> events, std::span<const uint32_t> among,
                      std::vector<uint32_t>& copies) {
  copies.clear();
  if (among.size() < 2) return;
  const auto identity = [&](uint32_t i) {
    return std::make_tuple(events[i].seq, events[i].length, events[i].payload);
  };
  order_.assign(among.begin(), among.end());
  std::sort(order_.begin(), order_.end(), [&](uint32_t a, uint32_t b) {
    const auto left = identity(a);
    const auto right = identity(b);
    return left != right ? left < right : a < b;
  });
  for (size_t k = 1; k < order_.size(); ++k) {
    const uint32_t here = order_[k];
    const uint32_t before = order_[k - 1];
    if (identity(before) != identity(here)) continue;
    const uint64_t apart =
        static_cast<uint64_t>(events[here].time) - static_cast<uint64_t>(events[before].time);
    if (apart < uint64_t{kCopyWindowNs}) copies.push_back(here);
  }
}

}  // namespace honeysift
