// Distinct payloads of a block of packets, with their ids and how often they came.
// May throw std::bad_alloc.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sources/blob_store.h"
#include "table/chunk_encoder.h"
#include "table/parquet_file.h"

namespace honeysift {

class PayloadTable {
 public:
  static constexpr size_t kIdLength = 32;

  // The number of the payload; counts it.
  uint32_t add(std::span<const uint8_t> payload);

  size_t size() const noexcept { return payloads_.size(); }
  uint64_t byte_size() const noexcept { return payloads_.byte_size(); }

  // Computes the ids of all payloads: the first 32 hexadecimal digits of their SHA-256.
  void identify();
  std::string_view id(uint32_t number) const noexcept {
    return {ids_.data() + number * kIdLength, kIdLength};
  }

  // Appends the payloads, which must have ids, to the file as a row group.
  void write(ParquetFile& file, ChunkEncoder& encoder) const;
  void clear();

 private:
  BlobStore payloads_;
  std::vector<int64_t> packets_;
  std::string ids_;
};

// Columns of the files that write() fills.
std::span<const ColumnSpec> payload_columns() noexcept;

}  // namespace honeysift
