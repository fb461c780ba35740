// pcap files: either byte order, microseconds, nanoseconds, and Kuznetzov's modified record header.
//
// Rule 1. A damaged record never ends the file: the reader searches byte by byte for the next
// plausible record and
//         notes what it passed over.
// Rule 2. A decision never depends on how the stream was cut: where more bytes could change it,
// more are asked for.
#pragma once

#include <cstddef>
#include <cstdint>

#include "packet/fed_bytes.h"
#include "packet/record_sink.h"

namespace honeysift {

class PcapReader {
 public:
  static constexpr size_t kFileHeader = 24;
  // What Wireshark and libpcap take for the largest honest record.
  static constexpr uint32_t kMaxRecord = 262144;

  // Whether four bytes are one of the magic numbers.
  static bool has_magic(const uint8_t* bytes) noexcept;

  ReadStep read(const FedBytes& fed, RecordSink& sink) noexcept;

 private:
  struct RecordHeader {
    uint32_t seconds;
    uint32_t fraction;
    uint32_t captured;
    uint32_t original;
  };

  void open(const uint8_t* header) noexcept;
  // Reads on from `at` while records are as they should be; the place it stopped at.
  template <bool kBigEndian, bool kFilters>
  size_t read_sound_records(FedBytes fed, size_t at, RecordSink& sink) noexcept;
  bool looks_like_file_header(const uint8_t* bytes, size_t left) const noexcept;
  RecordHeader parse(const uint8_t* bytes) const noexcept;
  bool plausible(const RecordHeader& header) const noexcept;
  bool plausible_after(const RecordHeader& header, uint32_t seconds) const noexcept;
  struct Search {
    size_t at;      // where the search stands
    size_t needed;  // bytes needed from there on before it can go on; else 0
    bool found;
  };
  // The next plausible record in [at, end).
  Search search(const FedBytes& fed, size_t at, size_t end) const noexcept;
  Search search_within(const FedBytes& fed, size_t at, size_t record) const noexcept;
  void begin_loss(Anomaly anomaly, uint64_t offset) noexcept;

  bool opened_ = false;
  bool has_sound_records_ = false;  // the record header is the usual one
  bool big_endian_ = false;
  bool nanoseconds_ = false;
  bool lengths_swapped_ = false;        // versions before 2.3
  bool lengths_maybe_swapped_ = false;  // version 2.3: whichever is smaller was captured
  uint32_t record_header_ = 16;
  uint32_t snap_length_ = 0;
  LayerDecoder link_ = nullptr;
  uint32_t link_type_ = 0;
  // Times of the last two good records, the measure of plausibility; one of them may itself be
  // damaged.
  uint32_t last_seconds_ = 0;
  uint32_t previous_seconds_ = 0;
  uint32_t good_records_ = 0;
  bool lost_ = false;
  Anomaly loss_anomaly_ = Anomaly::kBadPcapRecordLength;
  uint64_t loss_offset_ = 0;
};

}  // namespace honeysift
