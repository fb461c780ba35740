// Groups items by a small key, in two passes and without comparing.
#pragma once

#include <cstdint>
#include <vector>

namespace honeysift {

// Afterwards `begin[k] .. begin[k + 1]` are the places of the items with key_of(i) == k, ascending
// in i; place(i, at) is told where item i goes. Keys are below `keys`.
template <typename KeyOf, typename Place>
void place_by_key(size_t count, size_t keys, KeyOf key_of, std::vector<uint32_t>& begin,
                  Place place) {
  // One element further on, begin[k + 1] first is where key k begins and in the end where it ends.
  begin.assign(keys + 2, 0);
  for (size_t i = 0; i < count; ++i) ++begin[key_of(i) + 2];
  for (size_t k = 2; k < keys + 2; ++k) begin[k] += begin[k - 1];
  for (size_t i = 0; i < count; ++i) place(i, begin[key_of(i) + 1]++);
  begin.pop_back();
}

// Afterwards the i with key_of(i) == k are order[begin[k] .. begin[k + 1]), ascending.
template <typename KeyOf>
void counting_sort(size_t count, size_t keys, KeyOf key_of, std::vector<uint32_t>& begin,
                   std::vector<uint32_t>& order) {
  order.resize(count);
  place_by_key(count, keys, key_of, begin,
               [&](size_t i, uint32_t at) { order[at] = static_cast<uint32_t>(i); });
}

}  // namespace honeysift
