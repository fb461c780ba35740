#include "sources/source_builder.h"

#include <algorithm>
#include <tuple>

#include "sources/counting_sort.h"
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
  uint32_t flows_in = 0;
  int64_t first = kNever;
  int64_t last = std::numeric_limits<int64_t>::min();
};

namespace {

// Identifies a flow apart from its day.
auto flow_identity(const Flow& flow) noexcept {
  return std::make_tuple(flow.target, flow.protocol, flow.honeypot_port, flow.peer_port, flow.kind);
}

bool is_stream(const Flow& flow) noexcept {
  return flow.protocol == kTcp && flow.kind == PortKind::kPorts;
}

// Flows of one port often follow each other: only the earliest counts.
void add_hit(std::vector<PortHit>& hits, const PortHit& hit) {
  if (!hits.empty() && hits.back().protocol == hit.protocol && hits.back().port == hit.port) {
    hits.back().time = std::min(hits.back().time, hit.time);
  } else {
    hits.push_back(hit);
  }
}

}  // namespace

void SourceBuilder::begin(const SourceState& state) {
  state_ = state;
  phrase_.take_payloads(state.payloads);
  counting_sort(
      state.events.size(), state.flows.size(), [&](size_t i) { return state.events[i].flow; },
      event_begin_, event_order_);
  counting_sort(
      state.bare_events.size(), state.flows.size(),
      [&](size_t i) { return state.bare_events[i].flow; }, bare_begin_, bare_order_);
}

void SourceBuilder::build(std::span<const uint32_t> flow_numbers) {
  collect_members(flow_numbers);
  Totals totals;
  hits_.clear();
  port_uses_.clear();
  every_hit_.clear();
  all_entries_.clear();
  phrase_.begin();
  for (size_t begin = 0; begin < members_.size();) {
    const uint16_t honeypot = members_[begin].honeypot;
    uint64_t packets = 0;
    uint64_t repeats = 0;
    int64_t first_ns = kNever;
    int64_t last_ns = std::numeric_limits<int64_t>::min();
    size_t end = begin;
    for (; end < members_.size() && members_[end].honeypot == honeypot; ++end) {
      packets += members_[end].flow->packets_in;
      first_ns = std::min(first_ns, members_[end].first_in);
      last_ns = std::max(last_ns, members_[end].flow->last_in);
      repeats += read_flow(members_[end], totals);
    }
    begin = end;
    out_.target_honeypot.push_back(honeypot);
    out_.target_packets.push_back(static_cast<double>(packets));
    out_.target_canonical.push_back(static_cast<double>(packets - repeats));
    out_.target_first_ns.push_back(first_ns);
    out_.target_last_ns.push_back(last_ns);
    totals.packets += packets;
    totals.repeats += repeats;
  }
  if (options_.order == PhraseOrder::kTime) {
    std::stable_sort(all_entries_.begin(), all_entries_.end(),
                     [](const Entry& a, const Entry& b) { return a.time < b.time; });
    for (const Entry& entry : all_entries_) phrase_.add(entry.payload);
  }
  write_row(totals);
}

// Members in phrase order: by honeypot, then first inbound packet, ties by protocol, ports and
// address.
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
  const auto in_order = [](const Member& a, const Member& b) {
    if (a.honeypot != b.honeypot) return a.honeypot < b.honeypot;
    if (a.first_in != b.first_in) return a.first_in < b.first_in;
    const Flow& left = *a.flow;
    const Flow& right = *b.flow;
    return std::tie(left.protocol, left.honeypot_port, left.peer_port, left.kind, left.target) <
           std::tie(right.protocol, right.honeypot_port, right.peer_port, right.kind, right.target);
  };
  if (!std::is_sorted(members_.begin(), members_.end(), in_order)) {
    std::sort(members_.begin(), members_.end(), in_order);
  }
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

// Events in order of time; what is equal in every field is one and the same, whatever its order.
void SourceBuilder::collect_events(const Member& member) {
  const auto& events = state_.events;
  const PayloadView& payloads = state_.payloads;
  events_.clear();
  for (uint32_t k = member.numbers_begin; k < member.numbers_end; ++k) {
    const uint32_t number = member_numbers_[k];
    for (uint32_t i = event_begin_[number]; i < event_begin_[number + 1]; ++i) {
      events_.push_back(events[event_order_[i]]);
    }
  }
  const auto in_order = [&](const Event& a, const Event& b) {
    if (a.time != b.time) return a.time < b.time;
    if (a.is_syn() != b.is_syn()) return a.is_syn();
    if (a.seq != b.seq) return a.seq < b.seq;
    if (a.length != b.length) return a.length < b.length;
    if (a.payload == b.payload) return false;
    if (a.payload >= payloads.size() || b.payload >= payloads.size()) return a.payload < b.payload;
    return payloads.compare(a.payload, b.payload) < 0;
  };
  if (!std::is_sorted(events_.begin(), events_.end(), in_order)) {
    std::sort(events_.begin(), events_.end(), in_order);
  }
}

