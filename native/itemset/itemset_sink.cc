#include "itemset/itemset_sink.h"

#include <algorithm>

namespace honeysift::itemset {
namespace {

// Items in all itemsets of one answer: 2 GiB of them.
constexpr size_t kMaxCells = size_t{1} << 29;

}  // namespace

Status ItemsetSink::count_subsets(size_t required, size_t optional) {
  const uint64_t room = options_.max_itemsets - out_.count;
  unsigned __int128 sets = 0;
  unsigned __int128 ways = 1;  // C(optional, extra)
  for (size_t extra = 0; extra <= optional && fits(required + extra); ++extra) {
    sets += ways;
    if (sets > room) {
      out_.count = options_.max_itemsets;
      return Status::kBound;
    }
    ways = ways * (optional - extra) / (extra + 1);
  }
  out_.count += static_cast<uint64_t>(sets);
  return Status::kOk;
}

Status ItemsetSink::add_subsets(std::span<const uint32_t> required,
                                std::span<const uint32_t> optional, uint32_t support,
                                uint8_t flags) {
  const Status status = count_subsets(required.size(), optional.size());
  if (status != Status::kOk || options_.count_only) return status;
  entries_.clear();
  for (const uint32_t rank : required) entries_.push_back({rank_items_[rank], false});
  for (const uint32_t rank : optional) entries_.push_back({rank_items_[rank], true});
  std::ranges::sort(entries_, {}, &Entry::item);
  support_ = support;
  flags_ = flags;
  chosen_.clear();
  spell(0, required.size(), 0);
  return overflow_ ? Status::kBound : Status::kOk;
}

Status ItemsetSink::add_union(std::span<const uint32_t> a, std::span<const uint32_t> b,
                              uint32_t support, uint8_t flags) {
  if (!fits(a.size() + b.size())) return Status::kOk;
  const Status status = count_subsets(0, 0);
  if (status != Status::kOk || options_.count_only) return status;
  chosen_.clear();
  for (const uint32_t rank : a) chosen_.push_back(rank_items_[rank]);
  for (const uint32_t rank : b) chosen_.push_back(rank_items_[rank]);
  std::ranges::sort(chosen_);
  support_ = support;
  emit(flags);
  return overflow_ ? Status::kBound : Status::kOk;
}

void ItemsetSink::spell(size_t at, size_t required_left, size_t left_out) {
  for (; at < entries_.size(); ++at) {
    if (entries_[at].optional) {
      if (fits(chosen_.size() + required_left + 1)) {
        const size_t mark = chosen_.size();
        chosen_.push_back(entries_[at].item);
        spell(at + 1, required_left, left_out);
        chosen_.resize(mark);
      }
      ++left_out;
    } else {
      chosen_.push_back(entries_[at].item);
      --required_left;
    }
  }
  emit(left_out == 0 ? flags_ : uint8_t{0});
}

void ItemsetSink::emit(uint8_t flags) {
  ItemsetTable& table = out_.table;
  if (table.items.size() + chosen_.size() > kMaxCells) {
    overflow_ = true;
    return;
  }
  table.items.insert(table.items.end(), chosen_.begin(), chosen_.end());
  table.offsets.push_back(static_cast<uint32_t>(table.items.size()));
  table.supports.push_back(support_);
  table.flags.push_back(flags);
}

}  // namespace honeysift::itemset
