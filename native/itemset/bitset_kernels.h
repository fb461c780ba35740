// Intersections of weighted bitsets, the inner loop of mining.
//
// A bitset is an array of 64-bit words cut into segments; a bit of a segment counts 1 << shift
// transactions. A transaction of weight 13 so stands in the segments 8, 4 and 1, and supports stay
// plain population counts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace honeysift::itemset {

struct BitSegment {
  uint32_t begin;  // first word
  uint32_t end;    // past the last word
  uint32_t shift;
};

struct BitsetKernels {
  const char* name;
  // Writes a & b to `out` and returns its weighted count.
  uint64_t (*and_count)(const uint64_t* a, const uint64_t* b, uint64_t* out,
                        std::span<const BitSegment> segments) noexcept;
  // The weighted count of a & b alone.
  uint64_t (*count_common)(const uint64_t* a, const uint64_t* b,
                           std::span<const BitSegment> segments) noexcept;
};

// The population count where no processor may be assumed, without a call into the compiler's
// library.
inline uint64_t count_bits(uint64_t x) noexcept {
  x -= (x >> 1) & 0x5555555555555555u;
  x = (x & 0x3333333333333333u) + ((x >> 2) & 0x3333333333333333u);
  x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0fu;
  return (x * 0x0101010101010101u) >> 56;
}

// Whether every bit of `a` is in `b`. Plain everywhere: it mostly ends at the first words.
inline bool is_subset(const uint64_t* a, const uint64_t* b, size_t words) noexcept {
  for (size_t w = 0; w < words; ++w) {
    if ((a[w] & ~b[w]) != 0) return false;
  }
  return true;
}

// Every variant this processor can run, best first; the last is the portable one.
std::span<const BitsetKernels> bitset_kernels() noexcept;

}  // namespace honeysift::itemset
