// Stretches of a capture that could not be read as packets. Bounded: hostile input may break off
// millions of times.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "packet/anomaly.h"

namespace honeysift {

struct CaptureLoss {
  Anomaly anomaly = Anomaly::kBadPcapRecordLength;
  uint64_t offset = 0;
  uint64_t bytes = 0;
};

class LossLog {
 public:
  static constexpr size_t kMaxLosses = 1024;

  // Counts the anomaly as well. Behind kMaxLosses, bytes are added to the last entry, so that the
  // sum stays exact.
  void add(AnomalyCounts& anomalies, Anomaly anomaly, uint64_t offset, uint64_t bytes) noexcept {
    anomalies.count(anomaly);
    if (count_ == kMaxLosses) {
      losses_[kMaxLosses - 1].bytes += bytes;
      return;
    }
    losses_[count_++] = CaptureLoss{anomaly, offset, bytes};
  }

  size_t count() const noexcept { return count_; }
  const CaptureLoss& at(size_t index) const noexcept { return losses_[index]; }

 private:
  std::array<CaptureLoss, kMaxLosses> losses_{};
  size_t count_ = 0;
};

}  // namespace honeysift
