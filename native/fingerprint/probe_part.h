// One UTC day of a collector's state as one block of bytes: what workers hand over and what other
// collectors absorb.
//
// Layout, native byte order:
//   ProbePartHeader | RawSignature x signature_count | ProbeCount x count_count
// Both lists are sorted by content and ProbeCount.signature counts within the part: the same
// packets give the same bytes whatever their order.
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "fingerprint/probe_counts.h"
#include "fingerprint/raw_signature.h"

namespace honeysift {

class ProbeCollector;

struct ProbePartHeader {
  uint32_t magic = kMagic;
  int32_t day = 0;
  uint32_t target_count = 0;  // honeypot addresses of the environment this was made for
  uint32_t signature_count = 0;
  uint32_t count_count = 0;
  uint32_t reserved = 0;

  static constexpr uint32_t kMagic = 0x31504648;  // HFP1
};

// Reads by copy, for a part may lie at any address.
struct ProbePart {
  ProbePartHeader header;
  const uint8_t* signatures = nullptr;
  const uint8_t* counts = nullptr;

  RawSignature signature(uint32_t i) const noexcept { return copy<RawSignature>(signatures, i); }
  ProbeCount count(uint32_t i) const noexcept { return copy<ProbeCount>(counts, i); }

 private:
  template <typename T>
  static T copy(const uint8_t* base, size_t i) noexcept {
    T value;
    std::memcpy(static_cast<void*>(&value), base + i * sizeof(T), sizeof(T));
    return value;
  }
};

// False when the bytes are not a whole, consistent part for an environment of `target_count`
// addresses.
bool read_probe_part(std::span<const uint8_t> bytes, uint32_t target_count,
                     ProbePart& part) noexcept;

// A collector's state cut into days, ascending. May throw std::bad_alloc.
class ProbePartEncoder {
 public:
  explicit ProbePartEncoder(const ProbeCollector& collector);

  size_t size() const noexcept { return days_.size(); }
  int32_t day(size_t i) const noexcept { return days_[i].day; }
  std::span<const uint8_t> bytes(size_t i) const noexcept {
    return std::span(bytes_).subspan(days_[i].begin, days_[i].end - days_[i].begin);
  }

 private:
  struct Day {
    int32_t day;
    size_t begin, end;  // of bytes_
  };

  std::vector<Day> days_;
  std::vector<uint8_t> bytes_;
};

}  // namespace honeysift
