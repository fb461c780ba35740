// One text against many packed words, on every instruction set, against the
// textbook.
#include <cstdio>
#include <random>
#include <vector>

#include "phrase/word_lanes.h"
#include "reference/levenshtein.h"

namespace {

using honeysift::phrase::WordLanes;
using honeysift::phrase::WordTable;
using Bytes = std::vector<uint8_t>;

int failures = 0;

struct Words {
  Bytes bytes;
  std::vector<uint32_t> offsets{0};

  void add(const Bytes &word) {
    bytes.insert(bytes.end(), word.begin(), word.end());
    offsets.push_back(static_cast<uint32_t>(bytes.size()));
  }
  size_t size() const { return offsets.size() - 1; }
  WordTable table() const {
    WordTable table;
    table.bytes = bytes.data();
    table.starts = offsets.data();
    table.ends = offsets.data() + 1;
    table.size = size();
    return table;
  }
};

Bytes random_word(std::mt19937 &random, size_t longest, unsigned first,
                  unsigned alphabet) {
  Bytes word(random() % (longest + 1));
  for (auto &c : word)
    c = static_cast<uint8_t>(first + random() % alphabet);
  return word;
}

void check(const Words &words, const std::vector<uint32_t> &ids,
           const Bytes &text) {
  for (const bool is_portable : {false, true}) {
    WordLanes lanes;
    if (is_portable)
      lanes.stay_portable();
    std::vector<uint32_t> slots;
    lanes.pack(words.table(), ids, slots);
    std::vector<uint32_t> out(lanes.size());
    if (!lanes.distances(text, nullptr, out.data()))
      ++failures;
    for (size_t k = 0; k < ids.size(); ++k) {
      const auto word = words.table().byte_word(ids[k]);
      const size_t wanted =
          honeysift::reference::levenshtein<uint8_t>(text, word);
      if (out[slots[k]] == wanted)
        continue;
      ++failures;
      std::printf("portable %d: got %u, wanted %zu, lengths %zu and %zu\n",
                  is_portable, out[slots[k]], wanted, text.size(), word.size());
    }
  }
}

} // namespace

int main() {
  std::mt19937 random(64);
  for (const size_t longest : {size_t{3}, size_t{8}, size_t{9}, size_t{16},
                               size_t{33}, size_t{64}, size_t{90}}) {
    for (const unsigned alphabet : {2u, 26u, 256u}) {
      for (const size_t count :
           {size_t{1}, size_t{7}, size_t{64}, size_t{65}, size_t{200}}) {
        Words words;
        words.add({});
        while (words.size() < count + 1)
          words.add(random_word(random, longest, 0, alphabet));
        std::vector<uint32_t> ids;
        for (size_t k = 0; k < count; ++k)
          ids.push_back(static_cast<uint32_t>(random() % words.size()));
        check(words, ids, random_word(random, longest, 0, alphabet));
        check(words, ids, random_word(random, 300, 0, alphabet));
        check(words, ids, {});
      }
    }
  }
  return failures == 0 ? 0 : 1;
}
