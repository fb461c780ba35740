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

bool has_stream(const PacketColumns& columns, size_t row) noexcept {
  constexpr uint16_t kNeeded = kHasPorts | kHasTcp;
  return columns.ip_protocol[row] == kTcp && (columns.flags[row] & kNeeded) == kNeeded;
}

OpeningRank opening_rank(const PacketColumns& columns, size_t row) noexcept {
  if (!has_stream(columns, row)) return kNeutral;
  const uint8_t flags = columns.tcp_flags[row];
  if ((flags & kFlagRst) != 0) return kResponse;
  if ((flags & kFlagSyn) == 0) return kNeutral;
  return (flags & kFlagAck) != 0 ? kResponse : kRequest;
}

// Without TCP: what tells packets of one flow apart. Fragments of one datagram share it, so they
// get none.
uint32_t packet_identity(const PacketColumns& columns, size_t row) noexcept {
  return (columns.flags[row] & kFragment) != 0 ? Event::kUnique : uint32_t{columns.ip_id[row]};
}

// Of what must be the same in copies of a packet without payload; equal in every process.
uint32_t bare_digest(const PacketColumns& columns, size_t row, bool tcp) noexcept {
  const uint64_t sequence = tcp ? uint64_t{columns.tcp_seq[row]} << 32 | columns.tcp_ack[row] : 0;
  const uint64_t header = uint64_t{columns.ip_id[row]} << 8 | (tcp ? columns.tcp_flags[row] : 0u);
  const uint64_t rest = header << 32 | columns.payload_length[row];
  return static_cast<uint32_t>(fold_multiply(sequence ^ kHashA, rest ^ kHashB));
}

// Keeps clear of the ends of the range, where a day's start or kNever lies.
int64_t clamp_time(int64_t time) noexcept {
  return std::clamp(time, std::numeric_limits<int64_t>::min() + kNsPerDay, kNever - 1);
}

// The captured payload; empty when the row points outside of what was handed over.
std::span<const uint8_t> payload_of(const PacketColumns& columns, size_t row,
                                    std::span<const uint8_t> bytes,
                                    std::span<const uint8_t> scratch) noexcept {
  const auto& source = (columns.flags[row] & kPayloadInScratch) != 0 ? scratch : bytes;
  const size_t offset = columns.payload_offset[row];
  const size_t captured = columns.payload_captured[row];
  if (offset > source.size() || captured > source.size() - offset) return {};
  return source.subspan(offset, captured);
}

}  // namespace

struct Aggregator::Pending {
  FlowKey key;
  uint64_t hash;
  int64_t time;
  uint32_t row;
  bool inbound;
};

SourceStatus Aggregator::add_batch(const PacketColumns& columns, size_t rows,
                                   std::span<const uint8_t> bytes,
                                   std::span<const uint8_t> scratch) noexcept try {
  Pending pending[kBlock];
  packets_came_ = true;
  rows = std::min(rows, columns.capacity);
  for (size_t begin = 0; begin < rows; begin += kBlock) {
    const size_t longest = std::max(events_.size(), bare_events_.size());
    if (longest > kMostNumbers - 2 * kBlock || flows_.size() > kMostNumbers - kBlock) {
      return SourceStatus::kTooMany;
    }
    const size_t end = std::min(rows, begin + kBlock);
    size_t count = 0;
    for (size_t row = begin; row < end; ++row) {
      if (classify(columns, row, pending[count])) flows_.prefetch_slot(pending[count++].hash);
    }
    for (size_t i = 0; i < count; ++i) flows_.prefetch_flow(pending[i].hash);
    for (size_t i = 0; i < count; ++i) {
      const Pending& packet = pending[i];
      const uint32_t flow = flows_.find_or_add(packet.key, packet.hash);
      if (packet.inbound) {
        take_inbound(columns, packet.row, flow, packet.time, bytes, scratch);
      } else {
        flows_[flow].see_outbound(packet.time, opening_rank(columns, packet.row));
      }
    }
  }
  return SourceStatus::kOk;
} catch (const std::bad_alloc&) {
  return SourceStatus::kOutOfMemory;
}

