// Finite state entropy, RFC 8878 section 4.1.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "packet/zstd_bits.h"

namespace honeysift::zstd {

inline constexpr int kMaxAccuracy = 9;
inline constexpr size_t kMaxFseSymbols = 256;

class FseTable {
 public:
  // Reads a table description of `length` bytes at most; the result is how many it took, 0 when it
  // is none.
  size_t read(const uint8_t* bytes, size_t length, int max_accuracy, size_t max_symbols) noexcept;
  // False when the frequencies (-1: less than one) do not fill 2^accuracy states.
  bool build(std::span<const int16_t> frequencies, int accuracy) noexcept;
  // One symbol and no bits.
  void repeat(uint8_t symbol) noexcept;

  bool usable() const noexcept { return usable_; }
  int accuracy() const noexcept { return accuracy_; }

  uint8_t symbol(uint32_t state) const noexcept { return states_[state].symbol; }
  uint32_t next(uint32_t state, BackwardBits& bits) const noexcept {
    const State& from = states_[state];
    return from.base + bits.read(from.bits);
  }

 private:
  struct State {
    uint8_t symbol;
    uint8_t bits;
    uint16_t base;
  };
  std::array<State, size_t{1} << kMaxAccuracy> states_{};
  int accuracy_ = 0;
  bool usable_ = false;
};

}  // namespace honeysift::zstd
