// Tiles of words of one, two and many alphabets, with and without cutoffs, against the textbook.
#include "phrase/levenshtein_tile.h"

#include <cstdio>
#include <random>
#include <vector>

#include "phrase/utf16.h"
#include "reference/levenshtein.h"

namespace {

using namespace honeysift::phrase;

struct Words {
  std::vector<char16_t> units;
  std::vector<uint32_t> offsets{0};

  Utf16Words view() const { return {units, offsets}; }
  std::vector<uint32_t> points(size_t k) const {
    const std::span<const char16_t> word = view().word(k);
    std::vector<uint32_t> points(word.size());
    points.resize(to_code_points(word, points.data()));
    return points;
  }
};

Words random_words(std::mt19937& random, size_t most, size_t longest, unsigned alphabet) {
  Words words;
  for (size_t left = random() % (most + 1); left > 0; --left) {
    for (size_t length = random() % (longest + 1); length > 0; --length) {
      words.units.push_back(static_cast<char16_t>(random() % alphabet));
    }
    words.offsets.push_back(static_cast<uint32_t>(words.units.size()));
  }
  return words;
}

size_t wrong_ones(const Words& rows, const Words& columns, size_t cutoff) {
  const size_t width = columns.view().size();
  std::vector<uint32_t> out(rows.view().size() * width);
  if (levenshtein_tile(rows.view(), columns.view(), cutoff, out.data()) != Status::kOk) return 1;
  size_t wrong = 0;
  for (size_t at = 0; at < out.size(); ++at) {
    const std::vector<uint32_t> a = rows.points(at / width);
    const std::vector<uint32_t> b = columns.points(at % width);
    size_t wanted = honeysift::reference::levenshtein<uint32_t>(a, b);
    if (wanted > cutoff) wanted = cutoff + 1;
    if (out[at] == wanted) continue;
    ++wrong;
    std::printf("got %u, wanted %zu, lengths %zu and %zu\n", out[at], wanted, a.size(), b.size());
  }
  return wrong;
}

}  // namespace

int main() {
  std::mt19937 random(7);
  size_t wrong = 0;
  // Few characters, more than a byte names, and all there are, halves of pairs included.
  for (const unsigned alphabet : {3u, 300u, 0x10000u}) {
    for (int round = 0; round < 80; ++round) {
      const bool is_long = round % 15 == 0;
      const size_t longest = is_long ? 600 : 20;
      const Words rows = random_words(random, is_long ? 3 : 12, longest, alphabet);
      const Words columns = random_words(random, is_long ? 20 : 50, longest, alphabet);
      wrong += wrong_ones(rows, columns, round % 2 == 0 ? kNoCutoff : random() % 30);
    }
  }
  return wrong == 0 ? 0 : 1;
}
