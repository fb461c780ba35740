// What the aggregator reads of one packet.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "packet/row_sink.h"
#include "sources/event.h"
#include "sources/flow.h"

namespace honeysift {

inline constexpr uint8_t kFlagSyn = 0x02;
inline constexpr uint8_t kFlagRst = 0x04;
inline constexpr uint8_t kFlagAck = 0x10;

inline bool has_stream(const PacketRow& row) noexcept {
  constexpr uint16_t kNeeded = kHasPorts | kHasTcp;
  return row.ip_protocol == kTcp && (row.flags & kNeeded) == kNeeded;
}

// TCP: asks for a connection.
inline bool is_request(const PacketRow& row) noexcept {
  return has_stream(row) && (row.tcp_flags & (kFlagSyn | kFlagAck | kFlagRst)) == kFlagSyn;
}

inline OpeningRank opening_rank(const PacketRow& row) noexcept {
  if (!has_stream(row)) return kNeutral;
  if ((row.tcp_flags & kFlagRst) != 0) return kResponse;
  if ((row.tcp_flags & kFlagSyn) == 0) return kNeutral;
  return (row.tcp_flags & kFlagAck) != 0 ? kResponse : kRequest;
}

// Without TCP: what tells packets of one flow apart. Fragments of one datagram share it, so they
// get none.
inline uint32_t packet_identity(const PacketRow& row) noexcept {
  return (row.flags & kFragment) != 0 ? Event::kUnique : uint32_t{row.ip_id};
}

// Of what must be the same in copies of a packet without payload; equal in every process.
inline uint32_t bare_digest(const PacketRow& row, bool tcp) noexcept {
  const uint64_t sequence = tcp ? uint64_t{row.tcp_seq} << 32 | row.tcp_ack : 0;
  const uint64_t header = uint64_t{row.ip_id} << 8 | (tcp ? row.tcp_flags : 0u);
  const uint64_t rest = header << 32 | row.payload_length;
  return static_cast<uint32_t>(fold_multiply(sequence ^ kHashA, rest ^ kHashB));
}

// Payload bytes on the wire; 0 for a TCP header cut behind its ports, which says nothing of what
// follows it.
inline uint32_t wire_length(const PacketRow& row) noexcept {
  constexpr uint16_t kAll = kHasPorts | kHasTcp;
  if (row.ip_protocol == kTcp && (row.flags & kAll) == kHasPorts) return 0;
  return std::min(row.payload_length, Event::kLengthMask);
}

// The captured payload; empty when the row points outside of what was handed over.
inline std::span<const uint8_t> payload_of(const PacketRow& row, const RowBytes& bytes) noexcept {
  const auto& source = (row.flags & kPayloadInScratch) != 0 ? bytes.scratch : bytes.fed;
  const size_t offset = row.payload_offset;
  const size_t captured = row.payload_captured;
  if (offset > source.size() || captured > source.size() - offset) return {};
  return source.subspan(offset, captured);
}

}  // namespace honeysift
