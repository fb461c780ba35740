// Sorting by a number of a known width.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace honeysift::itemset {

// Two words that travel with a key.
struct KeyedEntry {
  uint64_t key;
  uint32_t first;
  uint32_t second;
};

// Keys ascending; no key is 2^bits or more. Entries of equal keys come in no certain order.
// `scratch` is memory to be used again.
void sort_by_key(std::span<KeyedEntry> entries, uint32_t bits, std::vector<KeyedEntry>& scratch);

}  // namespace honeysift::itemset
