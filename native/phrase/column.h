// A column of the Levenshtein matrix in one machine word.
#pragma once

#include <cstdint>

namespace honeysift::phrase {

// Vertical differences of a column of the matrix, up and down, bit by bit.
struct Column {
  uint64_t vp = ~uint64_t{0};
  uint64_t vn = 0;

  // On to the column whose character stands in the rows `x`. Hyyro's step with the horizontal
  // differences kept complemented and its terms regrouped around the sum, so that vp waits for
  // seven operations only. A row that gets -1 from above has a diagonal step of 0 (d0): the bits
  // added are disjoint.
  __attribute__((always_inline)) void step(uint64_t x) noexcept {
    const uint64_t sum = (x & vp) + vp;
    const uint64_t d0 = (sum ^ vp) | (x | vn);
    const uint64_t not_hp = ((sum & ~vn) | ((vp | x) & ~vn)) << 1;
    const uint64_t hn = d0 & vp;
    vp = (not_hp & ~d0) + 2 * hn;
    vn = d0 & ~not_hp;
  }
};

// Two columns in one word, rows in bits 0..31 and 32..63, neither of which touches the other.
struct TwoColumns {
  uint64_t vp = 0;
  uint64_t vn = 0;

  __attribute__((always_inline)) void step(uint64_t x) noexcept {
    constexpr uint64_t kLastRows = 0x8000000080000000;
    // What the last rows would carry and shift on is cut off beforehand, of the matches too, so
    // that the sum waits for two operations only.
    uint64_t carried = x & ~kLastRows;
#ifdef __GNUC__
    asm("" : "+r"(carried));  // or the compiler would take it together with v
#endif
    const uint64_t v = vp & ~kLastRows;
    const uint64_t sum = (carried & vp) + v;
    const uint64_t d0 = (sum ^ v) | (x | vn);
    const uint64_t not_hp = ((sum | v | x) & ~(vn | kLastRows)) << 1;
    const uint64_t hn = d0 & v;
    vp = (not_hp & ~d0) + 2 * hn;
    vn = d0 & ~not_hp;
  }
};

}  // namespace honeysift::phrase
