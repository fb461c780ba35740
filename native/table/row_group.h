// One row group of the packets table. May throw std::bad_alloc.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "table/address_table.h"
#include "table/chunk_encoder.h"
#include "table/packet_block.h"
#include "table/parquet_file.h"
#include "table/payload_table.h"

namespace honeysift {

// An attack source of a block: who, when, and at which of the groups of honeypots.
struct BlockSource {
  uint32_t address;
  int32_t day;
  uint16_t group;
  bool operator==(const BlockSource&) const = default;
};

struct BlockSourceHash {
  size_t operator()(const BlockSource& source) const noexcept {
    const uint64_t when = static_cast<uint32_t>(source.day);
    return fold_multiply(source.address ^ kHashA, (when << 16 | source.group) ^ kHashB);
  }
};

// What the numbers of a block's findings stand for.
struct BlockNames {
  const AddressTable& addresses;
  const PayloadTable& payloads;
  const std::vector<BlockSource>& sources;
  const std::vector<std::string>& honeypots;
  const std::vector<std::string>& suffixes;  // of source ids, by group
  uint64_t first_packet;                     // number of the block's first packet, from 1
};

// Columns of the files that write_row_group() fills. The first is the capture.
std::span<const ColumnSpec> packet_table_columns() noexcept;

// Characters of a capture's digest.
inline constexpr size_t kDigestLength = 64;

class RowGroupWriter {
 public:
  // Appends rows `rows` of the block. Returns where in the file the digest of the
  // capture must be put; zeros stand there.
  uint64_t write(ParquetFile& file, const PacketBlock& block, std::span<const uint32_t> rows,
                 const BlockNames& names);

  ChunkEncoder& encoder() noexcept { return encoder_; }

 private:
  void find_validity(const PacketBlock& block, std::span<const uint32_t> rows);
  void write_texts(ParquetFile& file, const PacketBlock& block, std::span<const uint32_t> rows,
                   const BlockNames& names);
  void write_headers(ParquetFile& file, const PacketBlock& block, std::span<const uint32_t> rows);
  template <typename CodeOf>
  std::span<const uint32_t> codes(std::span<const uint32_t> rows, const CodeOf& code_of);
  template <typename ValueOf>
  const Chunk& integers(std::span<const uint32_t> rows, const Validity* validity, ColumnType type,
                        const ValueOf& value_of, bool rising = false);
  const Chunk& marks(const PacketBlock& block, std::span<const uint32_t> rows, uint16_t flag);

  ChunkEncoder encoder_;
  std::vector<int64_t> values_;
  std::vector<uint32_t> codes_;
  std::vector<uint8_t> marks_;
  Validity has_time_, has_ip_, has_ports_, has_tcp_, has_icmp_, has_identification_;
  Validity has_source_, has_honeypot_, has_payload_;
};

}  // namespace honeysift
