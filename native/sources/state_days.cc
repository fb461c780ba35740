#include "sources/state_days.h"

#include <algorithm>
#include <numeric>

#include "sources/aggregator.h"
#include "sources/counting_sort.h"

namespace honeysift {

StateDays::StateDays(const Aggregator& aggregator) : whole_(state_of(aggregator)) {
  const auto by_day = [](const Flow& a, const Flow& b) { return a.day < b.day; };
  if (!std::is_sorted(whole_.flows.begin(), whole_.flows.end(), by_day)) sort_flows();
  find_days();
  slice(whole_.events, events_begin_, sorted_events_);
  slice(whole_.bare_events, bare_begin_, sorted_bare_);
}

void StateDays::sort_flows() {
  const auto flows = whole_.flows;
  std::vector<uint32_t> order(flows.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(),
                   [&](uint32_t a, uint32_t b) { return flows[a].day < flows[b].day; });
  ranks_.resize(flows.size());
  sorted_flows_.reserve(flows.size());
  for (uint32_t i = 0; i < flows.size(); ++i) {
    ranks_[order[i]] = i;
    sorted_flows_.push_back(flows[order[i]]);
  }
  whole_.flows = sorted_flows_;
}

void StateDays::find_days() {
  for (uint32_t i = 0; i < whole_.flows.size(); ++i) {
    if (!days_.empty() && days_.back() == whole_.flows[i].day) continue;
    days_.push_back(whole_.flows[i].day);
    flows_begin_.push_back(i);
  }
  flows_begin_.push_back(static_cast<uint32_t>(whole_.flows.size()));
}

size_t StateDays::day_of_flow(uint32_t flow) const noexcept {
  const auto after = std::upper_bound(flows_begin_.begin(), flows_begin_.end(), flow);
  return static_cast<size_t>(after - flows_begin_.begin()) - 1;
}

// Where each day begins in a log of what belongs to flows; sorts the log when it is not by day, or
// the flows were not.
template <typename Item>
void StateDays::slice(std::span<const Item>& log, std::vector<uint32_t>& begin,
                      std::vector<Item>& sorted) {
  begin.assign(size() + 1, 0);
  size_t day = 0;
  bool in_order = ranks_.empty();
  for (size_t i = 0; i < log.size() && in_order; ++i) {
    const uint32_t flow = log[i].flow;
    while (flow >= flows_begin_[day + 1]) begin[++day] = static_cast<uint32_t>(i);
    in_order = flow >= flows_begin_[day];
  }
  if (in_order) {
    while (day < size()) begin[++day] = static_cast<uint32_t>(log.size());
    return;
  }
  const auto rank_of = [&](size_t i) { return ranks_.empty() ? log[i].flow : ranks_[log[i].flow]; };
  sorted.resize(log.size());
  place_by_key(
      log.size(), size(), [&](size_t i) { return day_of_flow(rank_of(i)); }, begin,
      [&](size_t i, uint32_t at) {
        sorted[at] = log[i];
        sorted[at].flow = rank_of(i);
      });
  log = sorted;
}

SourceState StateDays::state(size_t i) const noexcept {
  const auto part = [i](auto all, const std::vector<uint32_t>& begin) {
    return all.subspan(begin[i], begin[i + 1] - begin[i]);
  };
  SourceState state = whole_;
  state.flows = part(whole_.flows, flows_begin_);
  state.events = part(whole_.events, events_begin_);
  state.bare_events = part(whole_.bare_events, bare_begin_);
  state.first_flow = flows_begin_[i];
  return state;
}

}  // namespace honeysift
