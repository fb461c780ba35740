// Split block Bloom filter of Parquet: readers who look for one value leave out row groups that do
// not have it. https://parquet.apache.org/docs/file-format/bloomfilter/
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "table/encodings.h"

namespace honeysift {

// XXH64 with seed 0, the hash that the format asks for. https://github.com/Cyan4973/xxHash
uint64_t xxh64(std::string_view bytes) noexcept;

class BloomFilter {
 public:
  // Room for so many distinct values, of which about 1 in 100 others will seem to be there.
  void reset(size_t values);
  void add(std::string_view value) noexcept;
  bool may_hold(std::string_view value) const noexcept;

  // As it stands in the file, without its header.
  Bytes bytes() const;
  bool empty() const noexcept { return words_.empty(); }
  void clear() noexcept { words_.clear(); }

 private:
  static constexpr size_t kBlockWords = 8;

  size_t block_of(uint64_t hash) const noexcept;

  std::vector<uint32_t> words_;
};

}  // namespace honeysift
