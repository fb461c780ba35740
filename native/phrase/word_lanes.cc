#include "phrase/word_lanes.h"

#include <algorithm>
#include <cstring>

#include "phrase/levenshtein.h"

namespace honeysift::phrase {
namespace {

constexpr size_t kLaneBits = 64;
// Characters times blocks times strips between two looks at the cancel flag: some 10 ms.
constexpr size_t kStepsBetweenPolls = size_t{1} << 22;
// Symbol 0 stands for "none of these", so a byte names at most 255 more.
constexpr size_t kMostSymbols = 256;

}  // namespace

size_t WordLanes::class_of(size_t length) noexcept {
  for (size_t length_class = 0; length_class < 4; ++length_class) {
    if (length <= size_t{8} << length_class) return length_class;
  }
  return 2 + (length + kLaneBits - 1) / kLaneBits;
}

void WordLanes::pack(const WordTable& words, std::span<const uint32_t> ids,
                     std::vector<uint32_t>& slots) {
  words_ = words;
  groups_.clear();
  long_ids_.clear();
  std::memset(symbol_of_, 0, sizeof symbol_of_);
  symbols_ = 1;
  size_ = 0;
  slots.assign(ids.size(), 0);

  std::vector<uint32_t> members[kClasses];
  std::vector<uint32_t> long_members;
  for (size_t k = 0; k < ids.size(); ++k) {
    const std::span<const uint8_t> word = words.byte_word(ids[k]);
    const size_t length_class = class_of(word.size());
    const bool fits = length_class < kClasses;
    for (const uint8_t c : word) {
      if (!fits || symbol_of_[c] != 0) continue;
      // With all 256 characters in use the last one goes without a symbol: its words are left to
      // the scalar code.
      if (symbols_ < kMostSymbols) symbol_of_[c] = static_cast<uint8_t>(symbols_++);
    }
    const bool is_named = fits && std::all_of(word.begin(), word.end(),
                                              [&](uint8_t c) { return symbol_of_[c] != 0; });
    (is_named ? members[length_class] : long_members).push_back(static_cast<uint32_t>(k));
  }
  for (size_t length_class = 0; length_class < kClasses; ++length_class) {
    if (!members[length_class].empty()) pack_group(length_class, members[length_class], ids, slots);
  }
  first_long_slot_ = size_;
  for (const uint32_t k : long_members) {
    slots[k] = static_cast<uint32_t>(size_++);
    long_ids_.push_back(ids[k]);
  }
}

void WordLanes::pack_group(size_t length_class, std::span<const uint32_t> members,
                           std::span<const uint32_t> ids, std::vector<uint32_t>& slots) {
  Group group;
  group.lane_bytes = length_class < 3 ? 1u << length_class : 8u;
  group.strips = length_class < 4 ? 1u : static_cast<unsigned>(length_class - 2);
  const size_t lanes = kLaneBlock / group.lane_bytes;
  const size_t symbol_bytes = group.strips * kLaneBlock;
  group.first_slot = size_;
  group.blocks = (members.size() + lanes - 1) / lanes;
  group.masks.assign(group.blocks * symbols_ * symbol_bytes, 0);
  group.rows.assign(group.blocks * symbol_bytes, 0);
  for (size_t m = 0; m < members.size(); ++m) {
    const std::span<const uint8_t> word = words_.byte_word(ids[members[m]]);
    const size_t lane = m % lanes * group.lane_bytes;
    uint8_t* masks = group.masks.data() + m / lanes * symbols_ * symbol_bytes + lane;
    uint8_t* rows = group.rows.data() + m / lanes * symbol_bytes + lane;
    for (size_t i = 0; i < word.size(); ++i) {
      const size_t at = i / kLaneBits * kLaneBlock + i % kLaneBits / 8;
      const uint8_t bit = static_cast<uint8_t>(1u << (i % 8));
      masks[symbol_of_[word[i]] * symbol_bytes + at] |= bit;
      rows[at] |= bit;
    }
    slots[members[m]] = static_cast<uint32_t>(size_ + m);
  }
  size_ += group.blocks * lanes;
  groups_.push_back(std::move(group));
}

bool WordLanes::distances(std::span<const Text> texts, CancelFlag cancel) {
  size_t characters = 0;
  for (const Text& text : texts) characters += text.bytes.size();
  text_symbols_.resize(groups_.empty() ? 0 : characters);
  const LaneKernels& kernels = lane_kernels();
  const LaneKernel kernel = kernels.kernel[std::min(kernel_, kernels.count - 1)];
  for (const Group& group : groups_) {
    lane_texts_.clear();
    uint8_t* at = text_symbols_.data();
    for (const Text& text : texts) {
      if (&group == &groups_.front()) {
        for (size_t i = 0; i < text.bytes.size(); ++i) at[i] = symbol_of_[text.bytes[i]];
      }
      lane_texts_.push_back({at, text.bytes.size(), text.out + group.first_slot});
      at += text.bytes.size();
    }
    const size_t lanes = kLaneBlock / group.lane_bytes;
    const size_t symbol_bytes = group.strips * kLaneBlock;
    const size_t at_once =
        std::max<size_t>(1, kStepsBetweenPolls / (characters * group.strips + 1));
    for (size_t block = 0; block < group.blocks; block += at_once) {
      if (is_cancelled(cancel)) return false;
      const size_t blocks = std::min(at_once, group.blocks - block);
      kernel({group.lane_bytes, group.strips, group.masks.data() + block * symbols_ * symbol_bytes,
              symbols_ * symbol_bytes, group.rows.data() + block * symbol_bytes, blocks,
              lane_texts_.data(), lane_texts_.size()});
      for (LaneText& text : lane_texts_) text.out += blocks * lanes;
    }
  }
  for (const Text& text : texts) {
    for (size_t k = 0; k < long_ids_.size(); ++k) {
      const size_t distance =
          levenshtein(text.bytes, words_.byte_word(long_ids_[k]), kNoCutoff, cancel);
      if (distance == kLevenshteinFailed) return false;
      text.out[first_long_slot_ + k] = static_cast<uint32_t>(distance);
    }
  }
  return true;
}

}  // namespace honeysift::phrase
