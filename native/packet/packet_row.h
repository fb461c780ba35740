// One packet as a record, as it is decoded, and its way into the columns and back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "common/packet_columns.h"

namespace honeysift {

struct PacketRow {
  uint8_t src_address[16] = {};
  uint8_t dst_address[16] = {};
  int64_t timestamp_ns = 0;
  uint64_t record_offset = 0;
  uint32_t original_length = 0;
  uint32_t captured_length = 0;
  uint32_t tcp_seq = 0;
  uint32_t tcp_ack = 0;
  uint32_t network_offset = 0;
  uint32_t payload_offset = 0;
  uint32_t payload_length = 0;
  uint32_t payload_captured = 0;
  uint16_t src_port = 0;
  uint16_t dst_port = 0;
  uint16_t ip_id = 0;
  uint16_t tcp_window = 0;
  uint16_t flags = 0;
  uint8_t ip_protocol = 0;
  uint8_t ttl = 0;
  uint8_t tcp_flags = 0;
  uint8_t icmp_type = 0;
  uint8_t icmp_code = 0;
};

// As `row = PacketRow{}`, in two halves that compilers clear with a few wide stores each: for all
// at once they take an instruction that is slow to start.
inline void clear_row(PacketRow& row) noexcept {
  constexpr size_t kHalf = sizeof(PacketRow) / 2;
  auto* bytes = reinterpret_cast<uint8_t*>(&row);
  std::memset(bytes, 0, kHalf);
  std::memset(bytes + kHalf, 0, sizeof(PacketRow) - kHalf);
}

// An IPv4 address as the columns have it: ::ffff:a.b.c.d.
inline void map_ipv4_address(uint8_t* to, const uint8_t* from) noexcept {
  static constexpr uint8_t kPrefix[4] = {0, 0, 0xff, 0xff};
  uint8_t low[8];
  std::memcpy(low, kPrefix, 4);
  std::memcpy(low + 4, from, 4);
  std::memset(to, 0, 8);
  std::memcpy(to + 8, low, 8);
}

// Rows one by one become columns from row `at` on.
void store_rows(std::span<const PacketRow> rows, PacketColumns& columns, size_t at) noexcept;
// The other way: fills `rows` from the columns from row `at` on.
void load_rows(const PacketColumns& columns, size_t at, std::span<PacketRow> rows) noexcept;

}  // namespace honeysift
