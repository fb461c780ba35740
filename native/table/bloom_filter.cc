#include "table/bloom_filter.h"

#include <bit>
#include <cstring>

namespace honeysift {

namespace {

constexpr uint64_t kPrime1 = 0x9e3779b185ebca87u;
constexpr uint64_t kPrime2 = 0xc2b2ae3d27d4eb4fu;
constexpr uint64_t kPrime3 = 0x165667b19e3779f9u;
constexpr uint64_t kPrime4 = 0x85ebca77c2b2ae63u;
constexpr uint64_t kPrime5 = 0x27d4eb2f165667c5u;

constexpr uint32_t kSalts[8] = {0x47b6137bu, 0x44974d91u, 0x8824ad5bu, 0xa2b7289du,
                                0x705495c7u, 0x2df1424bu, 0x9efc4947u, 0x5c6bfb31u};

// Bits of the filter a value, at least: with 8 bits set for each value, one in 100 mistaken.
constexpr size_t kBitsOfValue = 11;
constexpr size_t kMostBytes = size_t{1} << 20;

template <typename T>
T load(const char* at) noexcept {
  T value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

uint64_t round_of(uint64_t state, uint64_t input) noexcept {
  return std::rotl(state + input * kPrime2, 31) * kPrime1;
}

uint64_t merge_round(uint64_t hash, uint64_t state) noexcept {
  return (hash ^ round_of(0, state)) * kPrime1 + kPrime4;
}

}  // namespace

uint64_t xxh64(std::string_view bytes) noexcept {
  const char* at = bytes.data();
  size_t left = bytes.size();
  uint64_t hash = kPrime5;
  if (left >= 32) {
    uint64_t states[4] = {kPrime1 + kPrime2, kPrime2, 0, 0 - kPrime1};
    for (; left >= 32; left -= 32) {
      for (uint64_t& state : states) {
        state = round_of(state, load<uint64_t>(at));
        at += 8;
      }
    }
    hash = std::rotl(states[0], 1) + std::rotl(states[1], 7) + std::rotl(states[2], 12) +
           std::rotl(states[3], 18);
    for (const uint64_t state : states) hash = merge_round(hash, state);
  }
  hash += bytes.size();
  for (; left >= 8; left -= 8, at += 8)
    hash = std::rotl(hash ^ round_of(0, load<uint64_t>(at)), 27) * kPrime1 + kPrime4;
  if (left >= 4) {
    hash = std::rotl(hash ^ load<uint32_t>(at) * kPrime1, 23) * kPrime2 + kPrime3;
    at += 4;
    left -= 4;
  }
  for (; left > 0; --left, ++at)
    hash = std::rotl(hash ^ static_cast<uint8_t>(*at) * kPrime5, 11) * kPrime1;
  hash = (hash ^ hash >> 33) * kPrime2;
  hash = (hash ^ hash >> 29) * kPrime3;
  return hash ^ hash >> 32;
}

void BloomFilter::reset(size_t values) {
  size_t bytes = kBlockWords * sizeof(uint32_t);
  while (bytes * 8 < values * kBitsOfValue && bytes < kMostBytes) bytes *= 2;
  words_.assign(bytes / sizeof(uint32_t), 0);
}

size_t BloomFilter::block_of(uint64_t hash) const noexcept {
  const uint64_t blocks = words_.size() / kBlockWords;
  return static_cast<size_t>((hash >> 32) * blocks >> 32) * kBlockWords;
}

void BloomFilter::add(std::string_view value) noexcept {
  const uint64_t hash = xxh64(value);
  uint32_t* block = words_.data() + block_of(hash);
  for (size_t i = 0; i < kBlockWords; ++i)
    block[i] |= uint32_t{1} << (static_cast<uint32_t>(hash) * kSalts[i] >> 27);
}

bool BloomFilter::may_hold(std::string_view value) const noexcept {
  const uint64_t hash = xxh64(value);
  const uint32_t* block = words_.data() + block_of(hash);
  for (size_t i = 0; i < kBlockWords; ++i) {
    const uint32_t bit = uint32_t{1} << (static_cast<uint32_t>(hash) * kSalts[i] >> 27);
    if ((block[i] & bit) == 0) return false;
  }
  return true;
}

Bytes BloomFilter::bytes() const {
  Bytes bytes;
  bytes.reserve(words_.size() * sizeof(uint32_t));
  for (const uint32_t word : words_)
    for (unsigned i = 0; i < 4; ++i) bytes.push_back(static_cast<uint8_t>(word >> (8 * i)));
  return bytes;
}

}  // namespace honeysift
