// IEEE 802.11 data frames, and the radiotap header that capture drivers put before them
// (https://www.radiotap.org).
#include "packet/layers.h"
#include "packet/wire.h"

namespace honeysift {

namespace {

constexpr uint8_t kTypeMask = 0x0c;
constexpr uint8_t kTypeData = 0x08;
constexpr uint8_t kSubtypeNoData = 0x40;
constexpr uint8_t kSubtypeQos = 0x80;
constexpr uint8_t kToDs = 0x01;
constexpr uint8_t kFromDs = 0x02;
constexpr uint8_t kProtected = 0x40;
constexpr uint8_t kOrder = 0x80;
constexpr uint8_t kAggregated = 0x80;

constexpr uint8_t kRadiotapDataPad = 0x20;

void decode_80211(LayerContext& context, LayerBytes bytes, bool padded) noexcept {
  if (bytes.captured() < 2) return context.count(Anomaly::kTruncatedLinkHeader);
  const uint8_t type = bytes.here()[0];
  const uint8_t flags = bytes.here()[1];
  // Management, control and encrypted frames show no IP packet.
  if ((type & kTypeMask) != kTypeData || (type & kSubtypeNoData) || (flags & kProtected)) return;
  const bool qos = (type & kSubtypeQos) != 0;
  uint32_t length = 24;
  if ((flags & (kToDs | kFromDs)) == (kToDs | kFromDs)) length += 6;
  const uint32_t qos_at = length;
  if (qos) length += (flags & kOrder) ? 6 : 2;
  if (padded) length = (length + 3) & ~3u;
  const uint8_t* header = bytes.take(length);
  if (!header) return context.count(Anomaly::kTruncatedLinkHeader);
  // Only the first fragment of a frame begins with a link header.
  if ((header[22] & 0x0f) != 0) return;
  // Of several frames aggregated into one, the first is taken: a record is one row.
  if (qos && (header[qos_at] & kAggregated)) {
    const uint8_t* subframe = bytes.take(14);
    if (!subframe) return context.count(Anomaly::kTruncatedLinkHeader);
    bytes.limit(load_be16(subframe + 12));
  }
  decode_llc(context, bytes);
}

// The flags field of a radiotap header, 0 when it has none.
uint8_t radiotap_flags(const uint8_t* header, uint32_t length) noexcept {
  uint32_t at = 4;
  uint32_t present = 0;
  const uint32_t first_present = load_le32(header + 4);
  do {
    if (at + 4 > length) return 0;
    present = load_le32(header + at);
    at += 4;
  } while (present & 0x80000000u);
  // Before the flags stands the timer, aligned to its eight bytes, when it is there.
  if (first_present & 1) at = ((at + 7) & ~7u) + 8;
  return (first_present & 2) && at < length ? header[at] : uint8_t{0};
}

}  // namespace

void decode_ieee80211(LayerContext& context, LayerBytes bytes) noexcept {
  decode_80211(context, bytes, false);
}

void decode_radiotap(LayerContext& context, LayerBytes bytes) noexcept {
  if (bytes.captured() < 8) return context.count(Anomaly::kTruncatedLinkHeader);
  const uint32_t length = load_le16(bytes.here() + 2);
  const uint8_t* header = length < 8 ? nullptr : bytes.take(length);
  if (!header) return context.count(Anomaly::kTruncatedLinkHeader);
  decode_80211(context, bytes, (radiotap_flags(header, length) & kRadiotapDataPad) != 0);
}

}  // namespace honeysift
