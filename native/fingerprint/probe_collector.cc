#include "fingerprint/probe_collector.h"

#include <algorithm>
#include <new>

#include "fingerprint/probe_part.h"
#include "fingerprint/read_signature.h"
#include "fingerprint/syn_rows.h"

namespace honeysift {

namespace {

constexpr uint32_t kMostNumbers = 0xfffffff0u;
constexpr uint16_t kAnyMark = kMiraiMark | kMasscanMark | kZmapMark;
constexpr int64_t kNsPerDay = 86'400'000'000'000;

bool is_of_interest(uint16_t flags, uint8_t tcp_flags) noexcept {
  return is_syn(flags, tcp_flags) || (flags & kAnyMark) != 0;
}

// The same day that the attack sources count by (sources/aggregator.cc).
int32_t day_of(const PacketRow& row) noexcept {
  if ((row.flags & kHasTime) == 0) return 0;
  const int64_t time = std::max(row.timestamp_ns, INT64_MIN + kNsPerDay);
  const int64_t days = time / kNsPerDay;
  return static_cast<int32_t>(time % kNsPerDay < 0 ? days - 1 : days);
}

}  // namespace

bool ProbeCollector::has_room() const noexcept {
  return counts_.size() < kMostNumbers && signatures_.size() < kMostNumbers;
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
  for (const PacketRow& row : rows) {
    if (!is_of_interest(row.flags, row.tcp_flags)) continue;
    if (!has_room()) return FingerprintStatus::kTooMany;
    take(row, bytes, scratch);
  }
  return FingerprintStatus::kOk;
} catch (const std::bad_alloc&) {
  return FingerprintStatus::kOutOfMemory;
}

void ProbeCollector::take(const PacketRow& row, std::span<const uint8_t> bytes,
                          std::span<const uint8_t> scratch) {
  const int32_t target = honeypots_.find(load_address(row.dst_address));
  const Address peer = load_address(row.src_address);
  if (target < 0 || honeypots_.find(peer) >= 0) return;

  ProbeCount count;
  count.peer = peer;
  count.packets = 1;
  count.day = day_of(row);
  count.target = static_cast<uint32_t>(target);
  count.signature = kNoSyn;
  if (is_syn(row.flags, row.tcp_flags)) {
    RawSignature signature;
    const bool whole =
        read_signature(packet_of(row, bytes, scratch), row.payload_length != 0, signature);
    count.signature = whole ? signatures_.intern(signature) : kUnreadSyn;
  }
  count.marks = ((row.flags & kMiraiMark) ? kMirai : 0) |
                ((row.flags & kMasscanMark) ? kMasscan : 0) | ((row.flags & kZmapMark) ? kZmap : 0);
  counts_.add(count);
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
    counts_.add(count);
  }
  return FingerprintStatus::kOk;
} catch (const std::bad_alloc&) {
  return FingerprintStatus::kOutOfMemory;
}

}  // namespace honeysift
