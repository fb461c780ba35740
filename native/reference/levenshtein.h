// Textbook Levenshtein distance (Wagner and Fischer 1974), whole matrix. For tests and fuzzers
// only.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace honeysift::reference {

template <typename Char>
size_t levenshtein(std::span<const Char> a, std::span<const Char> b) {
  std::vector<std::vector<size_t>> d(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    for (size_t j = 1; j <= b.size(); ++j) {
      d[i][j] = std::min(
          {d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
    }
  }
  return d[a.size()][b.size()];
}

}  // namespace honeysift::reference
