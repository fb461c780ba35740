#include "phrase/residual.h"

#include <algorithm>
#include <cstring>

namespace honeysift::phrase {
namespace {

constexpr size_t kCompared = 8;

bool are_equal(const uint32_t* a, const uint32_t* b) noexcept {
  uint64_t x[kCompared / 2];
  uint64_t y[kCompared / 2];
  std::memcpy(x, a, sizeof x);
  std::memcpy(y, b, sizeof y);
  return ((x[0] ^ y[0]) | (x[1] ^ y[1]) | (x[2] ^ y[2]) | (x[3] ^ y[3])) == 0;
}

void take_out_same_place(const WordList& a, const WordList& b, Residual& residual) {
  const size_t both = std::min(a.size, b.size);
  const size_t all = std::max(a.size, b.size);
  std::vector<uint32_t>& positions = residual.a.position;
  positions.resize(both);
  positions.resize(differing_places(a.ids, b.ids, both, positions.data()));
  for (size_t i = both; i < all; ++i) {
    if (a.at(i) != b.at(i)) positions.push_back(static_cast<uint32_t>(i));
  }
  residual.b.position = positions;
  for (const uint32_t i : positions) {
    residual.a.word.push_back(a.at(i));
    residual.b.word.push_back(b.at(i));
  }
}

void take_out_anywhere(const WordList& a, const WordList& b, size_t word_count,
                       Residual& residual) {
  const size_t all = std::max(a.size, b.size);
  std::vector<uint32_t>& count = residual.count;
  if (count.size() < word_count) count.resize(word_count);
  for (size_t i = 0; i < all; ++i) ++count[b.at(i)];
  for (size_t i = all; i-- > 0;) {
    const uint32_t word = a.at(i);
    if (count[word] > 0) {
      --count[word];
      continue;
    }
    residual.a.position.push_back(static_cast<uint32_t>(i));
    residual.a.word.push_back(word);
  }
  // count[w] is now how many of B's w found no partner: the lowest ones.
  for (size_t i = 0; i < all; ++i) {
    const uint32_t word = b.at(i);
    if (count[word] == 0) continue;
    --count[word];
    residual.b.position.push_back(static_cast<uint32_t>(i));
    residual.b.word.push_back(word);
  }
  std::reverse(residual.a.position.begin(), residual.a.position.end());
  std::reverse(residual.a.word.begin(), residual.a.word.end());
}

}  // namespace

size_t differing_places(const uint32_t* a, const uint32_t* b, size_t size, uint32_t* out) noexcept {
  size_t found = 0;
  size_t i = 0;
  for (; i + kCompared <= size; i += kCompared) {
    if (are_equal(a + i, b + i)) continue;
    for (size_t k = i; k < i + kCompared; ++k) {
      out[found] = static_cast<uint32_t>(k);
      found += a[k] != b[k] ? 1 : 0;
    }
  }
  for (; i < size; ++i) {
    out[found] = static_cast<uint32_t>(i);
    found += a[i] != b[i] ? 1 : 0;
  }
  return found;
}

void take_out_equal_words(const Options& options, const WordList& a, const WordList& b,
                          size_t word_count, Residual& residual) {
  residual.clear();
  if (options.position_cost > 0) {
    take_out_same_place(a, b, residual);
  } else {
    take_out_anywhere(a, b, word_count, residual);
  }
}

}  // namespace honeysift::phrase