// Adds what the flow says to the totals; returns how many of its packets are no canonical ones.
uint32_t SourceBuilder::read_flow(const Member& member, Totals& totals) {
  const Flow& flow = *member.flow;
  totals.first = std::min(totals.first, flow.first_in);
  totals.last = std::max(totals.last, flow.last_in);
  ++totals.flows_in;

  const FlowRole role = read_role(flow, all_flows_);
  const bool ports = flow.kind == PortKind::kPorts;
  const PortHit hit{flow.first_in, flow.protocol, ports ? flow.honeypot_port : uint16_t{0}};
  if (role == FlowRole::kAttack) {
    add_hit(hits_, hit);
    if (ports) port_uses_.push_back({flow.first_in, flow.peer_port});
  }
  if (role == FlowRole::kBackscatter) {
    totals.backscatter_packets += flow.packets_in;
    ++totals.backscatter_flows;
    add_hit(every_hit_, hit);
  }
  if (role == FlowRole::kPortless) totals.portless_packets += flow.packets_in;

  collect_events(member);
  weigh_payloads();
  places_.assign(events_.size(), {0, 0, true});
  uint32_t repeats = 0;
  if (is_stream(flow) && !events_.empty()) {
    const StreamCounts counts = read_tcp_stream(events_, places_);
    totals.syns += counts.syns;
    totals.data_segments += counts.data_segments;
    totals.gaps += counts.gaps;
    totals.retransmissions += counts.retransmissions;
    repeats = counts.retransmissions;
  }
  repeats += drop_copies(member);
  add_entries(member);
  return repeats;
}

// Which payloads lie beyond the flow's bound: the earliest ones are kept until their weight reaches
// it.
void SourceBuilder::weigh_payloads() {
  beyond_.assign(events_.size(), 0);
  uint64_t weight = 0;
  for (size_t i = 0; i < events_.size(); ++i) {
    const Event& event = events_[i];
    if (!event.has_payload()) continue;
    beyond_[i] = event.payload == Event::kDropped || weight >= state_.payload_bound;
    if (event.payload == Event::kDropped) continue;
    weight += payload_weight(static_cast<uint32_t>(state_.payloads.view(event.payload).size()));
  }
}

// Copies that the capture made; returns how many. Those of SYNs and of TCP data were counted as
// retransmissions. Of other payloads only those within the bound are judged, since the rest may
// have been dropped on arrival.
uint32_t SourceBuilder::drop_copies(const Member& member) {
  const uint32_t bare = count_bare_copies(member);
  if (options_.described) drop_bare_texts(member);
  if (is_stream(*member.flow)) return bare;
  likenesses_.clear();
  for (uint32_t i = 0; i < events_.size(); ++i) {
    const Event& event = events_[i];
    if (event.seq == Event::kUnique || event.is_bare() || beyond_[i] != 0) continue;
    // A text may tell copies apart; the payload behind it is part of `seq` then.
    const uint32_t payload = options_.described ? 0 : event.payload;
    likenesses_.push_back({event.seq, event.length, payload, event.time, i});
  }
  find_copies(likenesses_, copies_);
  for (const uint32_t i : copies_) places_[i].brings_new = false;
  return bare + static_cast<uint32_t>(copies_.size());
}

// The texts of packets that count_bare_copies() takes for copies.
void SourceBuilder::drop_bare_texts(const Member& member) {
  const bool stream = is_stream(*member.flow);
  likenesses_.clear();
  for (uint32_t i = 0; i < events_.size(); ++i) {
    const Event& event = events_[i];
    if (!event.is_bare() || beyond_[i] != 0) continue;
    if (!stream && event.seq == Event::kUnique) continue;
    likenesses_.push_back({event.wire_length(), 0, 0, event.time, i});
  }
  find_copies(likenesses_, copies_);
  for (const uint32_t i : copies_) places_[i].brings_new = false;
}

