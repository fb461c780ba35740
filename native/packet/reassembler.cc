#include "packet/reassembler.h"

#include <algorithm>
#include <cstring>

namespace honeysift {

namespace {

std::array<uint8_t, 37> key_of(const Fragment& fragment) noexcept {
  std::array<uint8_t, 37> key;
  std::memcpy(key.data(), fragment.addresses[0], 16);
  std::memcpy(key.data() + 16, fragment.addresses[1], 16);
  std::memcpy(key.data() + 32, &fragment.id, 4);
  key[36] = fragment.protocol;
  return key;
}

}  // namespace

void Reassembler::release(Datagram& datagram) noexcept {
  datagram.turn = 0;
  datagram.total = 0;
  datagram.gathered = 0;
  datagram.pieces.clear();
  datagram.bytes.clear();
}

Reassembler::Datagram& Reassembler::find_or_start(const Fragment& fragment,
                                                  AnomalyCounts& anomalies) noexcept {
  const auto key = key_of(fragment);
  Datagram* place = nullptr;
  for (Datagram& datagram : datagrams_) {
    if (datagram.turn == 0) {
      place = &datagram;
    } else if (datagram.key == key) {
      const int64_t age = fragment.time_ns - datagram.started_ns;
      if (age <= kMaxAgeNs && age >= -kMaxAgeNs) return datagram;
      // The identification came round again.
      anomalies.count(Anomaly::kIncompleteIpDatagram);
      release(datagram);
      place = &datagram;
      break;
    }
  }
  if (!place && datagrams_.size() < kMaxDatagrams) place = &datagrams_.emplace_back();
  if (!place) {
    place = &*std::min_element(datagrams_.begin(), datagrams_.end(),
                               [](const auto& a, const auto& b) { return a.turn < b.turn; });
    anomalies.count(Anomaly::kIncompleteIpDatagram);
    release(*place);
  }
  place->key = key;
  place->turn = ++turns_;
  place->started_ns = fragment.time_ns;
  return *place;
}

Reassembly Reassembler::add(const Fragment& fragment, AnomalyCounts& anomalies) noexcept {
  const uint64_t end = uint64_t{fragment.offset} + fragment.wire;
  if (fragment.captured < fragment.wire || fragment.wire == 0 || end > kMaxBytes) {
    return Reassembly::kRefused;
  }
  Datagram& datagram = find_or_start(fragment, anomalies);
  const Piece piece{fragment.offset, fragment.wire};
  const auto next = std::lower_bound(datagram.pieces.begin(), datagram.pieces.end(), piece,
                                     [](Piece a, Piece b) { return a.offset < b.offset; });
  // The same fragment again, as duplicating networks and captures have it.
  if (next != datagram.pieces.end() && next->offset == piece.offset &&
      next->length == piece.length) {
    return Reassembly::kHeld;
  }
  const bool overlaps =
      (next != datagram.pieces.end() && next->offset < end) ||
      (next != datagram.pieces.begin() && (next - 1)->offset + (next - 1)->length > piece.offset);
  const bool beyond = datagram.total != 0 && (end > datagram.total || !fragment.more);
  if (overlaps || beyond || datagram.pieces.size() == kMaxFragments) {
    anomalies.count(overlaps || beyond ? Anomaly::kOverlappingIpFragments
                                       : Anomaly::kIncompleteIpDatagram);
    release(datagram);
    return Reassembly::kRefused;
  }
  datagram.pieces.insert(next, piece);
  if (datagram.bytes.size() < end) datagram.bytes.resize(end);
  std::memcpy(datagram.bytes.data() + piece.offset, fragment.data, piece.length);
  datagram.gathered += piece.length;
  if (!fragment.more) datagram.total = static_cast<uint32_t>(end);
  if (datagram.total == 0) return Reassembly::kHeld;
  // An earlier piece lies behind what turned out to be the last.
  if (datagram.bytes.size() > datagram.total) {
    anomalies.count(Anomaly::kOverlappingIpFragments);
    release(datagram);
    return Reassembly::kRefused;
  }
  if (datagram.gathered < datagram.total) return Reassembly::kHeld;
  complete_.swap(datagram.bytes);
  release(datagram);
  return Reassembly::kComplete;
}

void Reassembler::finish(AnomalyCounts& anomalies) noexcept {
  for (Datagram& datagram : datagrams_) {
    if (datagram.turn == 0) continue;
    anomalies.count(Anomaly::kIncompleteIpDatagram);
    release(datagram);
  }
}

}  // namespace honeysift
