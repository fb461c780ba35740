#include "phrase/word_lanes.h"

#include <algorithm>
#include <cstring>

#include "phrase/lane_kernels.h"
#include "phrase/levenshtein.h"

namespace honeysift::phrase {
namespace {

constexpr unsigned kLaneBytes[] = {1, 2, 4, 8};
constexpr size_t kLongestInLane = 64;

// Symbol 0 stands for "none of these", so a byte names at most 255 more.
constexpr size_t kMostSymbols = 256;

unsigned lane_bytes_for(size_t length) noexcept {
  for (const unsigned bytes : kLaneBytes) {
    if (length <= bytes * 8) return bytes;
  }
  return 0;
}

}  // namespace

void WordLanes::pack(const WordTable& words, std::span<const uint32_t> ids,
                     std::vector<uint32_t>& slots) {
  words_ = words;
  groups_.clear();
  long_ids_.clear();
  std::memset(symbol_of_, 0, sizeof symbol_of_);
  symbols_ = 1;
  size_ = 0;
  slots.assign(ids.size(), 0);

  std::vector<uint32_t> members[4];
  std::vector<uint32_t> long_members;
  for (size_t k = 0; k < ids.size(); ++k) {
    const std::span<const uint8_t> word = words.byte_word(ids[k]);
    const unsigned bytes = lane_bytes_for(word.size());
    for (const uint8_t c : word) {
      if (bytes == 0 || symbol_of_[c] != 0) continue;
      // With all 256 characters in use the last one goes without a symbol: its words are left to
      // the scalar code.
      if (symbols_ < kMostSymbols) symbol_of_[c] = static_cast<uint8_t>(symbols_++);
    }
    const bool is_named = bytes != 0 && std::all_of(word.begin(), word.end(),
                                                    [&](uint8_t c) { return symbol_of_[c] != 0; });
    (is_named ? members[__builtin_ctz(bytes)] : long_members).push_back(static_cast<uint32_t>(k));
  }
  for (unsigned group = 0; group < 4; ++group) {
    if (!members[group].empty()) pack_group(kLaneBytes[group], members[group], ids, slots);
  }
  first_long_slot_ = size_;
  for (const uint32_t k : long_members) {
    slots[k] = static_cast<uint32_t>(size_++);
    long_ids_.push_back(ids[k]);
  }
}

void WordLanes::pack_group(unsigned lane_bytes, std::span<const uint32_t> members,
                           std::span<const uint32_t> ids, std::vector<uint32_t>& slots) {
  const size_t lanes = kLaneBlock / lane_bytes;
  Group group;
  group.lane_bytes = lane_bytes;
  group.first_slot = size_;
  group.blocks = (members.size() + lanes - 1) / lanes;
  group.masks.assign(group.blocks * symbols_ * kLaneBlock, 0);
  group.rows.assign(group.blocks * kLaneBlock, 0);
  for (size_t m = 0; m < members.size(); ++m) {
    const std::span<const uint8_t> word = words_.byte_word(ids[members[m]]);
    const size_t lane = m % lanes * lane_bytes;
    uint8_t* masks = group.masks.data() + m / lanes * symbols_ * kLaneBlock + lane;
    uint8_t* rows = group.rows.data() + m / lanes * kLaneBlock + lane;
    for (size_t i = 0; i < word.size(); ++i) {
      const uint8_t bit = static_cast<uint8_t>(1u << (i % 8));
      masks[symbol_of_[word[i]] * kLaneBlock + i / 8] |= bit;
      rows[i / 8] |= bit;
    }
    slots[members[m]] = static_cast<uint32_t>(size_ + m);
  }
  size_ += group.blocks * lanes;
  groups_.push_back(std::move(group));
}

bool WordLanes::distances(std::span<const uint8_t> text, CancelFlag cancel, uint32_t* out) {
  if (!groups_.empty()) {
    text_symbols_.resize(text.size());
    for (size_t i = 0; i < text.size(); ++i) text_symbols_[i] = symbol_of_[text[i]];
  }
  const LaneKernel kernel = is_portable_ ? portable_lane_kernel : lane_kernel();
  for (const Group& group : groups_) {
    kernel({group.lane_bytes, group.masks.data(), symbols_ * kLaneBlock, group.rows.data(),
            group.blocks, text_symbols_.data(), text.size(), out + group.first_slot});
  }
  for (size_t k = 0; k < long_ids_.size(); ++k) {
    const size_t distance = levenshtein(text, words_.byte_word(long_ids_[k]), kNoCutoff, cancel);
    if (distance == kLevenshteinFailed) return false;
    out[first_long_slot_ + k] = static_cast<uint32_t>(distance);
  }
  return true;
}

}  // namespace honeysift::phrase
