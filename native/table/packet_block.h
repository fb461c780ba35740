// Packets that wait to be encoded: some of what the decoder found, as columns, and what was found
// out about them. May throw std::bad_alloc.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "packet/packet_row.h"

namespace honeysift {

// What is kept of PacketRow.
#define HONEYSIFT_KEPT_COLUMNS(X) \
  X(timestamp_ns)                 \
  X(record_offset)                \
  X(original_length)              \
  X(captured_length)              \
  X(tcp_seq)                      \
  X(tcp_ack)                      \
  X(payload_length)               \
  X(payload_captured)             \
  X(src_port)                     \
  X(dst_port)                     \
  X(ip_id)                        \
  X(tcp_window)                   \
  X(flags)                        \
  X(ip_protocol)                  \
  X(ttl)                          \
  X(tcp_flags)                    \
  X(icmp_type)                    \
  X(icmp_code)

enum PacketDirection : uint8_t { kIsInbound, kIsOutbound, kIsInternal, kIsForeign, kIsOther };

// What was found out about one packet.
struct PacketFinding {
  static constexpr uint32_t kNone = 0xffffffff;
  int32_t day = 0;
  uint32_t src = kNone;  // numbers in the block's tables
  uint32_t dst = kNone;
  uint32_t source = kNone;
  uint32_t payload = kNone;
  uint32_t honeypot = kNone;
  PacketDirection direction = kIsOther;
};

// NOLINTBEGIN(bugprone-macro-parentheses): name is a member's name
struct PacketBlock {
#define X(name) std::vector<decltype(PacketRow::name)> name;
  HONEYSIFT_KEPT_COLUMNS(X)
#undef X
  std::vector<PacketFinding> findings;

  size_t rows() const noexcept { return findings.size(); }

  // What the decoder found out about rows whose findings are there already.
  void keep(std::span<const PacketRow> rows) {
#define X(name)                                              \
  {                                                          \
    size_t at = name.size();                                 \
    name.resize(at + rows.size());                           \
    for (const PacketRow& row : rows) name[at++] = row.name; \
  }
    HONEYSIFT_KEPT_COLUMNS(X)
#undef X
  }

  void clear() noexcept {
#define X(name) name.clear();
    HONEYSIFT_KEPT_COLUMNS(X)
#undef X
    findings.clear();
  }
};
// NOLINTEND(bugprone-macro-parentheses)

}  // namespace honeysift
