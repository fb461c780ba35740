// Where the search puts what it finds: spells out perfect extensions, minds the bounds.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "itemset/miner.h"

namespace honeysift::itemset {

class ItemsetSink {
 public:
  ItemsetSink(std::span<const uint32_t> rank_items, const MineOptions& options, MineResult& out)
      : rank_items_(rank_items),
        layout_(rank_items, options.most_packed_items),
        options_(options),
        out_(out) {}

  // `required` and every subset of `optional`; `flags` belong to the union of both. All ranks.
  Status add_subsets(std::span<const uint32_t> required, std::span<const uint32_t> optional,
                     uint32_t support, uint8_t flags);
  // The union of both as one itemset.
  Status add_union(std::span<const uint32_t> a, std::span<const uint32_t> b, uint32_t support,
                   uint8_t flags);

 private:
  struct Entry {
    uint32_t item;
    bool optional;
  };

  bool fits(size_t length) const noexcept {
    return options_.max_length == 0 || length <= options_.max_length;
  }
  uint64_t bits_of(std::span<const uint32_t> ranks) const noexcept;
  Status count_subsets(size_t required, size_t optional);
  void spell_bits(uint64_t bits, size_t length, std::span<const uint32_t> optional);
  void emit_bits(uint64_t bits, size_t length, uint8_t flags);
  void spell(size_t at, size_t required_left, size_t left_out);
  void emit(uint8_t flags);
  // The records of a length, or null when there is no room for `words` more words.
  std::vector<uint32_t>* records_of(size_t length, size_t words);

  std::span<const uint32_t> rank_items_;
  const RecordLayout layout_;
  const MineOptions& options_;
  MineResult& out_;
  std::vector<Entry> entries_;
  std::vector<uint32_t> chosen_;
  uint32_t support_ = 0;
  uint8_t flags_ = 0;
  size_t whole_length_ = 0;
  size_t words_ = 0;
  bool overflow_ = false;
};

}  // namespace honeysift::itemset
