// Rows of the table `packets`, and the payloads they point to: batches of decoded packets of one
// capture in, pieces of Parquet files out, one file per month (UTC).
//
// Rules:
// 1. The bytes depend on the packets and their order alone, not on how they were cut into batches.
// 2. Memory is bounded: packets are kept in blocks of so many rows or bytes of payload, and a block
//    is encoded when it is full. A month whose packets come in several blocks has row groups of
//    each.
// 3. Entry points are noexcept and return a status; std::bad_alloc is caught there and nowhere
//    else. After a status other than kOk the object may only be destroyed.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "packet/packet_row.h"
#include "table/address_table.h"
#include "table/packet_block.h"
#include "table/parquet_file.h"
#include "table/payload_table.h"
#include "table/row_group.h"
#include "table/table_status.h"

namespace honeysift {

// The honeypots as the rows name them.
struct PacketTableNames {
  std::vector<uint8_t> addresses;      // 16 bytes each
  std::vector<uint16_t> honeypots_of;  // per address: index in `honeypots`
  std::vector<uint16_t> groups_of;     // per address: index in `suffixes`
  std::vector<std::string> honeypots;  // UTF-8
  std::vector<std::string> suffixes;   // of source ids
  bool has_source_ids = true;          // false: source_id is null in every row
};

// A file under way. Its pieces, taken one after another, are the file.
struct MonthFile {
  ParquetFile file{packet_table_columns()};
  std::vector<uint64_t> digest_places;  // where the file must have the digest of the capture
};

class PacketTable {
 public:
  // Rows that wait to be encoded, and rows of a row group, at most; bytes of distinct payloads.
  static constexpr size_t kBlockRows = 8 * 30'720;
  static constexpr size_t kGroupRows = 30'720;
  static constexpr uint64_t kBlockPayloadBytes = uint64_t{32} << 20;

  // `names` must be consistent: as many honeypots and groups as addresses, all within their lists.
  explicit PacketTable(PacketTableNames names);

  // A batch. `bytes` and `scratch` are what the payload offsets point into.
  TableStatus add_rows(std::span<const PacketRow> rows, std::span<const uint8_t> bytes,
                       std::span<const uint8_t> scratch) noexcept;

  // Encodes what waits and ends all files. `digest` has kDigestLength characters.
  TableStatus finish(std::string_view digest) noexcept;

  // By months since January 1970.
  std::map<int32_t, MonthFile>& months() noexcept { return months_; }
  ParquetFile& payloads() noexcept { return payload_file_; }
  uint64_t pending_bytes() const noexcept { return pending_bytes_; }
  void take_all() noexcept;  // after all pieces were copied

 private:
  void find(const PacketRow& row, std::span<const uint8_t> bytes, std::span<const uint8_t> scratch);
  void find_direction(PacketFinding& finding);
  uint32_t source_number(const BlockSource& source);
  int32_t month_of(int32_t day);
  bool is_full() const noexcept;
  void encode_block();
  void encode_rows(int32_t month, std::span<const uint32_t> rows);
  void count_pending() noexcept;

  PacketTableNames names_;
  HoneypotIndex index_;
  AddressTable addresses_;
  PayloadTable payload_table_;
  std::vector<BlockSource> sources_;
  std::vector<uint32_t> newest_source_;  // by address: the last one given out, plus 1; 0: none
  std::unordered_map<BlockSource, uint32_t, BlockSourceHash> source_numbers_;
  PacketBlock block_;
  uint64_t packets_ = 0;  // before the block
  RowGroupWriter writer_;
  std::map<int32_t, MonthFile> months_;
  int32_t known_day_ = 0;  // whose month is known_month_
  int32_t known_month_ = 0;
  ParquetFile payload_file_{payload_columns()};
  uint64_t pending_bytes_ = 0;
  bool finished_ = false;
};

}  // namespace honeysift
