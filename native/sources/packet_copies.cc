#include "sources/packet_copies.h"

#include <algorithm>
#include <tuple>

namespace honeysift {

namespace {

auto likeness(const PacketLikeness& packet) noexcept {
  return std::tie(packet.identity, packet.length, packet.payload);
}

}  // namespace

void find_copies(std::vector<PacketLikeness>& packets, std::vector<uint32_t>& copies) {
  copies.clear();
  if (packets.size() < 2) return;
  std::sort(packets.begin(), packets.end(), [](const PacketLikeness& a, const PacketLikeness& b) {
    if (likeness(a) != likeness(b)) return likeness(a) < likeness(b);
    return a.time != b.time ? a.time < b.time : a.position < b.position;
  });
  for (size_t k = 1; k < packets.size(); ++k) {
    const PacketLikeness& here = packets[k];
    const PacketLikeness& before = packets[k - 1];
    if (likeness(before) != likeness(here)) continue;
    const uint64_t apart = static_cast<uint64_t>(here.time) - static_cast<uint64_t>(before.time);
    if (apart < uint64_t{kCopyWindowNs}) copies.push_back(here.position);
  }
}

}  // namespace honeysift
