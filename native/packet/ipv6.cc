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
  row.ttl = header[7];
  std::memcpy(row.src_address, header + 8, 16);
  std::memcpy(row.dst_address, header + 24, 16);

  // 0 with an upper layer present: a jumbogram or segmentation offload; the frame's length counts.
  const uint32_t payload_length = load_be16(header + 4);
  if (payload_length != 0) {
    if (payload_length > bytes.wire()) context.count(Anomaly::kIpv6LengthExceedsFrame);
    bytes.limit(payload_length);
  }
  uint8_t protocol = header[6];
  row.ip_protocol = protocol;
  for (int extensions = 0; is_extension(protocol); ++extensions) {
    // Shorter than the least extension is not truncation by the snap length but a shim protocol
    // without a body.
    const uint8_t* extension = nullptr;
    if (extensions == kMaxExtensions) {
      context.count(Anomaly::kTooManyIpv6Extensions);
      return context.set_payload(bytes);
    }
    extension = bytes.take(8);
    if (!extension) {
      context.count(Anomaly::kTruncatedIpv6Extension);
      return context.set_payload(bytes);
    }
    uint32_t rest = extension[1] * 8u;
    if (protocol == kFragmentHeader) {
      rest = 0;
      const uint16_t fragment = load_be16(extension + 2);
      row.ip_id = load_be16(extension + 6);
      if (fragment & 0xfff9) row.flags |= kFragment;
      if (fragment & 0xfff8) {
        row.flags |= kLaterFragment;
        row.ip_protocol = extension[0];
        return context.set_payload(bytes);
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
