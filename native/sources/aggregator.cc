#include "sources/aggregator.h"

#include <algorithm>
#include <limits>
#include <new>

#include "sources/day_part.h"

namespace honeysift {

namespace {

constexpr size_t kBlock = 64;
constexpr uint32_t kMostNumbers = 0xfffffff0u;

constexpr uint8_t kFlagSyn = 0x02;
constexpr uint8_t kFlagRst = 0x04;
constexpr uint8_t kFlagAck = 0x10;

bool has_stream(const PacketRow& row) noexcept {
  constexpr uint16_t kNeeded = kHasPorts | kHasTcp;
  return row.ip_protocol == kTcp && (row.flags & kNeeded) == kNeeded;
}

OpeningRank opening_rank(const PacketRow& row) noexcept {
  if (!has_stream(row)) return kNeutral;
  if ((row.tcp_flags & kFlagRst) != 0) return kResponse;
  if ((row.tcp_flags & kFlagSyn) == 0) return kNeutral;
  return (row.tcp_flags & kFlagAck) != 0 ? kResponse : kRequest;
}

// Without TCP: what tells packets of one flow apart. Fragments of one datagram share it, so they
// get none.
uint32_t packet_identity(const PacketRow& row) noexcept {
  return (row.flags & kFragment) != 0 ? Event::kUnique : uint32_t{row.ip_id};
}

// Of what must be the same in copies of a packet without payload; equal in every process.
uint32_t bare_digest(const PacketRow& row, bool tcp) noexcept {
  const uint64_t sequence = tcp ? uint64_t{row.tcp_seq} << 32 | row.tcp_ack : 0;
  const uint64_t header = uint64_t{row.ip_id} << 8 | (tcp ? row.tcp_flags : 0u);
  const uint64_t rest = header << 32 | row.payload_length;
  return static_cast<uint32_t>(fold_multiply(sequence ^ kHashA, rest ^ kHashB));
}

// The captured payload; empty when the row points outside of what was handed over.
std::span<const uint8_t> payload_of(const PacketRow& row, const PayloadBytes& bytes) noexcept {
  const auto& source = (row.flags & kPayloadInScratch) != 0 ? bytes.scratch : bytes.fed;
  const size_t offset = row.payload_offset;
  const size_t captured = row.payload_captured;
  if (offset > source.size() || captured > source.size() - offset) return {};
  return source.subspan(offset, captured);
}

}  // namespace

struct Aggregator::Pending {
  FlowKey key;  // not set when the packet belongs to the flow of the one before
  uint64_t hash;
  int64_t time;
  const PacketRow* row;
  bool inbound;
  bool goes_on;  // in the flow of the pending packet before it
};

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

SourceStatus Aggregator::add_rows(std::span<const PacketRow> rows, const PayloadBytes& bytes,
                                  PacketTexts texts) noexcept try {
  packets_came_ = true;
  for (; !rows.empty(); rows = rows.subspan(std::min(kBlock, rows.size()))) {
    const size_t longest = std::max(events_.size(), bare_events_.size());
    if (longest > kMostNumbers - 2 * kBlock || flows_.size() > kMostNumbers - kBlock) {
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

void Aggregator::add_block(std::span<const PacketRow> rows, const PayloadBytes& bytes,
                           const PacketTexts& texts) {
  Pending pending[kBlock];
  size_t count = 0;
  const PacketRow* before = nullptr;  // the last pending packet
  for (const PacketRow& row : rows) {
    Pending& packet = pending[count];
    packet.goes_on = before != nullptr && goes_on(*before, row, pending[count - 1], packet);
    if (!packet.goes_on) {
      if (!classify(row, packet)) continue;
      flows_.prefetch_slot(packet.hash);
    }
    packet.row = before = &row;
    ++count;
  }
  for (size_t i = 0; i < count; ++i) {
    if (!pending[i].goes_on) flows_.prefetch_flow(pending[i].hash);
  }
  uint32_t flow = 0;
  for (size_t i = 0; i < count; ++i) {
    const Pending& packet = pending[i];
    if (!packet.goes_on) flow = flows_.find_or_add(packet.key, packet.hash);
    if (packet.inbound && texts.empty()) {
      take_inbound(*packet.row, flow, packet.time, bytes);
    } else if (packet.inbound) {
      const auto number = static_cast<size_t>(packet.row - rows.data());
      take_described(*packet.row, flow, packet.time, bytes, texts.of(number));
    } else {
      flows_[flow].see_outbound(packet.time, opening_rank(*packet.row));
    }
  }
}

// Whether `row` belongs to the flow of the packet before it, in either direction: most packets do.
// Only for packets with ports; `pending` then knows all but its row.
bool Aggregator::goes_on(const PacketRow& before, const PacketRow& row, const Pending& last,
                         Pending& pending) noexcept {
  constexpr uint16_t kNeeded = kHasIp | kHasPorts | kHasTime;
  if (before.ip_protocol != row.ip_protocol || (before.flags & row.flags & kNeeded) != kNeeded ||
      (row.ip_protocol != kTcp && row.ip_protocol != kUdp)) {
    return false;
  }
  const Address src = load_address(row.src_address);
  const Address dst = load_address(row.dst_address);
  const Address src_before = load_address(before.src_address);
  const Address dst_before = load_address(before.dst_address);
  const bool same = src == src_before && dst == dst_before && row.src_port == before.src_port &&
                    row.dst_port == before.dst_port;
  const bool reverse = src == dst_before && dst == src_before && row.src_port == before.dst_port &&
                       row.dst_port == before.src_port;
  if (!same && !reverse) return false;
  const int64_t time = clamp_time(row.timestamp_ns);
  // The current day is that of the packet before: `last` was classified or went on in it.
  if (!clock_.in_current_day(time)) return false;
  pending.time = time;
  pending.inbound = same ? last.inbound : !last.inbound;
  ++directions_[pending.inbound ? kInbound : kOutbound];
  return true;
}

// Counts the direction; false when the packet is not between a honeypot and a peer.
bool Aggregator::classify(const PacketRow& row, Pending& pending) noexcept {
  const uint16_t flags = row.flags;
  if ((flags & kHasIp) == 0) {
    ++directions_[kOther];
    return false;
  }
  const Address src = load_address(row.src_address);
  const Address dst = load_address(row.dst_address);
  const int32_t to = honeypots_.find(dst);
  const int32_t from = honeypots_.find(src);
  if ((to >= 0) == (from >= 0)) {
    ++directions_[to >= 0 ? kInternal : kForeign];
    return false;
  }
  const bool inbound = to >= 0;
  ++directions_[inbound ? kInbound : kOutbound];

  const int64_t time = (flags & kHasTime) != 0 ? clamp_time(row.timestamp_ns) : 0;
  const uint8_t protocol = row.ip_protocol;
  FlowKey& key = pending.key;
  key.peer = inbound ? src : dst;
  key.day = clock_.day_of(time);
  key.target = static_cast<uint32_t>(inbound ? to : from);
  key.protocol = protocol;
  key.kind = PortKind::kNone;
  key.peer_port = 0;
  key.honeypot_port = 0;
  if ((protocol == kTcp || protocol == kUdp) && (flags & kHasPorts) != 0) {
    key.kind = PortKind::kPorts;
    key.peer_port = inbound ? row.src_port : row.dst_port;
    key.honeypot_port = inbound ? row.dst_port : row.src_port;
  } else if ((protocol == kIcmp || protocol == kIcmp6) && (flags & kHasIcmp) != 0) {
    key.kind = PortKind::kIcmpType;
    key.peer_port = row.icmp_type;
  }
  pending.hash = key.hash();
  pending.time = time;
  pending.inbound = inbound;
  return true;
}

void Aggregator::take_inbound(const PacketRow& row, uint32_t number, int64_t time,
                              const PayloadBytes& bytes) {
  Flow& flow = flows_[number];
  const int64_t last_before = flow.last_in;
  flow.see_inbound(time, opening_rank(row));

  const bool tcp = has_stream(row);
  const uint8_t tcp_flags = tcp ? row.tcp_flags : uint8_t{0};
  const bool syn = (tcp_flags & (kFlagSyn | kFlagAck | kFlagRst)) == kFlagSyn;
  const uint32_t seq = tcp ? row.tcp_seq : packet_identity(row);
  if (syn) {
    flow.marks |= kInboundSyn;
    events_.push_back({time, number, seq, Event::kSyn, Event::kNoPayload});
  }
  // A TCP header cut behind its ports says nothing of what follows it.
  const bool readable = tcp || flow.protocol != kTcp || flow.kind != PortKind::kPorts;
  const uint32_t wire = readable ? std::min(row.payload_length, Event::kLengthMask) : 0;
  const auto payload = wire == 0 ? std::span<const uint8_t>{} : payload_of(row, bytes);
  if (wire == 0 || (payload.empty() && !tcp)) {
    const bool fragment = !tcp && (row.flags & kFragment) != 0;
    if (!syn && !fragment) bare_events_.push_back({time, number, bare_digest(row, tcp)});
    return;
  }
  const uint32_t kept = keep_payload(flow, time, last_before, payload);
  if (kept == Event::kDropped && !tcp) {
    // Nothing but the mark that the phrase is cut is left to change; TCP still judges the segment's
    // sequence numbers.
    flow.marks |= kPayloadDropped;
    return;
  }
  const uint32_t first = (tcp_flags & kFlagSyn) != 0 ? seq + 1 : seq;
  events_.push_back({time, number, first, wire | (syn ? Event::kWithSyn : 0u), kept});
}

// As take_inbound(), but every packet leaves an event: its text.
void Aggregator::take_described(const PacketRow& row, uint32_t number, int64_t time,
                                const PayloadBytes& bytes, std::span<const uint8_t> text) {
  Flow& flow = flows_[number];
  const int64_t last_before = flow.last_in;
  flow.see_inbound(time, opening_rank(row));
  const uint32_t kept = keep_payload(flow, time, last_before, text);

  const bool tcp = has_stream(row);
  const uint8_t tcp_flags = tcp ? row.tcp_flags : uint8_t{0};
  const bool syn = (tcp_flags & (kFlagSyn | kFlagAck | kFlagRst)) == kFlagSyn;
  const uint32_t seq = tcp ? row.tcp_seq : packet_identity(row);
  if (syn) {
    flow.marks |= kInboundSyn;
    events_.push_back({time, number, seq, Event::kSyn, kept});
  }
  const bool readable = tcp || flow.protocol != kTcp || flow.kind != PortKind::kPorts;
  const uint32_t wire = readable ? std::min(row.payload_length, Event::kLengthMask) : 0;
  const auto payload = payload_of(row, bytes);
  if (wire == 0 || (payload.empty() && !tcp)) {
    if (syn) return;
    const uint32_t digest = bare_digest(row, tcp);
    const bool fragment = !tcp && (row.flags & kFragment) != 0;
    if (!fragment) bare_events_.push_back({time, number, digest});
    if (kept == Event::kDropped) {
      flow.marks |= kPayloadDropped;
    } else if (kept != Event::kNoPayload) {
      const uint32_t length = Event::kBare | (digest & Event::kLengthMask);
      events_.push_back({time, number, seq, length, kept});
    }
    return;
  }
  if (kept == Event::kDropped && !tcp) {
    flow.marks |= kPayloadDropped;
    return;
  }
  if (tcp) {
    const uint32_t first = (tcp_flags & kFlagSyn) != 0 ? seq + 1 : seq;
    const uint32_t syn_mark = syn ? Event::kWithSyn : 0u;
    events_.push_back({time, number, first, wire | syn_mark, syn ? Event::kNoPayload : kept});
  } else {
    // Copies have the same payload, which the text does not hold.
    const uint64_t whole = fold_multiply(hash_bytes(payload.data(), payload.size()), seq ^ kHashA);
    const uint32_t likeness = static_cast<uint32_t>(whole) & (Event::kUnique - 1);
    events_.push_back({time, number, seq == Event::kUnique ? seq : likeness, wire, kept});
  }
}

// A flow keeps the earliest payloads until their weight reaches the bound. Here a payload is
// dropped only when all that was kept is strictly earlier and already reaches the bound: then it
// lies beyond the bound whatever else arrives. The exact cut is made in finalize().
uint32_t Aggregator::keep_payload(Flow& flow, int64_t time, int64_t last_before,
                                  std::span<const uint8_t> payload) {
  if (payload.empty()) return Event::kNoPayload;
  if (flow.payload_weight >= payload_bound_ && time > last_before) return Event::kDropped;
  flow.add_weight(payload_weight(static_cast<uint32_t>(payload.size())));
  return payloads_.intern(payload);
}

SourceStatus Aggregator::absorb(std::span<const uint8_t> part) noexcept try {
  DayPartView view;
  if (!read_day_part(part, target_count(), view)) return SourceStatus::kBadPart;
  if (uint64_t{flows_.size()} + view.flow_count > kMostNumbers ||
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
  flows_.clear();
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
  std::vector<uint32_t> numbers(view.flow_count);
  if (!packets_came_ && std::find(days_.begin(), days_.end(), view.day) == days_.end()) {
    days_.push_back(view.day);
    for (uint32_t i = 0; i < view.flow_count; ++i) numbers[i] = flows_.append(view.flow(i));
    return numbers;
  }
  for (uint32_t i = 0; i < view.flow_count; ++i) {
    const Flow flow = view.flow(i);
    const FlowKey key = flow.key();
    numbers[i] = flows_.find_or_add(key, key.hash());
    flows_[numbers[i]].absorb(flow);
  }
  return numbers;
}

}  // namespace honeysift
