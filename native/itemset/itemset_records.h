// How the search notes what it found, and the way from there to the sorted list.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "itemset/itemset_table.h"
#include "itemset/status.h"

namespace honeysift::itemset {

// Records by length of the itemset, those of a length side by side, in no order.
using ItemsetRecords = std::vector<std::vector<uint32_t>>;

// What the words of a record are. With few frequent items a record is packed: the itemset as bits,
// low word first, then support and flags. The lowest item is the highest bit, so that descending
// bits are ascending itemsets. With more items it is spelled: the items, ascending, support, flags.
class RecordLayout {
 public:
  static constexpr uint32_t kMostPackedItems = 64;
  static constexpr size_t kPackedWords = 4;

  // `rank_items` are the frequent items, all different, in any order.
  explicit RecordLayout(std::span<const uint32_t> rank_items,
                        size_t most_packed_items = kMostPackedItems);

  bool is_packed() const noexcept { return is_packed_; }
  size_t words(size_t length) const noexcept { return is_packed_ ? kPackedWords : length + 2; }
  // Where packed; bit b stands for items()[items().size() - 1 - b].
  uint64_t bit_of_rank(uint32_t rank) const noexcept { return bits_[rank]; }
  std::span<const uint32_t> items() const noexcept { return items_; }  // ascending

 private:
  bool is_packed_;
  std::vector<uint32_t> items_;
  std::vector<uint64_t> bits_;
};

// Where the sorted itemsets of one length go.
struct ItemsetSlots {
  std::span<uint32_t> items;
  std::span<uint32_t> supports;
  std::span<uint8_t> flags;
};

// Sorts the records of one length, in however many pieces they come, into `out`, which has exactly
// their size. Itemsets must be distinct. kBadInput when the words are not such records.
Status list_records(const RecordLayout& layout, uint32_t length,
                    std::span<const std::span<const uint32_t>> pieces, ItemsetSlots out) noexcept;

struct TableSize {
  size_t sets = 0;
  size_t cells = 0;  // items of all of them
};

TableSize size_of(const RecordLayout& layout, const ItemsetRecords& records) noexcept;

// Where a table of a size goes; `offsets` are one more than the sets.
struct TableSlots {
  std::span<uint32_t> offsets;
  ItemsetSlots sets;
};

// All records, sorted by length, then items. kBadInput also when `out` is not of their size.
Status list_records(const RecordLayout& layout, const ItemsetRecords& records,
                    TableSlots out) noexcept;
Status list_records(const RecordLayout& layout, const ItemsetRecords& records,
                    ItemsetTable& out) noexcept;

}  // namespace honeysift::itemset
