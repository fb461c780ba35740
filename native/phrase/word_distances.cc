#include "phrase/word_distances.h"

#include <algorithm>
#include <new>
#include <utility>

namespace honeysift::phrase {
namespace {

constexpr size_t kFewestEntries = 256;
constexpr size_t kEntriesPerPair = 32;
constexpr size_t kMostEntries = size_t{1} << 15;
// The table takes a side below this power of two, and so many places for every pair of phrases.
constexpr size_t kLargestSide = 1024;
constexpr size_t kPlacesPerPair = 256;
// Longer words are compared up to a cutoff only, so their distances are not always known.
constexpr uint32_t kLongestRemembered = 64;

}  // namespace

WordDistances::WordDistances(const WordTable& words, CancelFlag cancel, size_t expected) noexcept
    : words_(words), cancel_(cancel) {
  size_t entries = kFewestEntries;
  while (entries < kMostEntries && entries / words.size < words.size &&
         entries / kEntriesPerPair < expected) {
    entries *= 2;
  }
  memo_.reset(new (std::nothrow) Entry[entries]());
  memo_mask_ = entries - 1;
  if (expected != SIZE_MAX) make_table(expected);
}

void WordDistances::make_table(size_t expected) noexcept {
  size_t side = 1;
  while (side < kLargestSide && side < words_.size &&
         side * side * 4 / kPlacesPerPair <= expected) {
    side *= 2;
  }
  // Zeros that nobody reads take no memory.
  table_.reset(static_cast<uint16_t*>(std::calloc(side * side, sizeof(uint16_t))));
  table_side_ = table_ ? side : 0;
}

uint32_t WordDistances::remember(uint32_t a, uint32_t b, size_t distance) noexcept {
  if ((a | b) < table_side_ && distance < UINT16_MAX) {
    table_[a * table_side_ + b] = table_[b * table_side_ + a] = static_cast<uint16_t>(distance + 1);
  }
  return static_cast<uint32_t>(distance);
}

uint32_t WordDistances::bounded(uint32_t a, uint32_t b, size_t cutoff) noexcept {
  if (a == b) return remember(a, b, 0);
  if (a > b) std::swap(a, b);
  const uint32_t shorter = std::min(words_.length(a), words_.length(b));
  const uint32_t longer = std::max(words_.length(a), words_.length(b));
  if (longer - shorter > cutoff) return longer - shorter;
  if (shorter == 0) return remember(a, b, longer);
  if (longer > kLongestRemembered || !memo_) return compute(a, b, cutoff);

  const uint64_t key = uint64_t{a} << 32 | b;  // never 0: b > a
  Entry& entry = memo_[(key * 0x9E3779B97F4A7C15u >> 40) & memo_mask_];
  if (entry.key != key) entry = {key, compute(a, b, kNoCutoff)};
  return entry.distance;
}

uint32_t WordDistances::compute(uint32_t a, uint32_t b, size_t cutoff) noexcept {
  const size_t distance =
      words_.bytes ? levenshtein(words_.byte_word(a), words_.byte_word(b), cutoff, cancel_)
                   : levenshtein(words_.point_word(a), words_.point_word(b), cutoff, cancel_);
  if (distance == kLevenshteinFailed) {
    status_ = is_cancelled(cancel_) ? Status::kCancelled : Status::kOutOfMemory;
    return 0;
  }
  return distance <= cutoff ? remember(a, b, distance) : static_cast<uint32_t>(distance);
}

}  // namespace honeysift::phrase
