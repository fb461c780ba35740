// Named anomalies: what was wrong with a record or a layer. Names are permanent and documented in
// src/packets/README.md; a test holds the two lists together.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace honeysift {

#define HONEYSIFT_PACKET_ANOMALIES(X)                                  \
  X(kTruncatedPcapHeader, "truncated_pcap_header")                     \
  X(kBadPcapRecordLength, "bad_pcap_record_length")                    \
  X(kTruncatedPcapRecord, "truncated_pcap_record")                     \
  X(kZeroedPcapRecord, "zeroed_pcap_record")                           \
  X(kBadTimestampFraction, "bad_timestamp_fraction")                   \
  X(kCapturedExceedsOriginal, "captured_exceeds_original")             \
  X(kPcapHeaderInStream, "pcap_header_in_stream")                      \
  X(kBadPcapngBlockLength, "bad_pcapng_block_length")                  \
  X(kTruncatedPcapngBlock, "truncated_pcapng_block")                   \
  X(kBadPcapngSection, "bad_pcapng_section")                           \
  X(kUnknownPcapngInterface, "unknown_pcapng_interface")               \
  X(kBadPcapngPacketLength, "bad_pcapng_packet_length")                \
  X(kBadPcapngOption, "bad_pcapng_option")                             \
  X(kTooManyPcapngInterfaces, "too_many_pcapng_interfaces")            \
  X(kTimestampOutOfRange, "timestamp_out_of_range")                    \
  X(kTruncatedGzip, "truncated_gzip")                                  \
  X(kCorruptGzip, "corrupt_gzip")                                      \
  X(kTruncatedZstd, "truncated_zstd")                                  \
  X(kCorruptZstd, "corrupt_zstd")                                      \
  X(kTruncatedXz, "truncated_xz")                                      \
  X(kCorruptXz, "corrupt_xz")                                          \
  X(kUnsupportedLinkType, "unsupported_link_type")                     \
  X(kTruncatedLinkHeader, "truncated_link_header")                     \
  X(kTruncatedVlanTag, "truncated_vlan_tag")                           \
  X(kTooManyLayers, "too_many_layers")                                 \
  X(kBadIpVersion, "bad_ip_version")                                   \
  X(kTruncatedIpv4Header, "truncated_ipv4_header")                     \
  X(kBadIpv4HeaderLength, "bad_ipv4_header_length")                    \
  X(kBadIpv4TotalLength, "bad_ipv4_total_length")                      \
  X(kIpv4LengthExceedsFrame, "ipv4_length_exceeds_frame")              \
  X(kTruncatedIpv6Header, "truncated_ipv6_header")                     \
  X(kIpv6LengthExceedsFrame, "ipv6_length_exceeds_frame")              \
  X(kTruncatedIpv6Extension, "truncated_ipv6_extension")               \
  X(kTooManyIpv6Extensions, "too_many_ipv6_extensions")                \
  X(kIncompleteIpDatagram, "incomplete_ip_datagram")                   \
  X(kOverlappingIpFragments, "overlapping_ip_fragments")               \
  X(kTruncatedAuthenticationHeader, "truncated_authentication_header") \
  X(kTruncatedTcpHeader, "truncated_tcp_header")                       \
  X(kBadTcpHeaderLength, "bad_tcp_header_length")                      \
  X(kTruncatedUdpHeader, "truncated_udp_header")                       \
  X(kBadUdpLength, "bad_udp_length")                                   \
  X(kTruncatedIcmpHeader, "truncated_icmp_header")

enum class Anomaly : uint8_t {
#define X(id, name) id,
  HONEYSIFT_PACKET_ANOMALIES(X)
#undef X
      kCount
};

inline constexpr size_t kAnomalyCount = static_cast<size_t>(Anomaly::kCount);

inline constexpr std::array<const char*, kAnomalyCount> kAnomalyNames = {
#define X(id, name) name,
    HONEYSIFT_PACKET_ANOMALIES(X)
#undef X
};

class AnomalyCounts {
 public:
  void count(Anomaly anomaly) noexcept { ++counts_[static_cast<size_t>(anomaly)]; }
  uint64_t of(Anomaly anomaly) const noexcept { return counts_[static_cast<size_t>(anomaly)]; }

 private:
  std::array<uint64_t, kAnomalyCount> counts_{};
};

}  // namespace honeysift
