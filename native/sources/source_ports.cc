#include "sources/source_ports.h"

#include <algorithm>
#include <tuple>

namespace honeysift {

SourcePortFacts read_source_ports(std::vector<SourcePortUse>& uses) {
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
  const auto by_port = [](const SourcePortUse& a, const SourcePortUse& b) {
    return a.port < b.port;
  };
  if (!std::is_sorted(uses.begin(), uses.end(), by_port)) {
    std::sort(uses.begin(), uses.end(), by_port);
  }
  for (size_t i = 0; i < uses.size(); ++i) {
    facts.distinct += i == 0 || uses[i].port != uses[i - 1].port;
  }
  return facts;
}

}  // namespace honeysift
