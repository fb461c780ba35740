#include "sources/aggregator.h"

#include <algorithm>
#include <limits>
#include <new>

#include "sources/day_part.h"

namespace honeysift {

namespace {

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

// Payload bytes on the wire; 0 for a TCP header cut behind its ports, which says nothing of what
// follows it.
uint32_t wire_length(const PacketRow& row) noexcept {
  constexpr uint16_t kAll = kHasPorts | kHasTcp;
  if (row.ip_protocol == kTcp && (row.flags & kAll) == kHasPorts) return 0;
  return std::min(row.payload_length, Event::kLengthMask);
}

// The captured payload; empty when the row points outside of what was handed over.
std::span<const uint8_t> payload_of(const PacketRow& row, const RowBytes& bytes) noexcept {
  const auto& source = (row.flags & kPayloadInScratch) != 0 ? bytes.scratch : bytes.fed;
  const size_t offset = row.payload_offset;
  const size_t captured = row.payload_captured;
  if (offset > source.size() || captured > source.size() - offset) return {};
  return source.subspan(offset, captured);
}

}  // namespace

struct Aggregator::Pending {
  const PacketRow* row;
  int64_t time;
  uint32_t flow;
  bool inbound;
  uint32_t wire;                     // payload bytes; 0 where the packet says nothing of them
  std::span<const uint8_t> payload;  // or the packet's text: what may be kept
  uint64_t payload_hash;
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

SourceStatus Aggregator::add_rows(std::span<const PacketRow> rows, const RowBytes& bytes,
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

void Aggregator::add_block(std::span<const PacketRow> rows, const RowBytes& bytes,
                           const PacketTexts& texts) {
  constexpr size_t kAhead = 4;
  Pending pending[kBlock + kAhead];
  size_t count = 0;
  newcomer_count_ = 0;
  for (size_t i = 0; i < rows.size(); ++i) {
    Pending& packet = pending[count];
    packet.row = &rows[i];
    if (!find_flow(rows[i], packet)) continue;
    packet.wire = packet.inbound ? wire_length(rows[i]) : 0;
    packet.payload = {};
    if (!texts.empty()) {
      packet.payload = texts.of(i);
    } else if (packet.wire > 0) {
      packet.payload = payload_of(rows[i], bytes);
    }
    if (!packet.payload.empty() && packet.inbound) {
      packet.payload_hash = BlobStore::hash_of(packet.payload);
      payloads_.prefetch_slot(packet.payload_hash);
    }
    ++count;
  }
  for (size_t i = count; i < count + kAhead; ++i) pending[i].payload = {};
  settle_newcomers();
  events_.make_room(2 * count);
  bare_events_.make_room(count);
  for (size_t i = 0; i < count; ++i) {
    Pending& packet = pending[i];
    if (packet.flow >= kMostNumbers) packet.flow = newcomers_[packet.flow - kMostNumbers].flow;
    if (!pending[i + kAhead].payload.empty()) {
      payloads_.prefetch_bytes(pending[i + kAhead].payload_hash);
    }
    if (!packet.inbound) {
      flows_[packet.flow].see_outbound(packet.time, opening_rank(*packet.row));
    } else if (texts.empty()) {
      take_inbound(packet);
    } else {
      take_described(packet, bytes);
    }
  }
}

// Which flow the packet belongs to, which it counts towards its direction; false when it is not
// between a honeypot and a peer.
bool Aggregator::find_flow(const PacketRow& row, Pending& pending) {
  constexpr uint16_t kNeeded = kHasIp | kHasPorts | kHasTime;
  const bool plain = (row.flags & (kNeeded | kIpv6)) == kNeeded &&
                     (row.ip_protocol == kTcp || row.ip_protocol == kUdp);
  FlowEnds ends{};
  if (plain) {
    pending.time = clamp_time(row.timestamp_ns);
    recent_.begin_day(clock_.day_of(pending.time));
    ends = FlowEnds::of(row);
    const RecentFlows::Found found = recent_.find(ends);
    if (found.known) {
      pending.flow = found.flow;
      pending.inbound = found.inbound;
      ++directions_[found.inbound ? kInbound : kOutbound];
      if (found.flow < kMostNumbers) flows_.prefetch(found.flow);
      return true;
    }
  }
  Newcomer& newcomer = newcomers_[newcomer_count_];
  if (!classify(row, pending, newcomer.key)) return false;
  newcomer.hash = newcomer.key.hash();
  flows_.prefetch_slot(newcomer.hash);
  newcomer.inbound = pending.inbound ? ends : ends.reversed();
  pending.flow = kMostNumbers + newcomer_count_++;
  if (plain) recent_.add(newcomer.inbound, pending.flow);
  return true;
}

void Aggregator::settle_newcomers() {
  for (uint32_t i = 0; i < newcomer_count_; ++i) flows_.prefetch_flow(newcomers_[i].hash);
  for (uint32_t i = 0; i < newcomer_count_; ++i) {
    Newcomer& newcomer = newcomers_[i];
    newcomer.flow = flows_.find_or_add(newcomer.key, newcomer.hash);
    if (newcomer.inbound.protocol != 0) recent_.settle(newcomer.inbound, newcomer.flow);
  }
}

// Counts the direction; false when the packet is not between a honeypot and a peer.
bool Aggregator::classify(const PacketRow& row, Pending& pending, FlowKey& key) noexcept {
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

  pending.time = (flags & kHasTime) != 0 ? clamp_time(row.timestamp_ns) : 0;
  pending.inbound = inbound;
  const uint8_t protocol = row.ip_protocol;
  key.peer = inbound ? src : dst;
  key.day = clock_.day_of(pending.time);
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
  return true;
}

void Aggregator::take_inbound(const Pending& packet) {
  const PacketRow& row = *packet.row;
  Flow& flow = flows_[packet.flow];
  const int64_t last_before = flow.last_in;
  flow.see_inbound(packet.time, opening_rank(row));

  const bool tcp = has_stream(row);
  const uint8_t tcp_flags = tcp ? row.tcp_flags : uint8_t{0};
  const bool syn = (tcp_flags & (kFlagSyn | kFlagAck | kFlagRst)) == kFlagSyn;
  const uint32_t seq = tcp ? row.tcp_seq : packet_identity(row);
  if (syn) {
    flow.marks |= kInboundSyn;
    events_.put({packet.time, packet.flow, seq, Event::kSyn, Event::kNoPayload});
  }
  if (packet.wire == 0 || (packet.payload.empty() && !tcp)) {
    const bool fragment = !tcp && (row.flags & kFragment) != 0;
    if (!syn && !fragment) bare_events_.put({packet.time, packet.flow, bare_digest(row, tcp)});
    return;
  }
  const uint32_t kept = keep_payload(flow, packet, last_before);
  if (kept == Event::kDropped && !tcp) {
    // Nothing but the mark that the phrase is cut is left to change; TCP still judges the segment's
    // sequence numbers.
    flow.marks |= kPayloadDropped;
    return;
  }
  const uint32_t first = (tcp_flags & kFlagSyn) != 0 ? seq + 1 : seq;
  const uint32_t length = packet.wire | (syn ? Event::kWithSyn : 0u);
  events_.put({packet.time, packet.flow, first, length, kept});
}

// As take_inbound(), but every packet leaves an event: its text.
void Aggregator::take_described(const Pending& packet, const RowBytes& bytes) {
  const PacketRow& row = *packet.row;
  Flow& flow = flows_[packet.flow];
  const int64_t last_before = flow.last_in;
  flow.see_inbound(packet.time, opening_rank(row));
  const uint32_t kept = keep_payload(flow, packet, last_before);

  const bool tcp = has_stream(row);
  const uint8_t tcp_flags = tcp ? row.tcp_flags : uint8_t{0};
  const bool syn = (tcp_flags & (kFlagSyn | kFlagAck | kFlagRst)) == kFlagSyn;
  const uint32_t seq = tcp ? row.tcp_seq : packet_identity(row);
  if (syn) {
    flow.marks |= kInboundSyn;
    events_.put({packet.time, packet.flow, seq, Event::kSyn, kept});
  }
  const auto payload = payload_of(row, bytes);
  if (packet.wire == 0 || (payload.empty() && !tcp)) {
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
    const uint32_t first = (tcp_flags & kFlagSyn) != 0 ? seq + 1 : seq;
    const uint32_t length = packet.wire | (syn ? Event::kWithSyn : 0u);
    events_.put({packet.time, packet.flow, first, length, syn ? Event::kNoPayload : kept});
  } else {
    // Copies have the same payload, which the text does not hold.
    const uint64_t whole = fold_multiply(hash_bytes(payload.data(), payload.size()), seq ^ kHashA);
    const uint32_t likeness = static_cast<uint32_t>(whole) & (Event::kUnique - 1);
    events_.put(
        {packet.time, packet.flow, seq == Event::kUnique ? seq : likeness, packet.wire, kept});
  }
}

// A flow keeps the earliest payloads until their weight reaches the bound. Here a payload is
// dropped only when all that was kept is strictly earlier and already reaches the bound: then it
// lies beyond the bound whatever else arrives. The exact cut is made in finalize().
uint32_t Aggregator::keep_payload(Flow& flow, const Pending& packet, int64_t last_before) {
  if (packet.payload.empty()) return Event::kNoPayload;
  if (flow.payload_weight >= payload_bound_ && packet.time > last_before) return Event::kDropped;
  flow.add_weight(payload_weight(static_cast<uint32_t>(packet.payload.size())));
  return payloads_.intern(packet.payload, packet.payload_hash);
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
  recent_.clear();
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
