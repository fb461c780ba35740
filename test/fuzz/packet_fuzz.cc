// One packet of any link type: the first two bytes choose it, the next says how much longer the
// packet was on the wire. Whatever the rest holds, the row must be consistent with itself, and the
// same by the layer decoders alone.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

#include "packet/record_sink.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void require_equal(const honeysift::PacketRow& a, const honeysift::PacketRow& b) {
  require(std::memcmp(a.src_address, b.src_address, 32) == 0);
  require(a.timestamp_ns == b.timestamp_ns && a.record_offset == b.record_offset);
  require(a.original_length == b.original_length && a.captured_length == b.captured_length);
  require(a.tcp_seq == b.tcp_seq && a.tcp_ack == b.tcp_ack && a.tcp_window == b.tcp_window);
  require(a.network_offset == b.network_offset && a.payload_offset == b.payload_offset);
  require(a.payload_length == b.payload_length && a.payload_captured == b.payload_captured);
  require(a.src_port == b.src_port && a.dst_port == b.dst_port && a.ip_id == b.ip_id);
  require(a.flags == b.flags && a.ip_protocol == b.ip_protocol && a.ttl == b.ttl);
  require(a.tcp_flags == b.tcp_flags && a.icmp_type == b.icmp_type && a.icmp_code == b.icmp_code);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace honeysift;
  if (size < 3) return 0;
  const auto captured = static_cast<uint32_t>(size - 3);
  const std::unique_ptr<uint8_t[]> packet(new uint8_t[captured]);
  if (captured != 0) std::memcpy(packet.get(), data + 3, captured);

  std::vector<uint64_t> memory(packet_columns_size(1) / 8);
  PacketColumns columns = lay_packet_columns(reinterpret_cast<uint8_t*>(memory.data()), 1);
  std::vector<uint8_t> scratch(65535);
  auto state = std::make_unique<DecoderState>();
  ScratchSpace space(scratch.data(), scratch.size());
  PacketRow row;
  RecordSink sink(packet.get(), std::span(&row, 1), space, *state);
  const uint32_t original = captured + data[2] * 8u;
  const uint32_t link_type = uint32_t{data[0]} | uint32_t{data[1]} << 8;
  sink.accept(
      {packet.get(), captured, original, 1, true, 0, link_decoder(link_type), link_type, false});

  require(sink.rows() == 1 && sink.full());
  const auto layered = std::make_unique<DecoderState>();
  layered->by_layers = true;
  std::vector<uint8_t> layered_scratch(65535);
  ScratchSpace layered_space(layered_scratch.data(), layered_scratch.size());
  PacketRow layered_row;
  RecordSink(packet.get(), std::span(&layered_row, 1), layered_space, *layered)
      .accept({packet.get(), captured, original, 1, true, 0, link_decoder(link_type), link_type,
               false});
  require_equal(row, layered_row);
  store_rows(std::span(&row, 1), columns, 0);
  const uint16_t flags = columns.flags[0];
  const uint64_t end = uint64_t{columns.payload_offset[0]} + columns.payload_captured[0];
  require(end <= ((flags & kPayloadInScratch) ? scratch.size() : captured));
  if ((flags & (kHasIp | kFragment)) == kHasIp) {
    // What lies from the IP header to the end of the payload is one packet in one piece of memory.
    require(!(flags & kNetworkInScratch) == !(flags & kPayloadInScratch));
    require(columns.payload_offset[0] == 0 || columns.network_offset[0] <= end);
    const uint8_t* network =
        ((flags & kNetworkInScratch) ? scratch.data() : packet.get()) + columns.network_offset[0];
    require(*network >> 4 == ((flags & kIpv6) ? 6 : 4));
  }
  require(columns.payload_captured[0] <= columns.payload_length[0]);
  require(columns.payload_length[0] <= original);
  if (!(flags & kHasIp)) require((flags & ~kHasTime) == 0);
  if (flags & kLaterFragment) require((flags & kFragment) && !(flags & kHasPorts));
  if (flags & kHasTcp) require((flags & kHasPorts) && columns.ip_protocol[0] == 6);
  if (flags & kHasIcmp) require(!(flags & kHasPorts));
  return 0;
}
