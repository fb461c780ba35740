// Two words and a regime from the input: every way to their Levenshtein distance against the
// textbook.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "phrase/levenshtein.h"
#include "phrase/levenshtein_strips.h"
#include "phrase/word_lanes.h"
#include "reference/levenshtein.h"
#include "reference/levenshtein_ways.h"

namespace {

using namespace honeysift::phrase;
using Bytes = std::vector<uint8_t>;

void demand(size_t got, size_t wanted, const char* what, const Bytes& a, const Bytes& b,
            size_t cutoff) {
  if (got == wanted) return;
  std::fprintf(stderr, "%s: got %zu, wanted %zu, lengths %zu and %zu, cutoff %zu\n", what, got,
               wanted, a.size(), b.size(), cutoff);
  std::abort();
}

void check_lanes(const Bytes& a, const Bytes& b, size_t wanted) {
  // Both words and their halves, packed together.
  Bytes bytes = a;
  bytes.insert(bytes.end(), b.begin(), b.end());
  const uint32_t middle = static_cast<uint32_t>(a.size());
  const uint32_t end = static_cast<uint32_t>(bytes.size());
  const uint32_t starts[] = {0, 0, middle, middle / 2};
  const uint32_t ends[] = {0, middle, end, middle};
  WordTable table;
  table.bytes = bytes.data();
  table.starts = starts;
  table.ends = ends;
  table.size = 4;
  const uint32_t ids[] = {2, 0, 3, 1};
  for (size_t kernel = 0; kernel < lane_kernels().count; ++kernel) {
    WordLanes lanes;
    lanes.use_kernel(kernel);
    std::vector<uint32_t> slots;
    lanes.pack(table, ids, slots);
    std::vector<uint32_t> out(2 * lanes.size());
    const WordLanes::Text texts[] = {{a, out.data()}, {b, out.data() + lanes.size()}};
    lanes.distances(texts, nullptr);
    demand(out[slots[0]], wanted, "lanes", a, b, kernel);
    demand(out[lanes.size() + slots[3]], wanted, "lanes, other way round", a, b, kernel);
    demand(out[slots[1]], a.size(), "lanes, empty word", a, b, kernel);
  }
}

}  // namespace

// Byte 0: where the input is cut in two; byte 1: repetitions, to reach long words; byte 2: the
// cutoff.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 3 || size > 300) return 0;
  const size_t cut = 3 + (size - 3) * data[0] / 255;
  const size_t times = 1 + data[1] % 8;
  Bytes a, b;
  for (size_t k = 0; k < times; ++k) a.insert(a.end(), data + 3, data + cut);
  for (size_t k = 0; k < (data[1] & 8 ? times : 1); ++k) b.insert(b.end(), data + cut, data + size);

  const size_t wanted = honeysift::reference::levenshtein<uint8_t>(a, b);
  const size_t cutoff = data[2] < 200 ? wanted * data[2] / 100 : data[2] - 200;
  std::vector<uint32_t> wide_a, wide_b;
  for (const uint8_t c : a) wide_a.push_back(c * 0x101u);
  for (const uint8_t c : b) wide_b.push_back(c * 0x101u);
  demand(levenshtein(wide_a, wide_b), wanted, "code points", a, b, kNoCutoff);
  demand(levenshtein(a, b, cutoff), std::min(wanted, cutoff + 1), "cutoff", a, b, cutoff);
  demand(levenshtein(wide_b, wide_a, cutoff), std::min(wanted, cutoff + 1), "wide cutoff", a, b,
         cutoff);
  if (!a.empty() && !b.empty()) {
    const std::span<const uint8_t> one(a), other(b);
    demand(levenshtein_strips(one, other, wanted, nullptr), wanted, "tightest band", a, b, wanted);
    demand(levenshtein_strips(std::span<const uint32_t>(wide_b), std::span<const uint32_t>(wide_a),
                              kNoCutoff, nullptr),
           wanted, "wide strips", a, b, kNoCutoff);
  }
  honeysift::reference::for_every_way(a, b, [&](const char* way, size_t distance) {
    demand(distance, wanted, way, a, b, kNoCutoff);
  });
  check_lanes(a, b, wanted);
  return 0;
}
