// Puts IP fragments together, within bounds: so many datagrams at a time, so long in capture time.
//
// A fragment is refused, and its row stands for itself, when it was not captured whole. A datagram
// is given up (an anomaly) when its fragments overlap, when there are too many of them, when it is
// the oldest and room is needed, when it took too long, or when the capture ends before it is
// complete.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "packet/anomaly.h"

namespace honeysift {

struct Fragment {
  const uint8_t* addresses[2];  // source and destination, 16 bytes each
  uint32_t id;
  uint8_t protocol;
  uint32_t offset;  // bytes
  bool more;
  const uint8_t* data;
  uint32_t captured;
  uint32_t wire;
  int64_t time_ns;
};

enum class Reassembly : uint8_t {
  kRefused,   // the fragment stands for itself
  kHeld,      // the datagram is not complete yet
  kComplete,  // it is: `datagram` has it
};

class Reassembler {
 public:
  static constexpr size_t kMaxDatagrams = 256;
  static constexpr uint32_t kMaxBytes = 65535;
  static constexpr size_t kMaxFragments = 1024;
  static constexpr int64_t kMaxAgeNs = 30'000'000'000;

  Reassembly add(const Fragment& fragment, AnomalyCounts& anomalies) noexcept;
  // The datagram completed last, valid until the next call of `add`.
  const std::vector<uint8_t>& datagram() const noexcept { return complete_; }
  // The capture is over: what is not complete never will be.
  void finish(AnomalyCounts& anomalies) noexcept;

 private:
  struct Piece {
    uint32_t offset;
    uint32_t length;
  };
  struct Datagram {
    std::array<uint8_t, 37> key{};
    int64_t started_ns = 0;
    uint64_t turn = 0;   // order of arrival; 0 marks a free place
    uint32_t total = 0;  // known with the last fragment
    uint32_t gathered = 0;
    std::vector<Piece> pieces;  // sorted, without overlap
    std::vector<uint8_t> bytes;
  };

  Datagram& find_or_start(const Fragment& fragment, AnomalyCounts& anomalies) noexcept;
  static void release(Datagram& datagram) noexcept;

  std::vector<Datagram> datagrams_;
  std::vector<uint8_t> complete_;
  uint64_t turns_ = 0;
};

}  // namespace honeysift
