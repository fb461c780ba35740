// Packets in, counts per address, day, honeypot and raw signature out: what is known of the attack
// sources' TCP/IP stacks before a signature database is asked. A monoid: batches and parts may come
// in any order and any split. Entry points are noexcept and return a status; after one other than
// kOk the object may only be destroyed.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "common/packet_columns.h"
#include "fingerprint/probe_counts.h"
#include "fingerprint/signature_table.h"
#include "fingerprint/status.h"
#include "packet/packet_row.h"
#include "sources/honeypot_index.h"
#include "sources/utc_day.h"

namespace honeysift {

class ProbeCollector {
 public:
  // `addresses`: 16 bytes for each honeypot address.
  explicit ProbeCollector(std::span<const uint8_t> addresses) : honeypots_(addresses) {}

  // Rows [0, rows) of a batch: the inbound SYNs (without ACK, FIN and RST) and the inbound packets
  // with a scanner mark. `bytes` and `scratch` are what network offsets point into.
  FingerprintStatus add_batch(const PacketColumns& columns, size_t rows,
                              std::span<const uint8_t> bytes,
                              std::span<const uint8_t> scratch) noexcept;
  // The same of packets as records.
  FingerprintStatus add_rows(std::span<const PacketRow> rows, std::span<const uint8_t> bytes,
                             std::span<const uint8_t> scratch) noexcept;

  // A part made by ProbePartEncoder for the same honeypot addresses.
  FingerprintStatus absorb(std::span<const uint8_t> part) noexcept;

  const SignatureTable& signatures() const noexcept { return signatures_; }
  const ProbeCounts& counts() const noexcept { return counts_; }
  uint32_t target_count() const noexcept { return honeypots_.count(); }

 private:
  // A plain SYN, and the count that it was added to: most SYNs are like the last one of their
  // addresses.
  struct alignas(64) Recent {
    uint64_t addresses = 0;  // IPv4: of the sender in the lower half, of the honeypot in the upper
    HeaderFacts facts;       // of no packet: nothing is known
    uint32_t marks = 0;
    uint32_t count = 0;

    bool is_like(const Recent& other) const noexcept {
      return addresses == other.addresses && marks == other.marks && facts == other.facts;
    }
  };
  static constexpr size_t kRecent = 64;
  static constexpr size_t kBlock = 64;
  static constexpr uint32_t kNone = 0xffffffff;

  void take(const PacketRow& row, std::span<const uint8_t> bytes, std::span<const uint8_t> scratch);
  bool read_plain(const PacketRow& row, std::span<const uint8_t> packet,
                  Recent& syn) const noexcept;
  uint32_t count(const PacketRow& row, std::span<const uint8_t> packet);
  bool has_room() const noexcept;

  HoneypotIndex honeypots_;
  SignatureTable signatures_;
  ProbeCounts counts_;
  DayClock clock_;
  std::array<Recent, kRecent> recent_{};  // of the clock's day, by hash of their addresses
};

}  // namespace honeysift
