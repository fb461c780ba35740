#include "itemset/key_sort.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace honeysift::itemset {
namespace {

constexpr uint32_t kMostDigitBits = 12;
constexpr size_t kSmallGroup = 512;

// One pass by a digit of the key; returns whether anything could move.
bool distribute(std::span<const KeyedEntry> from, std::span<KeyedEntry> to, uint32_t shift,
                uint32_t digit_bits) {
  std::array<uint32_t, size_t{1} << kMostDigitBits> starts;
  const size_t digits = size_t{1} << digit_bits;
  const uint64_t mask = digits - 1;
  std::fill_n(starts.begin(), digits, 0u);
  for (const KeyedEntry& entry : from) ++starts[(entry.key >> shift) & mask];
  uint32_t begin = 0;
  for (size_t digit = 0; digit < digits; ++digit) {
    if (starts[digit] == from.size()) return false;
    begin += std::exchange(starts[digit], begin);
  }
  for (const KeyedEntry& entry : from) to[starts[(entry.key >> shift) & mask]++] = entry;
  return true;
}

}  // namespace

void sort_by_key(std::span<KeyedEntry> entries, uint32_t bits, std::vector<KeyedEntry>& scratch) {
  if (entries.size() < kSmallGroup) {
    std::ranges::sort(entries, {}, &KeyedEntry::key);
    return;
  }
  scratch.resize(std::max(scratch.size(), entries.size()));
  std::span<KeyedEntry> from = entries;
  std::span<KeyedEntry> to(scratch.data(), entries.size());
  const uint32_t passes = std::max(1u, (bits + kMostDigitBits - 1) / kMostDigitBits);
  const uint32_t digit_bits = (bits + passes - 1) / passes;
  for (uint32_t shift = 0; shift < bits; shift += digit_bits) {
    if (distribute(from, to, shift, digit_bits)) std::swap(from, to);
  }
  if (from.data() != entries.data()) std::ranges::copy(from, entries.begin());
}

}  // namespace honeysift::itemset
