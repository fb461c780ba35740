#include "sources/flow_events.h"

#include <algorithm>
#include <limits>

#include "sources/counting_sort.h"
#include "sources/plain_stream.h"

namespace honeysift {

namespace {

bool is_stream(const Flow& flow) noexcept {
  return flow.protocol == kTcp && flow.kind == PortKind::kPorts;
}

uint64_t apart(int64_t before, int64_t after) noexcept {
  return static_cast<uint64_t>(after) - static_cast<uint64_t>(before);
}

// Whether of two packets in this order the later may be a copy; false when both are in order and
// far enough apart.
bool may_be_copies(int64_t before, int64_t after) noexcept {
  return after < before || apart(before, after) < uint64_t{kCopyWindowNs};
}

}  // namespace

void FlowEvents::begin(const SourceState& state) {
  state_ = state;
  const auto& events = state.events;
  const uint32_t first = state.first_flow;
  if (by_flow_.size() < events.size()) by_flow_.resize(events.size());
  place_by_key(
      events.size(), state.flows.size(), [&](size_t i) { return events[i].flow - first; },
      event_begin_, [&](size_t i, uint32_t at) { by_flow_[at] = events[i]; });
  find_close_bares();
}

void FlowEvents::find_close_bares() {
  bare_begin_.clear();
  has_close_bares_.assign(state_.flows.size(), 0);
  last_bare_.assign(state_.flows.size(), std::numeric_limits<int64_t>::min());
  for (const BareEvent& event : state_.bare_events) {
    const uint32_t flow = event.flow - state_.first_flow;
    has_close_bares_[flow] |= may_be_copies(last_bare_[flow], event.time);
    last_bare_[flow] = event.time;
  }
}

FlowCounts FlowEvents::read(const Flow& flow, std::span<const uint32_t> numbers) {
  FlowCounts counts;
  if (numbers.size() == 1 && read_plainly(flow, numbers.front(), counts)) return counts;
  collect(numbers);
  weigh_payloads();
  places_.assign(events_.size(), {0, 0, true});
  counts = FlowCounts{};
  if (is_stream(flow) && !events_.empty()) counts.stream = read_tcp_stream(events_, places_);
  counts.copies = drop_copies(flow, numbers);
  add_entries(flow, counts);
  return counts;
}

// Most flows: nothing beyond the bound, every event later than the one before, no copies.
bool FlowEvents::read_plainly(const Flow& flow, uint32_t number, FlowCounts& counts) {
  const bool plain = !described_ && has_close_bares_[number] == 0 &&
                     flow.payload_weight < state_.payload_bound &&
                     (flow.marks & kPayloadDropped) == 0;
  if (!plain) return false;
  const auto events = std::span(by_flow_).subspan(event_begin_[number],
                                                  event_begin_[number + 1] - event_begin_[number]);
  fresh_.clear();
  entries_.clear();
  if (is_stream(flow)) {
    if (!read_plain_stream(events, counts.stream, fresh_)) return false;
  } else {
    for (size_t i = 0; i < events.size(); ++i) {
      if (i > 0 && may_be_copies(events[i - 1].time, events[i].time)) return false;
      fresh_.push_back(&events[i]);
    }
  }
  for (const Event* event : fresh_) {
    if (event->payload == Event::kDropped) return false;
    if (event->has_payload()) entries_.push_back({0, 0, event->time, event->payload});
  }
  return true;
}

// Events in order of time; what is equal in every field is one and the same, whatever its order.
void FlowEvents::collect(std::span<const uint32_t> numbers) {
  const PayloadView& payloads = state_.payloads;
  events_.clear();
  for (const uint32_t number : numbers) {
    events_.insert(events_.end(), by_flow_.begin() + event_begin_[number],
                   by_flow_.begin() + event_begin_[number + 1]);
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

// Which payloads lie beyond the flow's bound: the earliest ones are kept until their weight reaches
// it.
void FlowEvents::weigh_payloads() {
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
uint32_t FlowEvents::drop_copies(const Flow& flow, std::span<const uint32_t> numbers) {
  const uint32_t bare = count_bare_copies(numbers);
  if (described_) drop_bare_texts(flow);
  if (is_stream(flow)) return bare;
  likenesses_.clear();
  for (uint32_t i = 0; i < events_.size(); ++i) {
    const Event& event = events_[i];
    if (event.seq == Event::kUnique || event.is_bare() || beyond_[i] != 0) continue;
    // A text may tell copies apart; the payload behind it is part of `seq` then.
    const uint32_t payload = described_ ? 0 : event.payload;
    likenesses_.push_back({event.seq, event.length, payload, event.time, i});
  }
  find_copies(likenesses_, copies_);
  for (const uint32_t i : copies_) places_[i].brings_new = false;
  return bare + static_cast<uint32_t>(copies_.size());
}

// The texts of packets that count_bare_copies() takes for copies.
void FlowEvents::drop_bare_texts(const Flow& flow) {
  likenesses_.clear();
  for (uint32_t i = 0; i < events_.size(); ++i) {
    const Event& event = events_[i];
    if (!event.is_bare() || beyond_[i] != 0) continue;
    if (!is_stream(flow) && event.seq == Event::kUnique) continue;
    likenesses_.push_back({event.wire_length(), 0, 0, event.time, i});
  }
  find_copies(likenesses_, copies_);
  for (const uint32_t i : copies_) places_[i].brings_new = false;
}

uint32_t FlowEvents::count_bare_copies(std::span<const uint32_t> numbers) {
  if (numbers.size() == 1 && has_close_bares_[numbers.front()] == 0) return 0;
  const auto& bare = state_.bare_events;
  if (bare_begin_.empty()) {
    counting_sort(
        bare.size(), state_.flows.size(),
        [&](size_t i) { return bare[i].flow - state_.first_flow; }, bare_begin_, bare_order_);
  }
  likenesses_.clear();
  for (const uint32_t number : numbers) {
    for (uint32_t i = bare_begin_[number]; i < bare_begin_[number + 1]; ++i) {
      const BareEvent& event = bare[bare_order_[i]];
      likenesses_.push_back({event.digest, 0, 0, event.time, 0});
    }
  }
  find_copies(likenesses_, copies_);
  return static_cast<uint32_t>(copies_.size());
}

void FlowEvents::add_entries(const Flow& flow, FlowCounts& counts) {
  entries_.clear();
  counts.cut = (flow.marks & kPayloadDropped) != 0;
  for (size_t i = 0; i < events_.size(); ++i) {
    const Event& event = events_[i];
    if (!event.has_payload() || !places_[i].brings_new) continue;
    if (beyond_[i] != 0) {
      counts.cut = true;
    } else {
      entries_.push_back({places_[i].connection, places_[i].offset, event.time, event.payload});
    }
  }
  if (entries_.size() > 1 && is_stream(flow)) {
    std::stable_sort(entries_.begin(), entries_.end(),
                     [](const PhraseEntry& a, const PhraseEntry& b) {
                       if (a.connection != b.connection) return a.connection < b.connection;
                       return a.offset < b.offset;
                     });
  }
}

}  // namespace honeysift
