#include "fingerprint/probe_collector.h"

#include <algorithm>
#include <new>

#include "fingerprint/probe_part.h"
#include "fingerprint/syn_rows.h"

namespace honeysift {

namespace {

constexpr uint32_t kMostNumbers = 0xfffffff0u;
constexpr uint16_t kAnyMark = kMiraiMark | kMasscanMark | kZmapMark;

bool is_of_interest(uint16_t flags, uint8_t tcp_flags) noexcept {
  return is_syn(flags, tcp_flags) || (flags & kAnyMark) != 0;
}

}  // namespace

bool ProbeCollector::has_room() const noexcept {
  return counts_.size() < kMostNumbers - kBlock && signatures_.size() < kMostNumbers - kBlock;
}

FingerprintStatus ProbeCollector::add_batch(const PacketColumns& columns, size_t rows,
                                            std::span<const uint8_t> bytes,
                                            std::span<const uint8_t> scratch) noexcept {
  rows = std::min(rows, columns.capacity);
  PacketRow row;
  for (size_t at = 0; at < rows; ++at) {
    if (!is_of_interest(columns.flags[at], columns.tcp_flags[at])) continue;
    load_rows(columns, at, {&row, 1});
    const FingerprintStatus status = add_rows({&row, 1}, bytes, scratch);
    if (status != FingerprintStatus::kOk) return status;
  }
  return FingerprintStatus::kOk;
}

FingerprintStatus ProbeCollector::add_rows(std::span<const PacketRow> rows,
                                           std::span<const uint8_t> bytes,
                                           std::span<const uint8_t> scratch) noexcept try {
  for (; !rows.empty(); rows = rows.subspan(std::min(kBlock, rows.size()))) {
    std::array<uint8_t, kBlock> found;
    size_t count = 0;
    for (size_t i = 0; i < std::min(kBlock, rows.size()); ++i) {
      found[count] = static_cast<uint8_t>(i);
      count += is_of_interest(rows[i].flags, rows[i].tcp_flags);
    }
    if (!has_room()) return FingerprintStatus::kTooMany;
    size_t pending = 0;
    for (size_t i = 0; i < count; ++i) {
      pending += take(rows[found[i]], bytes, scratch, newcomers_[pending]);
    }
    for (size_t i = 0; i < pending; ++i) {
      const Newcomer& newcomer = newcomers_[i];
      recent_[newcomer.recent] = {newcomer.count.peer, newcomer.honeypot,
                                  counts_.add(newcomer.count), true};
    }
  }
  return FingerprintStatus::kOk;
} catch (const std::bad_alloc&) {
  return FingerprintStatus::kOutOfMemory;
}

// False when the packet was counted, or is none from a peer to a honeypot.
bool ProbeCollector::take(const PacketRow& row, std::span<const uint8_t> bytes,
                          std::span<const uint8_t> scratch, Newcomer& newcomer) {
  const Address honeypot = load_address(row.dst_address);
  const Address peer = load_address(row.src_address);
  const size_t at = hash_words(peer.low, peer.high, honeypot.low, honeypot.high) % kRecent;
  const Recent& recent = recent_[at];
  const bool known = recent.known && recent.peer == peer && recent.honeypot == honeypot;
  ProbeCount& count = newcomer.count;
  if (known) {
    count.target = counts_[recent.count].target;
  } else {
    const int32_t target = honeypots_.find(honeypot);
    if (target < 0 || honeypots_.find(peer) >= 0) return false;
    count.target = static_cast<uint32_t>(target);
  }
  count.peer = peer;
  count.packets = 1;
  count.day =
      (row.flags & kHasTime) != 0 ? clock_.day_of(clamp_time(row.timestamp_ns)) : int32_t{0};
  count.signature = kNoSyn;
  if (is_syn(row.flags, row.tcp_flags)) {
    const uint32_t id =
        signatures_.intern_packet(packet_of(row, bytes, scratch), row.payload_length != 0);
    count.signature = id != SignatureTable::kUnread ? id : kUnreadSyn;
  }
  count.marks = ((row.flags & kMiraiMark) ? kMirai : 0) |
                ((row.flags & kMasscanMark) ? kMasscan : 0) | ((row.flags & kZmapMark) ? kZmap : 0);
  if (known && counts_[recent.count].same_kind(count)) {
    ++counts_[recent.count].packets;
    return false;
  }
  counts_.prefetch(count);
  newcomer.honeypot = honeypot;
  newcomer.recent = at;
  return true;
}

FingerprintStatus ProbeCollector::absorb(std::span<const uint8_t> bytes) noexcept try {
  ProbePart part;
  if (!read_probe_part(bytes, target_count(), part)) return FingerprintStatus::kBadPart;
  std::vector<uint32_t> ids(part.header.signature_count);
  for (uint32_t i = 0; i < ids.size(); ++i) {
    if (!has_room()) return FingerprintStatus::kTooMany;
    ids[i] = signatures_.intern(part.signature(i));
  }
  for (uint32_t i = 0; i < part.header.count_count; ++i) {
    if (!has_room()) return FingerprintStatus::kTooMany;
    ProbeCount count = part.count(i);
    if (count.signature < ids.size()) count.signature = ids[count.signature];
    counts_.append(count);
  }
  return FingerprintStatus::kOk;
} catch (const std::bad_alloc&) {
  return FingerprintStatus::kOutOfMemory;
}

}  // namespace honeysift
