// Bit streams of zstd (RFC 8878): tables are read forwards, entropy-coded data backwards from its
// end.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace honeysift::zstd {

// `bits` (at most 32) bits from bit `at` on, least significant first; bits outside [0, 8 * length)
// are 0.
inline uint32_t bits_at(const uint8_t* bytes, size_t length, int64_t at, int bits) noexcept {
  if (bits == 0) return 0;
  uint64_t window = 0;
  int shift = 0;
  if (at < 0) {
    if (at + bits <= 0) return 0;
    shift = static_cast<int>(-at);
    bits -= shift;
    at = 0;
  }
  const size_t first = static_cast<size_t>(at >> 3);
  if (first + 8 <= length) {
    std::memcpy(&window, bytes + first, 8);
    if constexpr (std::endian::native == std::endian::big) window = __builtin_bswap64(window);
  } else {
    for (size_t i = 0; i < 5 && first + i < length; ++i)
      window |= uint64_t{bytes[first + i]} << (8 * i);
  }
  const uint64_t value = (window >> (at & 7)) & ((uint64_t{1} << bits) - 1);
  return static_cast<uint32_t>(value << shift);
}

class ForwardBits {
 public:
  ForwardBits(const uint8_t* bytes, size_t length) noexcept : bytes_(bytes), length_(length) {}

  uint32_t read(int bits) noexcept {
    const uint32_t value = bits_at(bytes_, length_, at_, bits);
    at_ += bits;
    return value;
  }
  void unread(int bits) noexcept { at_ -= bits; }

  bool overrun() const noexcept { return static_cast<size_t>(at_) > 8 * length_; }
  // Whole bytes begun so far.
  size_t bytes_read() const noexcept { return static_cast<size_t>(at_ + 7) / 8; }

 private:
  const uint8_t* bytes_;
  size_t length_;
  int64_t at_ = 0;
};

// The highest set bit of the last byte marks the beginning; reading goes towards the first byte,
// and beyond it finds 0.
class BackwardBits {
 public:
  BackwardBits(const uint8_t* bytes, size_t length) noexcept : bytes_(bytes), length_(length) {
    if (length == 0 || bytes[length - 1] == 0) {
      at_ = -1;
      return;
    }
    at_ = static_cast<int64_t>(8 * length) - 8 + (std::bit_width(bytes[length - 1]) - 1);
  }

  uint32_t read(int bits) noexcept {
    at_ -= bits;
    return bits_at(bytes_, length_, at_, bits);
  }
  uint32_t peek(int bits) const noexcept { return bits_at(bytes_, length_, at_ - bits, bits); }
  void skip(int bits) noexcept { at_ -= bits; }

  // Bits left; negative when more was read than there was, or there was no beginning.
  int64_t left() const noexcept { return at_; }

 private:
  const uint8_t* bytes_;
  size_t length_;
  int64_t at_;
};

}  // namespace honeysift::zstd
