// ns a pair of the C++ core alone; run by levenshtein.bench.ts. Answers are checked against the
// textbook.
#include <chrono>
#include <cstdio>
#include <random>
#include <vector>

#include "phrase/levenshtein.h"
#include "reference/levenshtein.h"

namespace {

using honeysift::phrase::levenshtein;
using Clock = std::chrono::steady_clock;
using Word = std::vector<uint8_t>;

constexpr size_t kWords = 256;

double ns_since(Clock::time_point start, size_t pairs) {
  return std::chrono::duration<double, std::nano>(Clock::now() - start).count() /
         static_cast<double>(pairs);
}

template <typename Distance>
double measure(const std::vector<Word>& words, size_t times, size_t& sum,
               const Distance& distance) {
  sum = 0;
  const auto start = Clock::now();
  for (size_t k = 0; k < times; ++k) {
    for (size_t i = 0; i + 1 < words.size(); ++i) sum += distance(words[i], words[i + 1]);
  }
  return ns_since(start, times * (words.size() - 1));
}

}  // namespace

int main() {
  std::mt19937 random(1);
  for (const size_t length : {8u, 16u, 32u, 60u, 300u, 1000u}) {
    std::vector<Word> words(kWords, Word(length));
    for (Word& word : words) {
      for (uint8_t& c : word) c = static_cast<uint8_t>('a' + random() % 26);
    }
    const size_t times = 200000 / (length * (1 + length / 64)) + 1;
    size_t sum = 0;
    size_t textbook_sum = 0;
    const double ours =
        measure(words, times, sum, [](const Word& a, const Word& b) { return levenshtein(a, b); });
    const double textbook = measure(words, 1, textbook_sum, [](const Word& a, const Word& b) {
      return honeysift::reference::levenshtein<uint8_t>(a, b);
    });
    if (sum != textbook_sum * times) return 1;
    std::printf("C++ core, length %4zu: %10.1f ns a pair, textbook %12.1f ns\n", length, ours,
                textbook);
  }
  return 0;
}