uint32_t SourceBuilder::count_bare_copies(const Member& member) {
  const auto& bare = state_.bare_events;
  likenesses_.clear();
  bool close = false;  // whether any two could be copies; times are in order as a rule
  int64_t before = kNever;
  for (uint32_t k = member.numbers_begin; k < member.numbers_end; ++k) {
    const uint32_t number = member_numbers_[k];
    for (uint32_t i = bare_begin_[number]; i < bare_begin_[number + 1]; ++i) {
      const BareEvent& event = bare[bare_order_[i]];
      const uint64_t apart = static_cast<uint64_t>(event.time) - static_cast<uint64_t>(before);
      close |= !likenesses_.empty() && (event.time < before || apart < uint64_t{kCopyWindowNs});
      before = event.time;
      likenesses_.push_back({event.digest, 0, 0, event.time, 0});
    }
  }
  if (!close) return 0;
  find_copies(likenesses_, copies_);
  return static_cast<uint32_t>(copies_.size());
}

// The payloads or texts of the flow within its bound, in order of its streams.
void SourceBuilder::add_entries(const Member& member) {
  entries_.clear();
  if ((member.flow->marks & kPayloadDropped) != 0) phrase_.mark_cut();
  for (size_t i = 0; i < events_.size(); ++i) {
    const Event& event = events_[i];
    if (!event.has_payload() || !places_[i].brings_new) continue;
    if (beyond_[i] != 0) {
      phrase_.mark_cut();
    } else {
      entries_.push_back({places_[i].connection, places_[i].offset, event.time, event.payload});
    }
  }
  if (entries_.size() > 1 && is_stream(*member.flow)) {
    std::stable_sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
      return a.connection != b.connection ? a.connection < b.connection : a.offset < b.offset;
    });
  }
  if (options_.order == PhraseOrder::kTime) {
    all_entries_.insert(all_entries_.end(), entries_.begin(), entries_.end());
  } else {
    for (const Entry& entry : entries_) phrase_.add(entry.payload);
  }
}

void SourceBuilder::write_row(const Totals& totals) {
  const bool backscatter = totals.backscatter_packets > 0 &&
                           totals.backscatter_packets + totals.portless_packets == totals.packets;
  write_port_sequence(backscatter ? every_hit_ : hits_, text_);
  const Flow& any = *members_.front().flow;
  uint8_t address[16];
  std::memcpy(address, &any.peer.high, 8);
  std::memcpy(address + 8, &any.peer.low, 8);
  out_.address.insert(out_.address.end(), address, address + 16);
  int64_t day = totals.first / kNsPerDay;
  if (totals.first % kNsPerDay < 0) --day;
  out_.day.push_back(static_cast<int32_t>(day));
  out_.first_ns.push_back(totals.first);
  out_.last_ns.push_back(totals.last);
  out_.packets.push_back(static_cast<double>(totals.packets));
  out_.canonical_packets.push_back(static_cast<double>(totals.packets - totals.repeats));
  out_.target_offsets.push_back(static_cast<uint32_t>(out_.target_honeypot.size()));
  out_.sequence.push_back(out_.sequences.intern(text_));
  out_.phrase.push_back(out_.phrases.intern(phrase_.text()));
  out_.phrase_cut.push_back(phrase_.is_cut() ? 1 : 0);
  out_.backscatter.push_back(backscatter ? 1 : 0);
  out_.backscatter_flows.push_back(totals.backscatter_flows);
  out_.syn_packets.push_back(totals.syns);
  out_.data_segments.push_back(totals.data_segments);
  out_.retransmissions.push_back(static_cast<uint32_t>(totals.retransmissions));
  out_.sequence_gaps.push_back(totals.gaps);
  const SourcePortFacts source_ports = read_source_ports(port_uses_);
  out_.port_flows.push_back(source_ports.flows);
  out_.source_ports.push_back(source_ports.distinct);
  out_.rising_source_ports.push_back(source_ports.rising);
  out_.group.push_back(options_.target_group[any.target]);
  note_lone_syn(totals);
}

void SourceBuilder::note_lone_syn(const Totals& totals) {
  const bool lone = totals.flows_in == 1 && totals.syns == totals.packets &&
                    totals.packets - totals.repeats == 1 && totals.data_segments == 0;
  if (!lone) return;
  const Member& member = members_.front();
  lone_syns_.push_back({out_.day.back(), member.honeypot, member.flow->honeypot_port, totals.first,
                        static_cast<uint32_t>(out_.count() - 1)});
}

}  // namespace honeysift
