// Groups numbers by a small key, in two passes and without comparing.
#pragma once

#include <cstdint>
#include <vector>

namespace honeysift {

// Afterwards the i with key_of(i) == k are order[begin[k] .. begin[k + 1]), ascending. Keys are
// below `keys`.
template <typename KeyOf>
void counting_sort(size_t count, size_t keys, KeyOf key_of, std::vector<uint32_t>& begin,
                   std::vector<uint32_t>& order) {
  begin.assign(keys + 1, 0);
  order.resize(count);
  for (size_t i = 0; i < count; ++i) ++begin[key_of(i) + 1];
  for (size_t k = 0; k < keys; ++k) begin[k + 1] += begin[k];
  std::vector<uint32_t> next(begin.begin(), begin.end());
  for (size_t i = 0; i < count; ++i) order[next[key_of(i)]++] = static_cast<uint32_t>(i);
}

}  // namespace honeysift
