#include "sources/aggregator.h"

#include <algorithm>
#include <limits>
#include <new>

#include "sources/day_part.h"
#include "sources/packet_facts.h"

namespace honeysift {

SourceStatus Aggregator::add_batch(const PacketColumns& columns, size_t rows,
                                   std::span<const uint8_t> bytes,
                                   std::span<const uint8_t> scratch) noexcept {
  PacketRow block[kBlock];
  rows = std::min(rows, columns.capacity);
  for (size_t begin = 0; begin < rows; begin += kBlock) {
    const std::span<PacketRow> piece(block, std::min(kBlock, rows - begin));
    load_rows(columns, begin, piece);
    const SourceStatus status = add_rows(piece, {bytes, scratch});
    if (status != SourceStatus::kOk) return status;
  }
  return SourceStatus::kOk;
}

SourceStatus Aggregator::add_rows(std::span<const PacketRow> rows, const RowBytes& bytes,
                                  PacketTexts texts) noexcept try {
  packets_came_ = true;
  for (; !rows.empty(); rows = rows.subspan(std::min(kBlock, rows.size()))) {
    const size_t longest = std::max(events_.size(), bare_events_.size());
    if (longest > kMostNumbers - 2 * kBlock || flows().size() > kMostNumbers - kBlock) {
      return SourceStatus::kTooMany;
    }
    const size_t count = std::min(kBlock, rows.size());
    add_block(rows.first(count), bytes, texts);
    texts = texts.after(count);
  }
  return SourceStatus::kOk;
} catch (const std::bad_alloc&) {
  return SourceStatus::kOutOfMemory;
}

void Aggregator::add_block(std::span<const PacketRow> rows, const RowBytes& bytes,
                           const PacketTexts& texts) {
  events_.make_room(2 * rows.size());
  bare_events_.make_room(rows.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    const PacketRow& row = rows[i];
    int64_t time;
    const FlowPlace place = finder_.find(row, time);
    ++directions_[place.direction];
    if (place.direction == kOutbound) {
      finder_.flows()[place.flow].see_outbound(time, [&] { return opening_rank(row); });
    } else if (place.direction == kInbound) {
      if (texts.empty()) [[likely]] {
        take_inbound({row, time, place.flow}, bytes);
      } else {
        take_described({row, time, place.flow}, bytes, texts.of(i));
      }
    }
  }
}

[[gnu::always_inline]] inline void Aggregator::take_inbound(const Pending& packet,
                                                            const RowBytes& bytes) {
  const PacketRow& row = packet.row;
  Flow& flow = finder_.flows()[packet.flow];
  const bool is_latest = packet.time > flow.last_in;
  flow.see_inbound(packet.time, [&] { return opening_rank(row); });

  const bool tcp = has_stream(row);
  const bool syn = is_request(row);
  if (syn) {
    flow.marks |= kInboundSyn;
    events_.put({packet.time, packet.flow, row.tcp_seq, Event::kSyn, Event::kNoPayload});
  }
  const uint32_t wire = wire_length(row);
  const auto payload = wire > 0 ? payload_of(row, bytes) : std::span<const uint8_t>();
  if (wire == 0 || (payload.empty() && !tcp)) {
    const bool fragment = !tcp && (row.flags & kFragment) != 0;
    if (!syn && !fragment) bare_events_.put({packet.time, packet.flow, bare_digest(row, tcp)});
    return;
  }
  const uint32_t kept = keep_payload(flow, payload, is_latest);
  if (kept == Event::kDropped && !tcp) {
    // Nothing but the mark that the phrase is cut is left to change; TCP still judges the segment's
    // sequence numbers.
    flow.marks |= kPayloadDropped;
    return;
  }
  const uint32_t seq = tcp ? row.tcp_seq : packet_identity(row);
  const uint32_t first = tcp && (row.tcp_flags & kFlagSyn) != 0 ? seq + 1 : seq;
  const uint32_t length = wire | (syn ? Event::kWithSyn : 0u);
  events_.put({packet.time, packet.flow, first, length, kept});
}

// As take_inbound(), but every packet leaves an event: its text.
void Aggregator::take_described(const Pending& packet, const RowBytes& bytes,
                                std::span<const uint8_t> text) {
  const PacketRow& row = packet.row;
  Flow& flow = finder_.flows()[packet.flow];
  const bool is_latest = packet.time > flow.last_in;
  flow.see_inbound(packet.time, [&] { return opening_rank(row); });
  const uint32_t kept = keep_payload(flow, text, is_latest);

  const bool tcp = has_stream(row);
  const bool syn = is_request(row);
  const uint32_t seq = tcp ? row.tcp_seq : packet_identity(row);
  if (syn) {
    flow.marks |= kInboundSyn;
    events_.put({packet.time, packet.flow, seq, Event::kSyn, kept});
  }
  const uint32_t wire = wire_length(row);
  const auto payload = payload_of(row, bytes);
  if (wire == 0 || (payload.empty() && !tcp)) {
    if (syn) return;
    const uint32_t digest = bare_digest(row, tcp);
    const bool fragment = !tcp && (row.flags & kFragment) != 0;
    if (!fragment) bare_events_.put({packet.time, packet.flow, digest});
    if (kept == Event::kDropped) {
      flow.marks |= kPayloadDropped;
    } else if (kept != Event::kNoPayload) {
      const uint32_t length = Event::kBare | (digest & Event::kLengthMask);
      events_.put({packet.time, packet.flow, seq, length, kept});
    }
    return;
  }
  if (kept == Event::kDropped && !tcp) {
    flow.marks |= kPayloadDropped;
    return;
  }
  if (tcp) {
    const uint32_t first = (row.tcp_flags & kFlagSyn) != 0 ? seq + 1 : seq;
    const uint32_t length = wire | (syn ? Event::kWithSyn : 0u);
    events_.put({packet.time, packet.flow, first, length, syn ? Event::kNoPayload : kept});
  } else {
    // Copies have the same payload, which the text does not hold.
    const uint64_t whole = fold_multiply(hash_bytes(payload.data(), payload.size()), seq ^ kHashA);
    const uint32_t likeness = static_cast<uint32_t>(whole) & (Event::kUnique - 1);
    events_.put({packet.time, packet.flow, seq == Event::kUnique ? seq : likeness, wire, kept});
  }
}

// A flow keeps the earliest payloads until their weight reaches the bound. Here a payload is
// dropped only when all that was kept is strictly earlier and already reaches the bound: then it
// lies beyond the bound whatever else arrives. The exact cut is made in finalize().
uint32_t Aggregator::keep_payload(Flow& flow, std::span<const uint8_t> payload, bool is_latest) {
  if (payload.empty()) return Event::kNoPayload;
  if (flow.payload_weight >= payload_bound_ && is_latest) return Event::kDropped;
  flow.add_weight(payload_weight(static_cast<uint32_t>(payload.size())));
  return payloads_.intern(payload);
}

SourceStatus Aggregator::absorb(std::span<const uint8_t> part) noexcept try {
  DayPartView view;
  if (!read_day_part(part, target_count(), view)) return SourceStatus::kBadPart;
  if (uint64_t{flows().size()} + view.flow_count > kMostNumbers ||
      uint64_t{events_.size()} + view.event_count > kMostNumbers ||
      uint64_t{bare_events_.size()} + view.bare_count > kMostNumbers ||
      uint64_t{payloads_.size()} + view.payload_count > kMostNumbers) {
    return SourceStatus::kTooMany;
  }
  std::vector<uint32_t> payload_ids(view.payload_count);
  for (uint32_t i = 0; i < view.payload_count; ++i)
    payload_ids[i] = payloads_.intern(view.payload(i));

  const std::vector<uint32_t> flow_numbers = absorb_flows(view);
  for (uint32_t i = 0; i < view.event_count; ++i) {
    Event event = view.event(i);
    event.flow = flow_numbers[event.flow];
    if (event.has_payload_id()) event.payload = payload_ids[event.payload];
    events_.push_back(event);
  }
  for (uint32_t i = 0; i < view.bare_count; ++i) {
    BareEvent event = view.bare(i);
    event.flow = flow_numbers[event.flow];
    bare_events_.push_back(event);
  }
  return SourceStatus::kOk;
} catch (const std::bad_alloc&) {
  return SourceStatus::kOutOfMemory;
}

void Aggregator::clear() noexcept {
  finder_.clear();
  events_.clear();
  bare_events_.clear();
  payloads_.clear();
  days_.clear();
  packets_came_ = false;
  directions_ = {};
}

// The numbers that the part's flows have here. Flows of a day that nothing came of yet are all new:
// they need no look-up, and as a rule never will.
std::vector<uint32_t> Aggregator::absorb_flows(const DayPartView& view) {
  FlowTable& flows = finder_.flows();
  std::vector<uint32_t> numbers(view.flow_count);
  if (!packets_came_ && std::find(days_.begin(), days_.end(), view.day) == days_.end()) {
    days_.push_back(view.day);
    for (uint32_t i = 0; i < view.flow_count; ++i) numbers[i] = flows.append(view.flow(i));
    return numbers;
  }
  for (uint32_t i = 0; i < view.flow_count; ++i) {
    const Flow flow = view.flow(i);
    numbers[i] = flows.find_or_add(flow.key());
    flows[numbers[i]].absorb(flow);
  }
  return numbers;
}

}  // namespace honeysift
