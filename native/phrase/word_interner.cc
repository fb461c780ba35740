#include "phrase/word_interner.h"

#include <chrono>
#include <cstring>

namespace honeysift::phrase {
namespace {

constexpr uint64_t kOdd = 0x9E3779B97F4A7C15u;
constexpr size_t kFirstSlots = 64;

uint64_t mix(uint64_t x) noexcept {
  x ^= x >> 32;
  x *= 0xD6E8FEB86659FD93u;
  x ^= x >> 32;
  return x;
}

uint64_t process_seed() noexcept {
  static const uint64_t seed = mix(
      static_cast<uint64_t>(std::chrono::high_resolution_clock::now().time_since_epoch().count()) ^
      reinterpret_cast<uintptr_t>(&kOdd));
  return seed;
}

}  // namespace

WordInterner::WordInterner() : slots_(kFirstSlots, Slot{0, 0, kFree}), mask_(kFirstSlots - 1) {}

void WordInterner::grow() {
  std::vector<Slot> larger(slots_.size() * 4, Slot{0, 0, kFree});
  mask_ = larger.size() - 1;
  for (const Slot& slot : slots_) {
    if (slot.number == kFree) continue;
    size_t at = (uint64_t{slot.hash} << 32 | slot.low_hash) & mask_;
    while (larger[at].number != kFree) at = (at + 1) & mask_;
    larger[at] = slot;
  }
  slots_.swap(larger);
}

uint64_t hash_word(const void* bytes, size_t size) noexcept {
  const char* at = static_cast<const char*>(bytes);
  uint64_t hash = process_seed() ^ (size * kOdd);
  while (size >= 8) {
    uint64_t chunk;
    std::memcpy(&chunk, at, 8);
    hash = mix(hash ^ chunk) * kOdd;
    at += 8;
    size -= 8;
  }
  uint64_t tail = 0;
  if (size > 0) std::memcpy(&tail, at, size);
  return mix(hash ^ tail) * kOdd;
}

}  // namespace honeysift::phrase
