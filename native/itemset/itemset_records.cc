#include "itemset/itemset_records.h"

#include <algorithm>
#include <bit>
#include <new>
#include <stdexcept>

#include "itemset/bitset_kernels.h"
#include "itemset/key_sort.h"

namespace honeysift::itemset {
namespace {

using Pieces = std::span<const std::span<const uint32_t>>;

// Writes the items of bit sets one after the other, each over the one before: neighbours in order
// mostly begin alike.
class BitSpeller {
 public:
  BitSpeller(std::span<const uint32_t> items, uint32_t length)
      : items_(items), length_(length), row_(length) {}

  void spell(uint64_t bits, uint32_t* out) noexcept {
    const uint64_t changed = bits ^ last_;
    // Bits from the highest that changed downwards are to be written; those above stay.
    const uint32_t kept_shift = static_cast<uint32_t>(std::bit_width(changed));
    const uint64_t kept = kept_shift >= 64 ? 0 : bits >> kept_shift;
    uint64_t left = kept_shift >= 64 ? bits : bits & ((uint64_t{1} << kept_shift) - 1);
    const uint32_t highest = static_cast<uint32_t>(items_.size()) - 1;
    for (auto at = count_bits(kept); left != 0; ++at) {
      const uint32_t bit = static_cast<uint32_t>(std::bit_width(left)) - 1;
      row_[at] = items_[highest - bit];
      left ^= uint64_t{1} << bit;
    }
    last_ = bits;
    std::copy_n(row_.data(), length_, out);
  }

 private:
  std::span<const uint32_t> items_;
  uint32_t length_;
  std::vector<uint32_t> row_;
  uint64_t last_ = 0;
};

Status list_packed(const RecordLayout& layout, uint32_t length, Pieces pieces, ItemsetSlots out) {
  const auto width = static_cast<uint32_t>(layout.items().size());
  const uint64_t all = width == 0 ? 0 : ~uint64_t{0} >> (64 - width);
  std::vector<KeyedEntry> entries;
  entries.reserve(out.supports.size());
  for (const std::span<const uint32_t> piece : pieces) {
    for (size_t w = 0; w < piece.size(); w += RecordLayout::kPackedWords) {
      const uint64_t bits = piece[w] | uint64_t{piece[w + 1]} << 32;
      if ((bits & ~all) != 0 || count_bits(bits) != length) {
        return Status::kBadInput;
      }
      entries.push_back({all & ~bits, piece[w + 2], piece[w + 3]});
    }
  }
  std::vector<KeyedEntry> scratch;
  sort_by_key(entries, width, scratch);
  BitSpeller speller(layout.items(), length);
  uint32_t* items = out.items.data();
  for (size_t k = 0; k < entries.size(); ++k, items += length) {
    speller.spell(all & ~entries[k].key, items);
    out.supports[k] = entries[k].first;
    out.flags[k] = static_cast<uint8_t>(entries[k].second);
  }
  return Status::kOk;
}

Status list_spelled(uint32_t length, Pieces pieces, ItemsetSlots out) {
  ItemsetTable table;
  for (const std::span<const uint32_t> piece : pieces) {
    for (size_t w = 0; w < piece.size(); w += size_t{length} + 2) {
      const std::span<const uint32_t> record = piece.subspan(w, size_t{length} + 2);
      table.items.insert(table.items.end(), record.begin(), record.end() - 2);
      table.offsets.push_back(static_cast<uint32_t>(table.items.size()));
      table.supports.push_back(record[length]);
      table.flags.push_back(static_cast<uint8_t>(record[length + 1]));
    }
  }
  const Status status = sort_itemsets(table);
  if (status != Status::kOk) return status;
  std::ranges::copy(table.items, out.items.begin());
  std::ranges::copy(table.supports, out.supports.begin());
  std::ranges::copy(table.flags, out.flags.begin());
  return Status::kOk;
}

}  // namespace

RecordLayout::RecordLayout(std::span<const uint32_t> rank_items, size_t most_packed_items)
    : is_packed_(rank_items.size() <= std::min<size_t>(most_packed_items, kMostPackedItems)) {
  if (!is_packed_) return;
  items_.assign(rank_items.begin(), rank_items.end());
  std::ranges::sort(items_);
  for (const uint32_t item : rank_items) {
    const auto place = std::ranges::lower_bound(items_, item) - items_.begin();
    bits_.push_back(uint64_t{1} << (items_.size() - 1 - static_cast<size_t>(place)));
  }
}

Status list_records(const RecordLayout& layout, uint32_t length, Pieces pieces,
                    ItemsetSlots out) noexcept try {
  const size_t words = layout.words(length);
  size_t count = 0;
  for (const std::span<const uint32_t> piece : pieces) {
    if (piece.size() % words != 0) return Status::kBadInput;
    count += piece.size() / words;
  }
  if (out.items.size() != count * length || out.supports.size() != count ||
      out.flags.size() != count) {
    return Status::kBadInput;
  }
  return layout.is_packed() ? list_packed(layout, length, pieces, out)
                            : list_spelled(length, pieces, out);
} catch (const std::bad_alloc&) {
  return Status::kOutOfMemory;
} catch (const std::length_error&) {
  return Status::kOutOfMemory;
}

TableSize size_of(const RecordLayout& layout, const ItemsetRecords& records) noexcept {
  TableSize size;
  for (size_t length = 0; length < records.size(); ++length) {
    const size_t count = records[length].size() / layout.words(length);
    size.sets += count;
    size.cells += count * length;
  }
  return size;
}

Status list_records(const RecordLayout& layout, const ItemsetRecords& records,
                    TableSlots out) noexcept {
  const TableSize size = size_of(layout, records);
  if (out.offsets.size() != size.sets + 1 || out.sets.items.size() != size.cells ||
      out.sets.supports.size() != size.sets || out.sets.flags.size() != size.sets) {
    return Status::kBadInput;
  }
  out.offsets[0] = 0;
  size_t set = 0;
  uint32_t cell = 0;
  for (uint32_t length = 0; length < records.size(); ++length) {
    const size_t count = records[length].size() / layout.words(length);
    const std::span<const uint32_t> pieces[] = {records[length]};
    const Status status =
        list_records(layout, length, pieces,
                     {out.sets.items.subspan(cell, count * length),
                      out.sets.supports.subspan(set, count), out.sets.flags.subspan(set, count)});
    if (status != Status::kOk) return status;
    for (const size_t end = set + count; set < end;) out.offsets[++set] = cell += length;
  }
  return Status::kOk;
}

Status list_records(const RecordLayout& layout, const ItemsetRecords& records,
                    ItemsetTable& out) noexcept try {
  const TableSize size = size_of(layout, records);
  out.offsets.resize(size.sets + 1);
  out.items.resize(size.cells);
  out.supports.resize(size.sets);
  out.flags.resize(size.sets);
  return list_records(layout, records, {out.offsets, {out.items, out.supports, out.flags}});
} catch (const std::bad_alloc&) {
  return Status::kOutOfMemory;
} catch (const std::length_error&) {
  return Status::kOutOfMemory;
}

}  // namespace honeysift::itemset
