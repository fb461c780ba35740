// Coverage of a stream against a plain array of bytes.
#include <algorithm>
#include <cstdio>
#include <random>
#include <vector>

#include "sources/coverage.h"

namespace {

constexpr int kSize = 60;
int failures = 0;

void expect(bool holds, const char* what, unsigned seed) {
  if (holds) return;
  ++failures;
  std::printf("%s, seed %u\n", what, seed);
}

uint32_t holes_of(const std::vector<bool>& seen, int base) {
  uint32_t holes = 0;
  bool any = false;
  for (int i = 0; i < kSize; ++i) {
    if (!seen[i] || (i > 0 && seen[i - 1])) continue;
    if (any || i > base) ++holes;
    any = true;
  }
  return holes;
}

void check(unsigned seed) {
  std::mt19937 random(seed);
  honeysift::Coverage coverage;
  std::vector<bool> seen(kSize, false);
  const int longest = 1 + static_cast<int>(random() % 12);
  for (int step = 0; step < 40; ++step) {
    const int begin = static_cast<int>(random() % kSize);
    const int end = std::min(kSize, begin + 1 + static_cast<int>(random() % longest));
    bool fresh = false;
    for (int i = begin; i < end; ++i) {
      fresh = fresh || !seen[i];
      seen[i] = true;
    }
    expect(coverage.add(begin, end) == fresh, "new bytes", seed);
    const int first = static_cast<int>(std::find(seen.begin(), seen.end(), true) - seen.begin());
    expect(coverage.first() == first, "first byte", seed);
    expect(coverage.holes(0) == holes_of(seen, 0), "holes", seed);
    expect(coverage.holes(first) == holes_of(seen, first), "holes behind the first byte", seed);
  }
}

}  // namespace

int main() {
  for (unsigned seed = 0; seed < 20000; ++seed) check(seed);
  expect(honeysift::Coverage().holes(0) == 0, "holes of nothing", 0);
  return failures == 0 ? 0 : 1;
}
