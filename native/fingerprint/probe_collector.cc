#include "fingerprint/probe_collector.h"

#include <algorithm>
#include <cstring>
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

uint32_t marks_of(const PacketRow& row) noexcept {
  return ((row.flags & kMiraiMark) ? kMirai : 0) | ((row.flags & kMasscanMark) ? kMasscan : 0) |
         ((row.flags & kZmapMark) ? kZmap : 0);
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
    if (!has_room()) return FingerprintStatus::kTooMany;
    for (const PacketRow& row : rows.first(std::min(kBlock, rows.size()))) {
      if (is_of_interest(row.flags, row.tcp_flags)) take(row, bytes, scratch);
    }
  }
  return FingerprintStatus::kOk;
} catch (const std::bad_alloc&) {
  return FingerprintStatus::kOutOfMemory;
}

void ProbeCollector::take(const PacketRow& row, std::span<const uint8_t> bytes,
                          std::span<const uint8_t> scratch) {
  const auto packet = packet_of(row, bytes, scratch);
  Recent syn;
  if (!read_plain(row, packet, syn)) {
    count(row, packet);
    return;
  }
  Recent& recent = recent_[syn.addresses * kHashA >> 58];
  if (recent.is_like(syn)) {
    ++counts_[recent.count].packets;
    return;
  }
  syn.count = count(row, packet);
  if (syn.count != kNone) recent = syn;
}

// False where that takes more than a look at the header, or the SYN is not of the clock's day.
bool ProbeCollector::read_plain(const PacketRow& row, std::span<const uint8_t> packet,
                                Recent& syn) const noexcept {
  constexpr uint16_t kNeeded = kHasIp | kHasTcp | kHasTime;
  if ((row.flags & (kNeeded | kIpv6)) != kNeeded || !clock_.in_current_day(row.timestamp_ns) ||
      !is_syn(row.flags, row.tcp_flags)) {
    return false;
  }
  uint32_t src, dst;
  std::memcpy(&src, row.src_address + 12, 4);
  std::memcpy(&dst, row.dst_address + 12, 4);
  syn.addresses = uint64_t{dst} << 32 | src;
  syn.marks = marks_of(row);
  return read_header_facts(packet, row.payload_length != 0, syn.facts);
}

// The number of the count that it was added to; kNone when it is no packet from a peer to a
// honeypot.
uint32_t ProbeCollector::count(const PacketRow& row, std::span<const uint8_t> packet) {
  const Address peer = load_address(row.src_address);
  const int32_t target = honeypots_.find(load_address(row.dst_address));
  if (target < 0 || honeypots_.find(peer) >= 0) return kNone;
  const int64_t time = (row.flags & kHasTime) != 0 ? clamp_time(row.timestamp_ns) : 0;
  if (!clock_.in_current_day(time)) {
    clock_.go_to(time);
    recent_.fill({});
  }
  ProbeCount count;
  count.peer = peer;
  count.packets = 1;
  count.day = clock_.day();
  count.target = static_cast<uint32_t>(target);
  count.signature = kNoSyn;
  if (is_syn(row.flags, row.tcp_flags)) {
    const uint32_t id = signatures_.intern_packet(packet, row.payload_length != 0);
    count.signature = id != SignatureTable::kUnread ? id : kUnreadSyn;
  }
  count.marks = marks_of(row);
  return counts_.add(count);
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
