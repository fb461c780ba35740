// A fast 64-bit hash for tables that live and die in one process. Nothing that leaves the process
// depends on it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace honeysift {

inline uint64_t load64(const uint8_t* at) noexcept {
  uint64_t value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

// Both halves of the 128-bit product folded together: every bit of either factor reaches the low
// bits.
inline uint64_t fold_multiply(uint64_t a, uint64_t b) noexcept {
  const auto product = static_cast<unsigned __int128>(a) * b;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

inline constexpr uint64_t kHashA = 0x9e3779b97f4a7c15u;
inline constexpr uint64_t kHashB = 0xd1b54a32d192ed03u;
inline constexpr uint64_t kHashC = 0x8cb92ba72f3d8dd7u;

inline uint64_t hash_words(uint64_t a, uint64_t b, uint64_t c, uint64_t d) noexcept {
  return fold_multiply(fold_multiply(a ^ kHashA, b ^ kHashB) ^ c, d ^ kHashC);
}

inline uint64_t hash_bytes(const uint8_t* data, size_t size) noexcept {
  uint64_t state = fold_multiply(size ^ kHashA, kHashB);
  while (size >= 16) {
    state = fold_multiply(load64(data) ^ state, load64(data + 8) ^ kHashB);
    data += 16;
    size -= 16;
  }
  uint64_t a = 0;
  uint64_t b = 0;
  if (size >= 8) {
    a = load64(data);
    b = load64(data + size - 8);
  } else if (size > 0) {
    std::memcpy(&a, data, size);
  }
  return fold_multiply(a ^ state ^ kHashC, b ^ kHashB);
}

}  // namespace honeysift
