#include "itemset/itemset_sink.h"

#include <algorithm>
#include <array>

namespace honeysift::itemset {
namespace {

// Words in all records of one answer: 2 GiB of them.
constexpr size_t kMaxWords = size_t{1} << 29;

}  // namespace

Status ItemsetSink::count_subsets(size_t required, size_t optional) {
  const uint64_t room = options_.max_itemsets - out_.count;
  if (optional == 0 && room > 0 && fits(required)) {
    ++out_.count;
    return Status::kOk;
  }
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
  support_ = support;
  flags_ = flags;
  if (layout_.is_packed()) {
    // Without one of the optional items an itemset is not closed: `flags` are the whole's alone.
    whole_length_ = required.size() + optional.size();
    spell_bits(bits_of(required), required.size(), optional);
    return overflow_ ? Status::kBound : Status::kOk;
  }
  entries_.clear();
  for (const uint32_t rank : required) entries_.push_back({rank_items_[rank], false});
  for (const uint32_t rank : optional) entries_.push_back({rank_items_[rank], true});
  std::ranges::sort(entries_, {}, &Entry::item);
  chosen_.clear();
  spell(0, required.size(), 0);
  return overflow_ ? Status::kBound : Status::kOk;
}

Status ItemsetSink::add_union(std::span<const uint32_t> a, std::span<const uint32_t> b,
                              uint32_t support, uint8_t flags) {
  if (!fits(a.size() + b.size())) return Status::kOk;
  const Status status = count_subsets(0, 0);
  if (status != Status::kOk || options_.count_only) return status;
  support_ = support;
  if (layout_.is_packed()) {
    emit_bits(bits_of(a) | bits_of(b), a.size() + b.size(), flags);
    return overflow_ ? Status::kBound : Status::kOk;
  }
  chosen_.clear();
  for (const uint32_t rank : a) chosen_.push_back(rank_items_[rank]);
  for (const uint32_t rank : b) chosen_.push_back(rank_items_[rank]);
  std::ranges::sort(chosen_);
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
  std::vector<uint32_t>* records = records_of(chosen_.size(), chosen_.size() + 2);
  if (records == nullptr) return;
  records->insert(records->end(), chosen_.begin(), chosen_.end());
  records->push_back(support_);
  records->push_back(flags);
}

uint64_t ItemsetSink::bits_of(std::span<const uint32_t> ranks) const noexcept {
  uint64_t bits = 0;
  for (const uint32_t rank : ranks) bits |= layout_.bit_of_rank(rank);
  return bits;
}

void ItemsetSink::spell_bits(uint64_t bits, size_t length, std::span<const uint32_t> optional) {
  emit_bits(bits, length, length == whole_length_ ? flags_ : uint8_t{0});
  if (!fits(length + 1)) return;
  for (size_t k = 0; k < optional.size() && !overflow_; ++k) {
    spell_bits(bits | layout_.bit_of_rank(optional[k]), length + 1, optional.subspan(k + 1));
  }
}

void ItemsetSink::emit_bits(uint64_t bits, size_t length, uint8_t flags) {
  std::vector<uint32_t>* records = records_of(length, RecordLayout::kPackedWords);
  if (records == nullptr) return;
  const std::array<uint32_t, RecordLayout::kPackedWords> record{
      static_cast<uint32_t>(bits), static_cast<uint32_t>(bits >> 32), support_, flags};
  records->insert(records->end(), record.begin(), record.end());
}

std::vector<uint32_t>* ItemsetSink::records_of(size_t length, size_t words) {
  words_ += words;
  if (words_ > kMaxWords) {
    overflow_ = true;
    return nullptr;
  }
  if (out_.records.size() <= length) out_.records.resize(length + 1);
  return &out_.records[length];
}

}  // namespace honeysift::itemset
