#include <cstring>

#include "packet/layers.h"
#include "packet/wire.h"

namespace honeysift {

namespace {

constexpr uint8_t kHopByHop = 0;
constexpr uint8_t kRouting = 43;
constexpr uint8_t kFragmentHeader = 44;
constexpr uint8_t kAuthentication = 51;
constexpr uint8_t kDestination = 60;
constexpr uint8_t kMobility = 135;
constexpr uint8_t kHostIdentity = 139;
constexpr uint8_t kShim6 = 140;
// RFC 8200 foresees each header once, destination options twice; more is somebody's experiment.
constexpr int kMaxExtensions = 16;

bool is_extension(uint8_t protocol) noexcept {
  switch (protocol) {
    case kHopByHop:
    case kRouting:
    case kFragmentHeader:
    case kAuthentication:
    case kDestination:
    case kMobility:
    case kHostIdentity:
    case kShim6:
      return true;
    default:
      return false;
  }
}

}  // namespace

void decode_ipv6(LayerContext& context, LayerBytes bytes) noexcept {
  const uint8_t* header = bytes.take(40);
  if (!header) return context.count(Anomaly::kTruncatedIpv6Header);
  if (header[0] >> 4 != 6) return context.count(Anomaly::kBadIpVersion);

  PacketRow& row = context.row;
  row.flags |= kHasIp | kIpv6;
  context.set_network(header);
  row.ttl = header[7];
  std::memcpy(row.src_address, header + 8, 16);
  std::memcpy(row.dst_address, header + 24, 16);

  // 0 with an upper layer present: a jumbogram or segmentation offload; the frame's length counts.
  const uint32_t payload_length = load_be16(header + 4);
  if (payload_length != 0) {
    if (payload_length > bytes.wire()) context.count(Anomaly::kIpv6LengthExceedsFrame);
    bytes.limit(payload_length);
  }
  row.ip_protocol = header[6];
  decode_ipv6_payload(context, header[6], bytes);
}

void decode_ipv6_payload(LayerContext& context, uint8_t protocol, LayerBytes bytes) noexcept {
  PacketRow& row = context.row;
  for (int extensions = 0; is_extension(protocol); ++extensions) {
    if (extensions == kMaxExtensions) {
      context.count(Anomaly::kTooManyIpv6Extensions);
      return context.set_payload(bytes);
    }
    const uint8_t* extension = bytes.take(8);
    if (!extension) {
      context.count(Anomaly::kTruncatedIpv6Extension);
      if (bytes.captured() != 0 && protocol != kFragmentHeader) row.ip_protocol = bytes.here()[0];
      return context.set_payload(bytes);
    }
    uint32_t rest = extension[1] * 8u;
    if (protocol == kFragmentHeader) {
      rest = 0;
      const uint16_t fragment = load_be16(extension + 2);
      row.ip_id = load_be16(extension + 6);
      // Offset 0 and none to follow: an "atomic" fragment, RFC 6946, is the whole packet.
      if (fragment & 0xfff9) {
        const FragmentHeader part{
            .id = load_be32(extension + 4),
            .protocol = extension[0],
            .offset = fragment & 0xfff8u,
            .more = (fragment & 1) != 0,
        };
        return decode_fragment(context, part, bytes, decode_ipv6_payload);
      }
    } else if (protocol == kAuthentication) {
      // Counted in 4-byte units less two, RFC 4302; the first eight bytes are taken already.
      rest = extension[1] == 0 ? 0 : (extension[1] + 2u) * 4 - 8;
    }
    protocol = extension[0];
    row.ip_protocol = protocol;
    if (rest != 0 && !bytes.take(rest)) {
      context.count(Anomaly::kTruncatedIpv6Extension);
      bytes.pass(rest);
      return context.set_payload(bytes);
    }
  }
  decode_transport(context, protocol, bytes);
}

}  // namespace honeysift
