// The encodings of Parquet that the tables use. Each appends whole bytes. May throw std::bad_alloc.
// https://parquet.apache.org/docs/file-format/data-pages/encodings/
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace honeysift {

using Bytes = std::vector<uint8_t>;

void append_varint(Bytes& out, uint64_t value);

constexpr uint64_t zigzag(int64_t value) noexcept {
  return static_cast<uint64_t>(value) << 1 ^ static_cast<uint64_t>(value >> 63);
}

// Bits needed for `most`; 0 for 0.
constexpr unsigned bit_width(uint64_t most) noexcept {
  return most == 0 ? 0u : 64u - static_cast<unsigned>(__builtin_clzll(most));
}

// RLE / bit-packed hybrid; every value fits `width` bits, 1 to 32. Without a length in front.
void append_hybrid(Bytes& out, std::span<const uint32_t> values, unsigned width);

// DELTA_BINARY_PACKED, blocks of 128 values in four miniblocks.
void append_delta(Bytes& out, std::span<const int64_t> values);

// PLAIN booleans: one bit each, the first in the lowest bit; values are 0 or 1.
void append_bits(Bytes& out, std::span<const uint8_t> values);

// PLAIN integers of `width` bytes, 4 or 8, little-endian.
void append_plain(Bytes& out, std::span<const int64_t> values, unsigned width);

// PLAIN byte array: its length in 4 bytes, then the bytes.
void append_byte_array(Bytes& out, std::span<const uint8_t> bytes);

}  // namespace honeysift
