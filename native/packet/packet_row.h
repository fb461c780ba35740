// One packet while its layers are decoded, and its way into the columns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "common/packet_columns.h"

namespace honeysift {

struct PacketRow {
  alignas(16) uint8_t src_address[16] = {};
  alignas(16) uint8_t dst_address[16] = {};
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

inline void store_row(const PacketRow& row, PacketColumns& columns, size_t at) noexcept {
  columns.timestamp_ns[at] = row.timestamp_ns;
  columns.record_offset[at] = row.record_offset;
  std::memcpy(columns.src_address + 16 * at, row.src_address, 16);
  std::memcpy(columns.dst_address + 16 * at, row.dst_address, 16);
  columns.original_length[at] = row.original_length;
  columns.captured_length[at] = row.captured_length;
  columns.tcp_seq[at] = row.tcp_seq;
  columns.tcp_ack[at] = row.tcp_ack;
  columns.network_offset[at] = row.network_offset;
  columns.payload_offset[at] = row.payload_offset;
  columns.payload_length[at] = row.payload_length;
  columns.payload_captured[at] = row.payload_captured;
  columns.src_port[at] = row.src_port;
  columns.dst_port[at] = row.dst_port;
  columns.ip_id[at] = row.ip_id;
  columns.tcp_window[at] = row.tcp_window;
  columns.flags[at] = row.flags;
  columns.ip_protocol[at] = row.ip_protocol;
  columns.ttl[at] = row.ttl;
  columns.tcp_flags[at] = row.tcp_flags;
  columns.icmp_type[at] = row.icmp_type;
  columns.icmp_code[at] = row.icmp_code;
}

}  // namespace honeysift
