#include "packet/zstd_fse.h"

#include <bit>

namespace honeysift::zstd {

bool FseTable::build(std::span<const int16_t> frequencies, int accuracy) noexcept {
  usable_ = false;
  accuracy_ = accuracy;
  const uint32_t size = 1u << accuracy;
  std::array<uint16_t, kMaxFseSymbols> next{};
  uint32_t high = size;
  for (size_t symbol = 0; symbol < frequencies.size(); ++symbol) {
    if (frequencies[symbol] != -1) continue;
    if (high == 0) return false;
    states_[--high].symbol = static_cast<uint8_t>(symbol);
    next[symbol] = 1;
  }
  const uint32_t step = (size >> 1) + (size >> 3) + 3;
  uint32_t at = 0;
  uint32_t placed = size - high;
  for (size_t symbol = 0; symbol < frequencies.size(); ++symbol) {
    if (frequencies[symbol] <= 0) continue;
    const auto frequency = static_cast<uint32_t>(frequencies[symbol]);
    placed += frequency;
    if (placed > size) return false;
    next[symbol] = static_cast<uint16_t>(frequency);
    for (uint32_t i = 0; i < frequency; ++i) {
      states_[at].symbol = static_cast<uint8_t>(symbol);
      do {
        at = (at + step) & (size - 1);
      } while (at >= high);
    }
  }
  if (placed != size) return false;
  for (uint32_t state = 0; state < size; ++state) {
    const uint32_t value = next[states_[state].symbol]++;
    const int bits = accuracy - (std::bit_width(value) - 1);
    states_[state].bits = static_cast<uint8_t>(bits);
    states_[state].base = static_cast<uint16_t>((value << bits) - size);
  }
  usable_ = true;
  return true;
}

size_t FseTable::read(const uint8_t* bytes, size_t length, int max_accuracy,
                      size_t max_symbols) noexcept {
  usable_ = false;
  ForwardBits bits(bytes, length);
  const int accuracy = 5 + static_cast<int>(bits.read(4));
  if (accuracy > max_accuracy) return 0;
  std::array<int16_t, kMaxFseSymbols> frequencies{};
  size_t symbol = 0;
  int remaining = 1 << accuracy;
  while (remaining > 0) {
    if (symbol >= max_symbols || bits.overrun()) return 0;
    // A value from 0 to remaining + 1; the smaller ones take one bit less.
    const int width = static_cast<int>(std::bit_width(static_cast<unsigned>(remaining) + 1));
    const uint32_t low_mask = (1u << (width - 1)) - 1;
    const uint32_t threshold = (1u << width) - 1 - (static_cast<uint32_t>(remaining) + 1);
    uint32_t value = bits.read(width);
    if ((value & low_mask) < threshold) {
      bits.unread(1);
      value &= low_mask;
    } else if (value > low_mask) {
      value -= threshold;
    }
    const int frequency = static_cast<int>(value) - 1;
    remaining -= frequency < 0 ? -frequency : frequency;
    frequencies[symbol++] = static_cast<int16_t>(frequency);
    if (frequency != 0) continue;
    for (uint32_t zeros = 3; zeros == 3;) {
      zeros = bits.read(2);
      symbol += zeros;
      if (symbol > max_symbols || bits.overrun()) return 0;
    }
  }
  if (remaining != 0 || bits.overrun()) return 0;
  return build({frequencies.data(), symbol}, accuracy) ? bits.bytes_read() : 0;
}

void FseTable::repeat(uint8_t symbol) noexcept {
  states_[0] = State{symbol, 0, 0};
  accuracy_ = 0;
  usable_ = true;
}

}  // namespace honeysift::zstd
