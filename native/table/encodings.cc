#include "table/encodings.h"

#include <algorithm>
#include <cstring>

namespace honeysift {

namespace {

constexpr size_t kGroup = 8;
constexpr size_t kMiniblock = 32;
constexpr size_t kMiniblocks = 4;
constexpr size_t kBlock = kMiniblock * kMiniblocks;

void append_little_endian(Bytes& out, uint64_t value, unsigned width) {
  for (unsigned i = 0; i < width; ++i) out.push_back(static_cast<uint8_t>(value >> (8 * i)));
}

// `count` values of `width` bits each, the first in the lowest bits, the last byte filled with
// zeros; values beyond `values` are zeros.
template <typename T>
void append_packed(Bytes& out, std::span<const T> values, size_t count, unsigned width) {
  const size_t begin = out.size();
  const size_t size = (count * width + 7) / 8;
  out.resize(begin + size + sizeof(uint64_t));  // room to store whole words
  uint8_t* at = out.data() + begin;
  uint64_t word = 0;
  unsigned fill = 0;
  for (const T value : values) {
    const uint64_t bits = value;
    word |= bits << fill;
    fill += width;
    if (fill < 64) continue;
    std::memcpy(at, &word, sizeof word);
    at += sizeof word;
    fill -= 64;
    word = fill == 0 ? 0 : bits >> (width - fill);
  }
  if (fill > 0) std::memcpy(at, &word, sizeof word);
  out.resize(begin + size);
}

void append_literals(Bytes& out, std::span<const uint32_t> values, unsigned width) {
  if (values.empty()) return;
  const size_t groups = (values.size() + kGroup - 1) / kGroup;
  append_varint(out, groups << 1 | 1);
  append_packed(out, values, groups * kGroup, width);
}

}  // namespace

void append_varint(Bytes& out, uint64_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<uint8_t>(value | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<uint8_t>(value));
}

void append_hybrid(Bytes& out, std::span<const uint32_t> values, unsigned width) {
  size_t literals = 0;  // where those not yet written begin
  size_t at = 0;
  while (at < values.size()) {
    size_t end = at + 1;
    while (end < values.size() && values[end] == values[at]) ++end;
    // Literals come in whole groups: the first values of the run fill up the last one.
    const size_t filled = at + (kGroup - (at - literals) % kGroup) % kGroup;
    if (end >= filled + kGroup) {
      append_literals(out, values.subspan(literals, filled - literals), width);
      append_varint(out, (end - filled) << 1);
      append_little_endian(out, values[at], (width + 7) / 8);
      literals = end;
    }
    at = end;
  }
  append_literals(out, values.subspan(literals), width);
}

void append_delta(Bytes& out, std::span<const int64_t> values) {
  append_varint(out, kBlock);
  append_varint(out, kMiniblocks);
  append_varint(out, values.size());
  append_varint(out, zigzag(values.empty() ? 0 : values[0]));
  uint64_t deltas[kBlock];
  for (size_t begin = 1; begin < values.size(); begin += kBlock) {
    const size_t count = std::min(kBlock, values.size() - begin);
    int64_t least = INT64_MAX;
    for (size_t i = 0; i < count; ++i) {
      // Differences wrap around, here and in the reader.
      deltas[i] =
          static_cast<uint64_t>(values[begin + i]) - static_cast<uint64_t>(values[begin + i - 1]);
      least = std::min(least, static_cast<int64_t>(deltas[i]));
    }
    for (size_t i = 0; i < count; ++i) deltas[i] -= static_cast<uint64_t>(least);
    append_varint(out, zigzag(least));
    const size_t widths = out.size();
    out.resize(widths + kMiniblocks, 0);
    for (size_t mini = 0; mini * kMiniblock < count; ++mini) {
      const std::span<const uint64_t> part(deltas + mini * kMiniblock,
                                           std::min(kMiniblock, count - mini * kMiniblock));
      uint64_t bits = 0;
      for (const uint64_t delta : part) bits |= delta;
      const unsigned width = bit_width(bits);
      out[widths + mini] = static_cast<uint8_t>(width);
      if (width > 0) append_packed(out, part, kMiniblock, width);
    }
  }
}

void append_bits(Bytes& out, std::span<const uint8_t> values) {
  size_t at = out.size();
  out.resize(at + (values.size() + 7) / 8, 0);
  for (size_t i = 0; i < values.size(); ++i)
    out[at + i / 8] |= static_cast<uint8_t>(values[i] << i % 8);
}

void append_plain(Bytes& out, std::span<const int64_t> values, unsigned width) {
  size_t at = out.size();
  out.resize(at + values.size() * width);
  for (const int64_t value : values) {
    const auto bits = static_cast<uint64_t>(value);
    for (unsigned i = 0; i < width; ++i) out[at++] = static_cast<uint8_t>(bits >> (8 * i));
  }
}

void append_byte_array(Bytes& out, std::span<const uint8_t> bytes) {
  append_little_endian(out, bytes.size(), 4);
  out.insert(out.end(), bytes.begin(), bytes.end());
}

}  // namespace honeysift
