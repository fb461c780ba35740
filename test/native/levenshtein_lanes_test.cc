// One text against many packed words, on every instruction set, against the
// textbook.
#include <cstdio>
#include <random>
#include <vector>

#include "phrase/lane_kernels.h"
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

  void add(const Bytes& word) {
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

Bytes random_word(std::mt19937& random, size_t longest, unsigned first, unsigned alphabet) {
  Bytes word(random() % (longest + 1));
  for (auto& c : word) c = static_cast<uint8_t>(first + random() % alphabet);
  return word;
}

void check(const Words& words, const std::vector<uint32_t>& ids, const std::vector<Bytes>& texts) {
  for (size_t kernel = 0; kernel < honeysift::phrase::lane_kernels().count; ++kernel) {
    WordLanes lanes;
    lanes.use_kernel(kernel);
    std::vector<uint32_t> slots;
    lanes.pack(words.table(), ids, slots);
    std::vector<std::vector<uint32_t>> out(texts.size(), std::vector<uint32_t>(lanes.size()));
    std::vector<WordLanes::Text> work;
    for (size_t t = 0; t < texts.size(); ++t) work.push_back({texts[t], out[t].data()});
    if (!lanes.distances(work, nullptr)) ++failures;
    for (size_t t = 0; t < texts.size(); ++t) {
      for (size_t k = 0; k < ids.size(); ++k) {
        const auto word = words.table().byte_word(ids[k]);
        const size_t wanted = honeysift::reference::levenshtein<uint8_t>(texts[t], word);
        if (out[t][slots[k]] == wanted) continue;
        ++failures;
        std::printf("kernel %zu: got %u, wanted %zu, lengths %zu and %zu\n", kernel,
                    out[t][slots[k]], wanted, texts[t].size(), word.size());
      }
    }
  }
}

}  // namespace

int main() {
  std::mt19937 random(64);
  for (const size_t longest : {3u, 8u, 9u, 16u, 33u, 64u, 65u, 90u, 300u, 530u}) {
    for (const unsigned alphabet : {2u, 26u, 256u}) {
      for (const size_t count : {1u, 7u, 64u, 65u, 150u}) {
        if (longest > 64 && count > 7 && (count > 64 || alphabet == 26)) continue;
        Words words;
        words.add({});
        while (words.size() < count + 1) words.add(random_word(random, longest, 0, alphabet));
        std::vector<uint32_t> ids;
        for (size_t k = 0; k < count; ++k)
          ids.push_back(static_cast<uint32_t>(random() % words.size()));
        check(
            words, ids,
            {random_word(random, longest, 0, alphabet), {}, random_word(random, 100, 0, alphabet)});
      }
    }
  }
  return failures == 0 ? 0 : 1;
}
