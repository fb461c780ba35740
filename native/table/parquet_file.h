// One Parquet file that is written from its beginning to its end, row group by row group, into
// memory that is taken away piece by piece. Pages are not compressed: dictionaries, bit packing and
// deltas leave little to compress, and cost a fraction of the time.
// May throw std::bad_alloc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "table/bloom_filter.h"
#include "table/encodings.h"

namespace honeysift {

enum class ColumnType : uint8_t { kBoolean, kInteger, kDate, kBigint, kText, kBlob, kTimestamp };

struct ColumnSpec {
  const char* name;
  ColumnType type;
  bool nullable;
};

// Numbers of the format.
enum class Encoding : uint8_t { kPlain = 0, kRle = 3, kDelta = 5, kDictionary = 8 };

// The values of one column of one row group, encoded.
struct Chunk {
  size_t rows = 0;
  size_t nulls = 0;
  Bytes levels;  // definition levels; empty for a column that is not nullable
  Encoding encoding = Encoding::kPlain;
  Bytes data;
  size_t dictionary_count = 0;  // 0: none
  Bytes dictionary;
  bool has_range = false;
  std::string least;  // as the format wants it in statistics
  std::string most;
  BloomFilter bloom;  // empty: none

  void clear();
};

class ParquetFile {
 public:
  explicit ParquetFile(std::span<const ColumnSpec> columns);

  // One chunk per column, in order, makes a row group. Returns where its data, or its dictionary's
  // data, begin in the file.
  uint64_t add_chunk(const Chunk& chunk);
  // Statistics that were not known when the chunks were added.
  void set_range(size_t column, const std::string& value);
  void finish();

  uint64_t rows() const noexcept { return rows_; }
  // Of the file so far.
  uint64_t size() const noexcept { return taken_ + pending_.size(); }
  const Bytes& pending() const noexcept { return pending_; }
  void take() noexcept;  // empties pending()

 private:
  struct ChunkFacts {
    uint64_t dictionary_at = 0;  // 0: none
    uint64_t data_at = 0;
    uint64_t bytes = 0;
    uint64_t rows = 0;
    uint64_t nulls = 0;
    Encoding encoding = Encoding::kPlain;
    bool has_range = false;
    std::string least;
    std::string most;
    Bytes bloom;
    uint64_t bloom_at = 0;  // 0: none
    uint64_t bloom_bytes = 0;
  };

  void write_blooms();
  void write_schema(class ThriftWriter& thrift) const;
  void write_groups(ThriftWriter& thrift) const;
  void write_chunk(ThriftWriter& thrift, const ColumnSpec& column, const ChunkFacts& facts) const;

  std::span<const ColumnSpec> columns_;
  std::vector<ChunkFacts> chunks_;  // of all row groups
  Bytes pending_;
  uint64_t taken_ = 0;
  uint64_t rows_ = 0;
};

}  // namespace honeysift
