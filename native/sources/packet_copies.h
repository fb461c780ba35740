// Copies of packets that the capture itself made (a mirror port, a capture merged with itself): the
// same packet of a flow again within a millisecond.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace honeysift {

inline constexpr int64_t kCopyWindowNs = 1'000'000;  // copies are less than this apart

// What must be the same in copies; for packets without payload the digest says it all.
struct PacketLikeness {
  uint32_t identity;
  uint32_t length;
  uint32_t payload;
  int64_t time;
  uint32_t position;  // in order of time within the flow
};

// Replaces `copies` by the positions of packets that are copies of earlier ones. Sorts `packets`.
// May throw std::bad_alloc.
void find_copies(std::vector<PacketLikeness>& packets, std::vector<uint32_t>& copies);

}  // namespace honeysift
