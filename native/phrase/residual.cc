#include "phrase/residual.h"

#include <algorithm>
#include <cstring>

namespace honeysift::phrase {
namespace {

constexpr size_t kCompared = 8;

void take_out_same_place(const WordList& a, const WordList& b, Residual& residual) {
  const size_t both = std::min(a.size, b.size);
  const size_t all = std::max(a.size, b.size);
  const auto keep = [&](size_t i) {
    const uint32_t x = a.at(i);
    const uint32_t y = b.at(i);
    if (x == y) return;
    residual.a.position.push_back(static_cast<uint32_t>(i));
    residual.b.position.push_back(static_cast<uint32_t>(i));
    residual.a.word.push_back(x);
    residual.b.word.push_back(y);
  };
  size_t i = 0;
  for (; i + kCompared <= both; i += kCompared) {
    if (std::memcmp(a.ids + i, b.ids + i, kCompared * sizeof(uint32_t)) == 0) continue;
    for (size_t k = 0; k < kCompared; ++k) keep(i + k);
  }
  for (; i < all; ++i) keep(i);
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
