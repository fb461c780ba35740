#include "reference/phrase_distance.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "reference/levenshtein.h"

namespace honeysift::reference {
namespace {

using phrase::Matching;
using phrase::Mode;
using phrase::Options;
using Words = std::vector<std::string>;
using Matrix = std::vector<std::vector<double>>;
using Partners = std::vector<size_t>;  // column of each row

constexpr size_t kFree = SIZE_MAX;

std::pair<Words, Words> cut(std::string rest, const std::string& set, bool is_module) {
  std::pair<Words, Words> lists;
  for (bool in_set = true; !rest.empty() && !(is_module && rest == "0"); in_set = !in_set) {
    const size_t end = in_set ? rest.find_first_not_of(set) : rest.find_first_of(set);
    const std::string word = rest.substr(0, end);
    (in_set ? lists.first : lists.second).push_back(word);
    rest.erase(0, word.size());
  }
  return lists;
}

Partners stable(const Matrix& m) {
  std::vector<std::pair<size_t, size_t>> pairs;
  for (size_t i = 0; i < m.size(); ++i) {
    for (size_t j = 0; j < m.size(); ++j) pairs.emplace_back(i, j);
  }
  std::sort(pairs.begin(), pairs.end(), [&](const auto& x, const auto& y) {
    const double cx = m[x.first][x.second], cy = m[y.first][y.second];
    return cx != cy ? cx < cy : x.first + x.second > y.first + y.second;
  });
  Partners column_of(m.size(), kFree), row_of(m.size(), kFree);
  for (const auto& [i, j] : pairs) {
    if (column_of[i] != kFree || row_of[j] != kFree) continue;
    column_of[i] = j;
    row_of[j] = i;
  }
  return column_of;
}

// Cheapest augmenting path after cheapest augmenting path (Bellman and Ford).
Partners assignment(const Matrix& m) {
  const size_t n = m.size();
  constexpr double kFar = std::numeric_limits<double>::infinity();
  Partners column_of(n, kFree), row_of(n, kFree);
  for (size_t added = 0; added < n; ++added) {
    std::vector<double> row_cost(n, kFar), column_cost(n, kFar);
    std::vector<size_t> came_from(n, kFree);
    for (size_t i = 0; i < n; ++i) {
      if (column_of[i] == kFree) row_cost[i] = 0;
    }
    for (bool changed = true; changed;) {
      changed = false;
      for (size_t i = 0; i < n; ++i) {
        for (size_t j = 0; j < n; ++j) {
          // A margin above rounding, so that no cycle looks cheaper than nothing.
          if (column_of[i] == j || row_cost[i] + m[i][j] >= column_cost[j] - 1e-12) continue;
          column_cost[j] = row_cost[i] + m[i][j];
          came_from[j] = i;
          if (row_of[j] != kFree) row_cost[row_of[j]] = column_cost[j] - m[row_of[j]][j];
          changed = true;
        }
      }
    }
    size_t j = kFree;
    for (size_t k = 0; k < n; ++k) {
      if (row_of[k] == kFree && (j == kFree || column_cost[k] < column_cost[j])) j = k;
    }
    while (j != kFree) {
      const size_t i = came_from[j];
      const size_t before = column_of[i];
      column_of[i] = j;
      row_of[j] = i;
      j = before;
    }
  }
  return column_of;
}

Partners module(const Matrix& m) {
  const size_t n = m.size();
  std::vector<std::vector<size_t>> wishes(n), perm(n);
  for (size_t k = 0; k < n; ++k) {
    wishes[k].resize(n);
    std::iota(wishes[k].begin(), wishes[k].end(), size_t{0});
    perm[k] = wishes[k];
    std::sort(wishes[k].begin(), wishes[k].end(),
              [&](size_t x, size_t y) { return m[k][x] != m[k][y] ? m[k][x] < m[k][y] : x > y; });
    std::sort(perm[k].begin(), perm[k].end(),
              [&](size_t x, size_t y) { return m[x][k] != m[y][k] ? m[x][k] > m[y][k] : x < y; });
  }
  Partners row_of(n, kFree), column_of(n, kFree);
  std::vector<size_t> made(n, 0), free_rows(n);
  std::iota(free_rows.begin(), free_rows.end(), size_t{0});
  while (!free_rows.empty()) {
    const size_t i = free_rows.back();
    const size_t j = wishes[i][made[i]++];
    const size_t k = row_of[j];
    if (k != kFree && perm[j][i] >= perm[j][k]) continue;
    free_rows.pop_back();
    if (k != kFree) free_rows.push_back(k);
    row_of[j] = i;
  }
  for (size_t j = 0; j < n; ++j) column_of[row_of[j]] = j;
  return column_of;
}

double list_distance(Words a, Words b, const Options& options) {
  const size_t shorter = std::min(a.size(), b.size());
  const size_t n = std::max(a.size(), b.size());
  if (n == 0) return 0;
  a.resize(n);
  b.resize(n);
  Matrix m(n, std::vector<double>(n));
  const auto bytes = [](const std::string& word) {
    return std::span(reinterpret_cast<const uint8_t*>(word.data()), word.size());
  };
  for (size_t i = 0; i < n; ++i) {
    for (size_t j = 0; j < n; ++j) {
      const double edits =
          static_cast<double>(levenshtein(bytes(a[i]), bytes(b[j]))) * options.string_cost;
      const double moves = static_cast<double>(i > j ? i - j : j - i) * options.position_cost;
      m[i][j] = edits + moves;
    }
  }
  const Partners column_of = options.matching == Matching::kStable       ? stable(m)
                             : options.matching == Matching::kAssignment ? assignment(m)
                                                                         : module(m);
  double sum = 0;
  double found = 0;
  for (size_t i = 0; i < n; ++i) {
    sum += m[i][column_of[i]];
    if (std::find(b.begin(), b.end(), a[i]) != b.end()) ++found;
  }
  return sum + options.exact_cost * std::abs(static_cast<double>(shorter) - found);
}

}  // namespace

double phrase_distance(const std::string& a, const std::string& b, const std::string& set,
                       const Options& options) {
  const bool is_module = options.matching == Matching::kModule;
  const auto lists_a = cut(a, set, is_module);
  const auto lists_b = cut(b, set, is_module);
  double sum = 0;
  if (options.mode != Mode::kComplementary)
    sum += list_distance(lists_a.first, lists_b.first, options);
  if (options.mode != Mode::kSet) sum += list_distance(lists_a.second, lists_b.second, options);
  return sum;
}

}  // namespace honeysift::reference
