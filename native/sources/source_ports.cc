#include "sources/source_ports.h"

#include <algorithm>
#include <tuple>

namespace honeysift {

SourcePortFacts SourcePortReader::read(std::vector<SourcePortUse>& uses) {
  const auto in_order = [](const SourcePortUse& a, const SourcePortUse& b) {
    return std::tie(a.time, a.port) < std::tie(b.time, b.port);
  };
  if (!std::is_sorted(uses.begin(), uses.end(), in_order)) {
    std::sort(uses.begin(), uses.end(), in_order);
  }
  SourcePortFacts facts;
  facts.flows = static_cast<uint32_t>(uses.size());
  for (size_t i = 1; i < uses.size(); ++i) {
    const auto step = static_cast<uint16_t>(uses[i].port - uses[i - 1].port);
    facts.rising += step >= 1 && step <= kMostStep;
  }
  for (const SourcePortUse& use : uses) {
    uint64_t& word = seen_[use.port / 64];
    const uint64_t bit = uint64_t{1} << use.port % 64;
    facts.distinct += (word & bit) == 0;
    word |= bit;
  }
  for (const SourcePortUse& use : uses) seen_[use.port / 64] = 0;
  return facts;
}

}  // namespace honeysift
