#include "sources/source_builder.h"

#include <algorithm>
#include <cstring>
#include <tuple>

#include "sources/flow_reading.h"

namespace honeysift {

struct SourceBuilder::Totals {
  uint64_t packets = 0;
  uint64_t backscatter_packets = 0;
  uint32_t backscatter_flows = 0;
  uint64_t portless_packets = 0;
  uint64_t repeats = 0;  // retransmissions and copies
  uint64_t retransmissions = 0;
  uint32_t syns = 0;
  uint32_t data_segments = 0;
  uint32_t gaps = 0;
  int64_t first = kNever;
  int64_t last = std::numeric_limits<int64_t>::min();
};

namespace {

// Identifies a flow apart from its day.
auto flow_identity(const Flow& flow) noexcept {
  return std::make_tuple(flow.target, flow.protocol, flow.honeypot_port, flow.peer_port, flow.kind);
}

}  // namespace

void SourceBuilder::begin(const SourceState& state, size_t sources) {
  state_ = state;
  events_.begin(state);
  row_ = out_.count();
  out_.add_rows(sources);
}

void SourceBuilder::build(std::span<const uint32_t> flow_numbers) {
  Totals totals;
  hits_.clear();
  port_uses_.clear();
  every_hit_.clear();
  all_entries_.clear();
  phrase_.begin();
  collect_members(flow_numbers);
  for (const Member& member : members_) read_role_of(member, totals);
  sort_members();
  for (size_t at = 0; at < order_.size();) {
    const uint16_t honeypot = members_[static_cast<uint32_t>(order_[at])].honeypot;
    uint64_t packets = 0;
    uint64_t repeats = 0;
    int64_t first_ns = kNever;
    int64_t last_ns = std::numeric_limits<int64_t>::min();
    for (; at < order_.size(); ++at) {
      const Member& member = members_[static_cast<uint32_t>(order_[at])];
      if (member.honeypot != honeypot) break;
      packets += member.flow->packets_in;
      first_ns = std::min(first_ns, member.first_in);
      last_ns = std::max(last_ns, member.flow->last_in);
      repeats += read_events_of(member, totals);
    }
    out_.target_honeypot.push_back(honeypot);
    out_.target_packets.push_back(static_cast<double>(packets));
    out_.target_canonical.push_back(static_cast<double>(packets - repeats));
    out_.target_first_ns.push_back(first_ns);
    out_.target_last_ns.push_back(last_ns);
    totals.first = std::min(totals.first, first_ns);
    totals.last = std::max(totals.last, last_ns);
    totals.packets += packets;
    totals.repeats += repeats;
  }
  if (options_.order == PhraseOrder::kTime) {
    std::stable_sort(all_entries_.begin(), all_entries_.end(),
                     [](const PhraseEntry& a, const PhraseEntry& b) { return a.time < b.time; });
    for (const PhraseEntry& entry : all_entries_) phrase_.add(entry.payload);
  }
  write_row(totals);
}

void SourceBuilder::collect_members(std::span<const uint32_t> flow_numbers) {
  members_.clear();
  all_flows_.clear();
  member_numbers_.clear();
  if (options_.mode == SourceMode::kGap25h) {
    join_days(flow_numbers);
  } else {
    for (const uint32_t number : flow_numbers) {
      member_numbers_.push_back(number);
      add_member(state_.flows[number], 1);
    }
  }
}

// Phrase order: by honeypot, then first inbound packet, ties by protocol, ports and address. Flows
// are numbered as they come, so that they mostly stand in order of time.
void SourceBuilder::sort_members() {
  const auto is_not_earlier = [](const Member& a, const Member& b) {
    return a.first_in >= b.first_in;
  };
  if (std::adjacent_find(members_.begin(), members_.end(), is_not_earlier) != members_.end()) {
    std::sort(members_.begin(), members_.end(), [](const Member& a, const Member& b) {
      if (a.first_in != b.first_in) return a.first_in < b.first_in;
      const Flow& left = *a.flow;
      const Flow& right = *b.flow;
      return std::tie(left.protocol, left.honeypot_port, left.peer_port, left.kind, left.target) <
             std::tie(right.protocol, right.honeypot_port, right.peer_port, right.kind,
                      right.target);
    });
  }
  order_.clear();
  for (size_t i = 0; i < members_.size(); ++i) {
    order_.push_back(uint64_t{members_[i].honeypot} << 32 | i);
  }
  if (!std::is_sorted(order_.begin(), order_.end())) std::sort(order_.begin(), order_.end());
}

// The flow that the last `numbers` of member_numbers_ make.
void SourceBuilder::add_member(const Flow& flow, size_t numbers) {
  all_flows_.push_back(&flow);
  if (flow.packets_in == 0) return;
  const auto end = static_cast<uint32_t>(member_numbers_.size());
  members_.push_back({flow.first_in, &flow, end - static_cast<uint32_t>(numbers), end,
                      options_.target_honeypot[flow.target]});
}

void SourceBuilder::join_days(std::span<const uint32_t> flow_numbers) {
  const auto& flows = state_.flows;
  numbers_.assign(flow_numbers.begin(), flow_numbers.end());
  std::sort(numbers_.begin(), numbers_.end(), [&](uint32_t a, uint32_t b) {
    const auto left = flow_identity(flows[a]);
    const auto right = flow_identity(flows[b]);
    return left != right ? left < right : flows[a].day < flows[b].day;
  });
  joined_.clear();
  joined_.reserve(numbers_.size());  // members point into it
  for (size_t begin = 0; begin < numbers_.size();) {
    Flow flow = flows[numbers_[begin]];
    size_t end = begin + 1;
    member_numbers_.push_back(numbers_[begin]);
    while (end < numbers_.size() && flow_identity(flows[numbers_[end]]) == flow_identity(flow)) {
      flow.absorb(flows[numbers_[end]]);
      member_numbers_.push_back(numbers_[end++]);
    }
    joined_.push_back(flow);
    add_member(joined_.back(), end - begin);
    begin = end;
  }
}

void SourceBuilder::read_role_of(const Member& member, Totals& totals) {
  const Flow& flow = *member.flow;
  const bool ports = flow.kind == PortKind::kPorts;
  const PortHit hit{flow.first_in, flow.protocol, ports ? flow.honeypot_port : uint16_t{0}};
  switch (read_role(flow, all_flows_)) {
    case FlowRole::kAttack:
      add_port_hit(hits_, hit);
      if (ports) port_uses_.push_back({flow.first_in, flow.peer_port});
      break;
    case FlowRole::kBackscatter:
      totals.backscatter_packets += flow.packets_in;
      ++totals.backscatter_flows;
      add_port_hit(every_hit_, hit);
      break;
    case FlowRole::kPortless:
      totals.portless_packets += flow.packets_in;
      break;
    case FlowRole::kAnswer:
      break;
  }
}

// Adds what the flow's events say to the totals and to the phrase; returns how many of its packets
// are no canonical ones.
uint32_t SourceBuilder::read_events_of(const Member& member, Totals& totals) {
  const auto numbers =
      std::span(member_numbers_)
          .subspan(member.numbers_begin, member.numbers_end - member.numbers_begin);
  const FlowCounts counts = events_.read(*member.flow, numbers);
  totals.syns += counts.stream.syns;
  totals.data_segments += counts.stream.data_segments;
  totals.gaps += counts.stream.gaps;
  totals.retransmissions += counts.stream.retransmissions;
  if (counts.cut) phrase_.mark_cut();
  const auto entries = events_.entries();
  if (options_.order == PhraseOrder::kTime) {
    all_entries_.insert(all_entries_.end(), entries.begin(), entries.end());
  } else {
    for (const PhraseEntry& entry : entries) phrase_.add(entry.payload);
  }
  return counts.stream.retransmissions + counts.copies;
}

void SourceBuilder::write_row(const Totals& totals) {
  const bool backscatter = totals.backscatter_packets > 0 &&
                           totals.backscatter_packets + totals.portless_packets == totals.packets;
  write_port_sequence(backscatter ? every_hit_ : hits_, text_);
  const SourcePortFacts source_ports = port_reader_.read(port_uses_);
  const Flow& any = *members_.front().flow;
  int64_t day = totals.first / kNsPerDay;
  if (totals.first % kNsPerDay < 0) --day;
  const size_t row = row_++;
  std::memcpy(&out_.address[16 * row], &any.peer, 16);
  out_.day[row] = static_cast<int32_t>(day);
  out_.first_ns[row] = totals.first;
  out_.last_ns[row] = totals.last;
  out_.packets[row] = static_cast<double>(totals.packets);
  out_.canonical_packets[row] = static_cast<double>(totals.packets - totals.repeats);
  out_.target_offsets[row + 1] = static_cast<uint32_t>(out_.target_honeypot.size());
  out_.sequence[row] = out_.sequences.intern(text_);
  out_.phrase[row] = out_.phrases.intern(phrase_.text());
  out_.phrase_cut[row] = phrase_.is_cut() ? 1 : 0;
  out_.backscatter[row] = backscatter ? 1 : 0;
  out_.backscatter_flows[row] = totals.backscatter_flows;
  out_.syn_packets[row] = totals.syns;
  out_.data_segments[row] = totals.data_segments;
  out_.retransmissions[row] = static_cast<uint32_t>(totals.retransmissions);
  out_.sequence_gaps[row] = totals.gaps;
  out_.port_flows[row] = source_ports.flows;
  out_.source_ports[row] = source_ports.distinct;
  out_.rising_source_ports[row] = source_ports.rising;
  out_.group[row] = options_.target_group[any.target];
  const bool lone = members_.size() == 1 && totals.syns == totals.packets &&
                    totals.packets - totals.repeats == 1 && totals.data_segments == 0;
  if (lone) {
    const Member& member = members_.front();
    lone_syns_.push_back({out_.day[row], member.honeypot, member.flow->honeypot_port, totals.first,
                          static_cast<uint32_t>(row)});
  }
}

}  // namespace honeysift
