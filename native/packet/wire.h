// Unaligned loads in wire byte order. Callers own the bounds: pointers come from LayerBytes::take
// or a checked length.
#pragma once

#include <cstdint>

namespace honeysift {

inline uint16_t load_be16(const uint8_t* p) noexcept {
  return static_cast<uint16_t>(p[0] << 8 | p[1]);
}
inline uint16_t load_le16(const uint8_t* p) noexcept {
  return static_cast<uint16_t>(p[1] << 8 | p[0]);
}
inline uint32_t load_be32(const uint8_t* p) noexcept {
  return uint32_t{p[0]} << 24 | uint32_t{p[1]} << 16 | uint32_t{p[2]} << 8 | p[3];
}
inline uint32_t load_le32(const uint8_t* p) noexcept {
  return uint32_t{p[3]} << 24 | uint32_t{p[2]} << 16 | uint32_t{p[1]} << 8 | p[0];
}
inline uint16_t load_u16(const uint8_t* p, bool big_endian) noexcept {
  return big_endian ? load_be16(p) : load_le16(p);
}
inline uint32_t load_u32(const uint8_t* p, bool big_endian) noexcept {
  return big_endian ? load_be32(p) : load_le32(p);
}
inline uint64_t load_u64(const uint8_t* p, bool big_endian) noexcept {
  const uint64_t first = load_u32(p, big_endian);
  const uint64_t second = load_u32(p + 4, big_endian);
  return big_endian ? first << 32 | second : second << 32 | first;
}

}  // namespace honeysift
