// Flows and probe counts are found by an index of the newest day alone, until a day comes back:
// against maps that find everything.
#include <cstdio>
#include <map>
#include <random>
#include <tuple>

#include "fingerprint/probe_counts.h"
#include "sources/flow_table.h"

namespace {

int failures = 0;

void expect(bool holds, const char* what, unsigned seed) {
  if (holds) return;
  ++failures;
  std::printf("%s, seed %u\n", what, seed);
}

// Days ascend, but for `strays` in a hundred.
int32_t next_day(std::mt19937& random, int step, unsigned strays) {
  const int day = step / 200;
  return random() % 100 < strays ? static_cast<int32_t>(random() % 8) - 2 : day;
}

void check_flows(unsigned seed, unsigned strays) {
  std::mt19937 random(seed);
  honeysift::FlowTable table;
  for (int round = 0; round < 2; ++round) {
    std::map<std::tuple<int32_t, uint16_t>, uint32_t> known;
    for (int step = 0; step < 2000; ++step) {
      honeysift::FlowKey key;
      key.day = next_day(random, step, strays);
      key.peer_port = static_cast<uint16_t>(random() % 300);
      const auto number = static_cast<uint32_t>(known.size());
      const auto [place, is_new] = known.emplace(std::tuple(key.day, key.peer_port), number);
      expect(table.find_or_add(key) == place->second, "a flow has another number", seed);
      expect(table[place->second].key() == key, "a flow has another key", seed);
    }
    expect(table.size() == known.size(), "flows are counted wrong", seed);
    table.clear();
    expect(table.size() == 0, "flows are left", seed);
  }
}

void check_counts(unsigned seed, unsigned strays) {
  std::mt19937 random(seed);
  honeysift::ProbeCounts counts;
  std::map<std::tuple<int32_t, uint32_t>, uint64_t> known;
  for (int step = 0; step < 2000; ++step) {
    honeysift::ProbeCount count;
    count.day = next_day(random, step, strays);
    count.signature = random() % 700;
    count.packets = 1 + random() % 3;
    uint64_t& packets = known[{count.day, count.signature}];
    packets += count.packets;
    expect(counts[counts.add(count)].packets == packets, "packets are counted wrong", seed);
  }
  expect(counts.size() == known.size(), "counts are kept twice", seed);
}

}  // namespace

int main() {
  for (unsigned seed = 0; seed < 40; ++seed) {
    const unsigned strays = seed % 4;
    check_flows(seed, strays);
    check_counts(seed, strays);
  }
  return failures == 0 ? 0 : 1;
}
