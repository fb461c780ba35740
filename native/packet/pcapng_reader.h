// pcapng files: https://datatracker.ietf.org/doc/draft-ietf-opsawg-pcapng/ . Sections of either
// byte order, several interfaces, enhanced, simple and obsolete packet blocks; other blocks are
// passed over.
//
// The two rules of pcap_reader.h hold here as well.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "packet/fed_bytes.h"
#include "packet/pcapng_interface.h"
#include "packet/record_sink.h"

namespace honeysift {

class PcapngReader {
 public:
  // Wireshark's bound on an honest block, and the most a search may wait for.
  static constexpr uint32_t kMaxBlock = 16u << 20;
  static constexpr uint32_t kMaxSearchedBlock = 1u << 20;
  static constexpr size_t kMaxInterfaces = 1u << 16;

  static bool has_magic(const uint8_t* bytes) noexcept;

  ReadStep read(const FedBytes& fed, RecordSink& sink) noexcept;

 private:
  void read_block(uint32_t type, const uint8_t* block, uint32_t length, uint64_t offset,
                  RecordSink& sink) noexcept;
  void open_section(const uint8_t* block, uint32_t length, CaptureTotals& totals) noexcept;
  void add_interface(const uint8_t* block, uint32_t length, CaptureTotals& totals) noexcept;
  void accept_packet(uint32_t interface, const uint8_t* data, uint32_t room, uint32_t captured,
                     uint32_t original, const uint64_t* ticks, uint64_t offset,
                     RecordSink& sink) noexcept;
  // Whether the 28 bytes at `block` look like the beginning of a known one.
  bool plausible(const uint8_t* block) const noexcept;
  size_t search(const FedBytes& fed, size_t& at) const noexcept;
  void begin_loss(Anomaly anomaly, uint64_t offset) noexcept;

  bool big_endian_ = false;
  std::vector<PcapngInterface> interfaces_;
  bool lost_ = false;
  Anomaly loss_anomaly_ = Anomaly::kBadPcapngBlockLength;
  uint64_t loss_offset_ = 0;
};

}  // namespace honeysift