// Counts the direction; false when the packet is not between a honeypot and a peer.
bool Aggregator::classify(const PacketColumns& columns, size_t row, Pending& pending) noexcept {
  const uint16_t flags = columns.flags[row];
  if ((flags & kHasIp) == 0) {
    ++directions_[kOther];
    return false;
  }
  const Address src = load_address(columns.src_address + row * 16);
  const Address dst = load_address(columns.dst_address + row * 16);
  const int32_t to = honeypots_.find(dst);
  const int32_t from = honeypots_.find(src);
  if ((to >= 0) == (from >= 0)) {
    ++directions_[to >= 0 ? kInternal : kForeign];
    return false;
  }
  const bool inbound = to >= 0;
  ++directions_[inbound ? kInbound : kOutbound];

  const int64_t time = (flags & kHasTime) != 0 ? clamp_time(columns.timestamp_ns[row]) : 0;
  const uint8_t protocol = columns.ip_protocol[row];
  FlowKey& key = pending.key;
  key.peer = inbound ? src : dst;
  key.day = day_of(time);
  key.target = static_cast<uint32_t>(inbound ? to : from);
  key.protocol = protocol;
  key.kind = PortKind::kNone;
  key.peer_port = 0;
  key.honeypot_port = 0;
  if ((protocol == kTcp || protocol == kUdp) && (flags & kHasPorts) != 0) {
    key.kind = PortKind::kPorts;
    key.peer_port = inbound ? columns.src_port[row] : columns.dst_port[row];
    key.honeypot_port = inbound ? columns.dst_port[row] : columns.src_port[row];
  } else if ((protocol == kIcmp || protocol == kIcmp6) && (flags & kHasIcmp) != 0) {
    key.kind = PortKind::kIcmpType;
    key.peer_port = columns.icmp_type[row];
  }
  pending.hash = key.hash();
  pending.time = time;
  pending.row = static_cast<uint32_t>(row);
  pending.inbound = inbound;
  return true;
}

void Aggregator::take_inbound(const PacketColumns& columns, size_t row, uint32_t number,
                              int64_t time, std::span<const uint8_t> bytes,
                              std::span<const uint8_t> scratch) {
  Flow& flow = flows_[number];
  const int64_t last_before = flow.last_in;
  flow.see_inbound(time, opening_rank(columns, row));

  const bool tcp = has_stream(columns, row);
  const uint8_t tcp_flags = tcp ? columns.tcp_flags[row] : uint8_t{0};
  const bool syn = (tcp_flags & (kFlagSyn | kFlagAck | kFlagRst)) == kFlagSyn;
  const uint32_t seq = tcp ? columns.tcp_seq[row] : packet_identity(columns, row);
  if (syn) {
    flow.marks |= kInboundSyn;
    events_.push_back({time, number, seq, Event::kSyn, Event::kNoPayload});
  }
  // A TCP header cut behind its ports says nothing of what follows it.
  const bool readable = tcp || flow.protocol != kTcp || flow.kind != PortKind::kPorts;
  const uint32_t wire = readable ? std::min(columns.payload_length[row], Event::kLengthMask) : 0;
  const auto payload = payload_of(columns, row, bytes, scratch);
  if (wire == 0 || (payload.empty() && !tcp)) {
    const bool fragment = !tcp && (columns.flags[row] & kFragment) != 0;
    if (!syn && !fragment) bare_events_.push_back({time, number, bare_digest(columns, row, tcp)});
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

// `time` is within the bounds of clamp_time().
int32_t Aggregator::day_of(int64_t time) noexcept {
  const uint64_t since = static_cast<uint64_t>(time) - static_cast<uint64_t>(day_start_);
  if (time < day_start_ || since >= static_cast<uint64_t>(kNsPerDay)) {
    int64_t day = time / kNsPerDay;
    if (time % kNsPerDay < 0) --day;
    day_ = static_cast<int32_t>(day);
    day_start_ = day * kNsPerDay;
  }
  return day_;
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
