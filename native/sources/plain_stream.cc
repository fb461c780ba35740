#include "sources/plain_stream.h"

#include <limits>

namespace honeysift {

bool read_plain_stream(std::span<const Event> events, StreamCounts& counts,
                       std::vector<const Event*>& fresh) {
  constexpr uint32_t kMostBytes = 1u << 30;  // offsets stay clear of wrapping
  counts = StreamCounts{};
  int64_t before = std::numeric_limits<int64_t>::min();
  bool open = false;
  bool from_syn = false;
  bool after_syn = false;
  uint32_t base = 0;  // sequence number of the connection's first byte
  uint32_t seen = 0;  // bytes, all of them in one piece
  for (const Event& event : events) {
    // A SYN with payload is two events.
    const bool same_packet = after_syn && event.with_syn() && event.time == before;
    if ((event.time <= before && !same_packet) || event.is_bare()) return false;
    before = event.time;
    after_syn = event.is_syn();
    if (event.is_syn()) {
      if (!open) {
        open = from_syn = true;
        base = event.seq + 1;
      } else if (from_syn && event.seq + 1 == base) {
        ++counts.retransmissions;
      } else {
        return false;
      }
      ++counts.syns;
      continue;
    }
    if (!open) {
      open = true;
      base = event.seq;
    }
    const uint32_t begin = event.seq - base;
    const uint32_t length = event.wire_length();
    if (begin > seen || length == 0 || length >= kMostBytes - seen) return false;
    ++counts.data_segments;
    if (begin == seen) {
      seen += length;
      fresh.push_back(&event);
    } else if (begin + length <= seen) {
      counts.retransmissions += !event.with_syn();
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace honeysift
