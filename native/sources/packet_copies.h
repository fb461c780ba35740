// Copies of packets that the capture itself made (a mirror port, a capture merged with itself): the
// same packet of a flow again within a millisecond.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sources/event.h"

namespace honeysift {

inline constexpr int64_t kCopyWindowNs = 1'000'000;  // copies are less than this apart

class CopyFinder {
 public:
  // Replaces `copies` by the positions of events that are copies of earlier ones, of those `among`
  // (ascending in time). Packets are the same when sequence number or IP identification, header
  // digest, length and payload are. May throw std::bad_alloc.
  void find(std::span<const Event> events, std::span<const uint32_t> among,
            std::vector<uint32_t>& copies);

 private:
  std::vector<uint32_t> order_;
};

}  // namespace honeysift
