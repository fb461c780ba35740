// How an attack source chose the ports it sent from.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace honeysift {

// A flow that attacks, by its first inbound packet.
struct SourcePortUse {
  int64_t time;
  uint16_t port;
};

struct SourcePortFacts {
  uint32_t flows = 0;
  uint32_t distinct = 0;
  // Flows whose port lies 1 to kMostStep above that of the flow before, modulo 65,536.
  uint32_t rising = 0;
};

// Ports that other programs of the same machine may have taken in between.
inline constexpr uint16_t kMostStep = 64;

class SourcePortReader {
 public:
  // Flows of one time are taken in order of their ports. Sorts `uses`.
  SourcePortFacts read(std::vector<SourcePortUse>& uses);

 private:
  std::array<uint64_t, 1024> seen_{};  // a bit per port; none is set between calls
};

}  // namespace honeysift
