// ns a pair of the C++ core alone, one by one and many at once, beside the textbook and beside
// edlib where its header is at hand; run by levenshtein.bench.ts. Prints "length ours batch
// textbook edlib", medians of several rounds; edlib 0 without it. Answers are checked against each
// other.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

#include "phrase/levenshtein.h"
#include "phrase/word_lanes.h"
#include "reference/levenshtein.h"

#if !defined(HONEYSIFT_NO_EDLIB)
#if __has_include(<edlib.h>)
#include <edlib.h>
#define HONEYSIFT_EDLIB
#endif
#endif

namespace {

using honeysift::phrase::levenshtein;
using Clock = std::chrono::steady_clock;
using Word = std::vector<uint8_t>;

constexpr size_t kWords = 256;
constexpr size_t kRounds = 9;

double ns_since(Clock::time_point start, size_t pairs) {
  return std::chrono::duration<double, std::nano>(Clock::now() - start).count() /
         static_cast<double>(pairs);
}

// The median of kRounds rounds that go `times` over all neighbours.
template <typename Distance>
double measure(const std::vector<Word>& words, size_t times, size_t wanted,
               const Distance& distance) {
  std::vector<double> rounds;
  for (size_t round = 0; round < kRounds; ++round) {
    size_t sum = 0;
    const auto start = Clock::now();
    for (size_t k = 0; k < times; ++k) {
      for (size_t i = 0; i + 1 < words.size(); ++i) sum += distance(words[i], words[i + 1]);
    }
    rounds.push_back(ns_since(start, times * (words.size() - 1)));
    if (sum != wanted * times) {
      std::fprintf(stderr, "answers differ\n");
      std::exit(1);
    }
  }
  std::nth_element(rounds.begin(), rounds.begin() + kRounds / 2, rounds.end());
  return rounds[kRounds / 2];
}

size_t textbook(const Word& a, const Word& b) {
  return honeysift::reference::levenshtein<uint8_t>(a, b);
}

// All words against all, one word to a lane: ns a pair.
double measure_batch(const std::vector<Word>& words, size_t length, size_t times) {
  std::vector<uint8_t> bytes;
  std::vector<uint32_t> offsets, ids, slots;
  for (const Word& word : words) {
    ids.push_back(static_cast<uint32_t>(ids.size()));
    offsets.push_back(static_cast<uint32_t>(bytes.size()));
    bytes.insert(bytes.end(), word.begin(), word.end());
  }
  offsets.push_back(static_cast<uint32_t>(bytes.size()));
  honeysift::phrase::WordTable table;
  table.bytes = bytes.data();
  table.starts = offsets.data();
  table.ends = offsets.data() + 1;
  table.size = words.size();
  honeysift::phrase::WordLanes lanes;
  lanes.pack(table, ids, slots);
  std::vector<uint32_t> out(words.size() * lanes.size());
  std::vector<honeysift::phrase::WordLanes::Text> texts;
  for (const Word& word : words) texts.push_back({word, out.data() + texts.size() * lanes.size()});
  std::vector<double> rounds;
  for (size_t round = 0; round < kRounds; ++round) {
    const auto start = Clock::now();
    for (size_t k = 0; k < times; ++k) lanes.distances(texts, nullptr);
    rounds.push_back(ns_since(start, times * words.size() * words.size()));
  }
  for (size_t i = 0; i < words.size(); i += 7) {
    for (size_t j = 0; j < words.size(); ++j) {
      if (out[i * lanes.size() + slots[j]] == levenshtein(words[i], words[j])) continue;
      std::fprintf(stderr, "the batch differs at length %zu\n", length);
      std::exit(1);
    }
  }
  std::nth_element(rounds.begin(), rounds.begin() + kRounds / 2, rounds.end());
  return rounds[kRounds / 2];
}

#ifdef HONEYSIFT_EDLIB
size_t of_edlib(const Word& a, const Word& b) {
  const EdlibAlignResult result =
      edlibAlign(reinterpret_cast<const char*>(a.data()), static_cast<int>(a.size()),
                 reinterpret_cast<const char*>(b.data()), static_cast<int>(b.size()),
                 edlibDefaultAlignConfig());
  const size_t distance = static_cast<size_t>(result.editDistance);
  edlibFreeAlignResult(result);
  return distance;
}
#endif

}  // namespace

int main() {
  std::mt19937 random(1);
  for (const size_t length : {8u, 16u, 32u, 60u, 300u, 1000u}) {
    std::vector<Word> words(kWords, Word(length));
    for (Word& word : words) {
      for (uint8_t& c : word) c = static_cast<uint8_t>('a' + random() % 26);
    }
    size_t wanted = 0;
    const auto start = Clock::now();
    for (size_t i = 0; i + 1 < words.size(); ++i) wanted += textbook(words[i], words[i + 1]);
    const double textbook_ns = ns_since(start, words.size() - 1);
    const size_t times = 100000 / (length * (1 + length / 64)) + 1;
    const double ours = measure(words, times, wanted,
                                [](const Word& a, const Word& b) { return levenshtein(a, b); });
    double theirs = 0;
#ifdef HONEYSIFT_EDLIB
    theirs = measure(words, times / 16 + 1, wanted, of_edlib);
#endif
    const double batch = length > 512 ? 0 : measure_batch(words, length, 100 / length + 1);
    std::printf("%zu %.2f %.3f %.1f %.1f\n", length, ours, batch, textbook_ns, theirs);
  }
  return 0;
}
