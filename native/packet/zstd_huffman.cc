#include "packet/zstd_huffman.h"

#include <bit>

#include "packet/zstd_bits.h"
#include "packet/zstd_fse.h"

namespace honeysift::zstd {

namespace {

constexpr int kMaxWeightAccuracy = 6;
constexpr size_t kMaxWeights = 255;

// Weights coded by two states in turn, until the bits run out. The result is how many, 0 when they
// are none.
size_t read_coded_weights(const uint8_t* bytes, size_t length,
                          std::span<uint8_t> weights) noexcept {
  FseTable table;
  const size_t header = table.read(bytes, length, kMaxWeightAccuracy, kMaxHuffmanBits + 1);
  if (header == 0 || header >= length) return 0;
  BackwardBits bits(bytes + header, length - header);
  uint32_t states[2];
  for (uint32_t& state : states) state = bits.read(table.accuracy());
  if (bits.left() < 0) return 0;
  size_t count = 0;
  for (size_t turn = 0;; turn ^= 1) {
    if (count + 2 > kMaxWeights) return 0;
    weights[count++] = table.symbol(states[turn]);
    states[turn] = table.next(states[turn], bits);
    if (bits.left() < 0) {
      weights[count++] = table.symbol(states[turn ^ 1]);
      return count;
    }
  }
}

}  // namespace

// The last weight is not stated: it makes the sum of 2^(weight - 1) a power of two.
bool HuffmanTable::build(std::span<uint8_t> weights, size_t given) noexcept {
  uint32_t sum = 0;
  for (size_t i = 0; i < given; ++i) {
    if (weights[i] > kMaxHuffmanBits) return false;
    if (weights[i] != 0) sum += 1u << (weights[i] - 1);
  }
  if (sum == 0) return false;
  max_bits_ = static_cast<int>(std::bit_width(sum));
  if (max_bits_ > kMaxHuffmanBits) return false;
  const uint32_t missing = (1u << max_bits_) - sum;
  if (!std::has_single_bit(missing)) return false;
  weights[given] = static_cast<uint8_t>(std::bit_width(missing));

  uint32_t at = 0;
  for (int weight = 1; weight <= max_bits_; ++weight) {
    for (size_t symbol = 0; symbol <= given; ++symbol) {
      if (weights[symbol] != weight) continue;
      const Entry entry{static_cast<uint8_t>(symbol), static_cast<uint8_t>(max_bits_ + 1 - weight)};
      for (uint32_t i = 0; i < 1u << (weight - 1); ++i) entries_[at++] = entry;
    }
  }
  return true;
}

size_t HuffmanTable::read(const uint8_t* bytes, size_t length) noexcept {
  usable_ = false;
  if (length == 0) return 0;
  std::array<uint8_t, kMaxSymbols> weights{};
  size_t given = 0;
  size_t taken = 0;
  if (bytes[0] < 128) {
    taken = 1 + size_t{bytes[0]};
    if (taken > length) return 0;
    given = read_coded_weights(bytes + 1, bytes[0], weights);
  } else {
    given = bytes[0] - 127u;
    taken = 1 + (given + 1) / 2;
    if (taken > length) return 0;
    for (size_t i = 0; i < given; ++i) {
      weights[i] = i % 2 == 0 ? bytes[1 + i / 2] >> 4 : bytes[1 + i / 2] & 15;
    }
  }
  usable_ = given != 0 && build(weights, given);
  return usable_ ? taken : 0;
}

bool HuffmanTable::decode(const uint8_t* bytes, size_t length, uint8_t* to,
                          size_t count) const noexcept {
  BackwardBits bits(bytes, length);
  for (size_t i = 0; i < count; ++i) {
    const Entry entry = entries_[bits.peek(max_bits_)];
    bits.skip(entry.bits);
    if (bits.left() < 0) return false;
    to[i] = entry.symbol;
  }
  return bits.left() == 0;
}

}  // namespace honeysift::zstd
