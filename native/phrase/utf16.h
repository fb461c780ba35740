// JavaScript's strings as characters.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace honeysift::phrase {

inline bool is_latin1(std::span<const char16_t> units) noexcept {
  char16_t all = 0;
  for (const char16_t unit : units) all |= unit;
  return all < 256;
}

inline void narrow(std::span<const char16_t> units, uint8_t* out) noexcept {
  for (size_t i = 0; i < units.size(); ++i) out[i] = static_cast<uint8_t>(units[i]);
}

// Four units at a time.
inline bool has_surrogate(std::span<const char16_t> units) noexcept {
  constexpr uint64_t kOnes = 0x0001000100010001;
  uint64_t any = 0;
  const auto look_at = [&](const char16_t* four) {
    uint64_t x;
    std::memcpy(&x, four, sizeof x);
    x = (x & 0xf800 * kOnes) ^ 0xd800 * kOnes;
    any |= (x - kOnes) & ~x & 0x8000 * kOnes;  // where it is 0
  };
  size_t i = 0;
  for (; i + 4 <= units.size(); i += 4) look_at(units.data() + i);
  if (i < units.size()) {
    char16_t rest[4] = {};
    for (size_t k = 0; i < units.size(); ++i, ++k) rest[k] = units[i];
    look_at(rest);
  }
  return any != 0;
}

// Writes at most units.size() code points and says how many. A surrogate without its other half
// stands for itself.
inline size_t to_code_points(std::span<const char16_t> units, uint32_t* out) noexcept {
  size_t count = 0;
  for (size_t i = 0; i < units.size(); ++i) {
    const uint32_t unit = units[i];
    if (unit >= 0xD800 && unit < 0xDC00 && i + 1 < units.size() && units[i + 1] >= 0xDC00 &&
        units[i + 1] < 0xE000) {
      out[count++] = 0x10000 + ((unit - 0xD800) << 10) + (units[++i] - 0xDC00u);
    } else {
      out[count++] = unit;
    }
  }
  return count;
}

}  // namespace honeysift::phrase
