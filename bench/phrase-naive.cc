// The phrase distance by its definition, whole matrix and all; run by phrase-distance.bench.ts.
// Arguments: the set, then phrases two and two. Prints "distance microseconds" of each pair: the
// median of as many rounds as fit half a second, at least one.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include "reference/phrase_distance.h"

int main(int count, char** values) {
  using Clock = std::chrono::steady_clock;
  constexpr double kEnough = 5e5;
  for (int i = 2; i + 1 < count; i += 2) {
    std::vector<double> rounds;
    double distance = 0;
    for (double total = 0; total < kEnough && rounds.size() < 1000; total += rounds.back()) {
      const auto start = Clock::now();
      distance = honeysift::reference::phrase_distance(values[i], values[i + 1], values[1], {});
      rounds.push_back(std::chrono::duration<double, std::micro>(Clock::now() - start).count());
    }
    const auto middle = rounds.begin() + static_cast<std::ptrdiff_t>(rounds.size() / 2);
    std::nth_element(rounds.begin(), middle, rounds.end());
    std::printf("%.17g %.2f\n", distance, *middle);
  }
  return 0;
}
