#include "phrase/text_distance.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <vector>

#include "phrase/cut_words.h"
#include "phrase/few_differences.h"
#include "phrase/few_words.h"
#include "phrase/list_distance.h"
#include "phrase/recode.h"
#include "phrase/shared_ends.h"
#include "phrase/word_distances.h"
#include "phrase/word_interner.h"
#include "phrase/word_table.h"

namespace honeysift::phrase {
namespace {

struct Words {
  std::vector<uint32_t> in_set;
  std::vector<uint32_t> complement;
};

// The phrases one behind the other, cut into interned words.
template <typename Char>
class CutPair {
 public:
  CutPair(std::span<const Char> a, std::span<const Char> b, const CharacterSet& set,
          bool drop_zero) {
    text_.reserve(a.size() + b.size());
    text_.insert(text_.end(), a.begin(), a.end());
    text_.insert(text_.end(), b.begin(), b.end());
    starts_.push_back(0);
    ends_.push_back(0);
    cut(0, a.size(), set, drop_zero, a_);
    cut(a.size(), b.size(), set, drop_zero, b_);
  }

  const Words& a() const noexcept { return a_; }
  const Words& b() const noexcept { return b_; }
  std::span<const Char> text() const noexcept { return text_; }
  WordTable table() const noexcept {
    WordTable table;
    table.starts = starts_.data();
    table.ends = ends_.data();
    table.size = starts_.size();
    return table;
  }

 private:
  void cut(size_t offset, size_t size, const CharacterSet& set, bool drop_zero, Words& words) {
    cut_words(std::span<const Char>(text_).subspan(offset, size), set, drop_zero,
              [&](bool in_set, size_t start, size_t end) {
                (in_set ? words.in_set : words.complement)
                    .push_back(intern(offset + start, offset + end));
              });
  }

  uint32_t intern(size_t start, size_t end) {
    if (start == end) return kEmptyWord;
    const size_t bytes = (end - start) * sizeof(Char);
    const uint32_t fresh = static_cast<uint32_t>(starts_.size());
    const uint32_t number =
        interner_.intern(hash_word(text_.data() + start, bytes), fresh, [&](uint32_t other) {
          return ends_[other] - starts_[other] == end - start &&
                 std::memcmp(text_.data() + starts_[other], text_.data() + start, bytes) == 0;
        });
    if (number == fresh) {
      starts_.push_back(static_cast<uint32_t>(start));
      ends_.push_back(static_cast<uint32_t>(end));
    }
    return number;
  }

  std::vector<Char> text_;
  std::vector<uint32_t> starts_;
  std::vector<uint32_t> ends_;
  WordInterner interner_;
  Words a_;
  Words b_;
};

WordList list_of(const std::vector<uint32_t>& ids) noexcept { return {ids.data(), ids.size()}; }

Status tally_words(const Words& a, const Words& b, const WordTable& table, const Options& options,
                   CancelFlag cancel, double& result) {
  WordDistances distances(table, cancel);
  ListDistance lists(options, distances);
  Tally tally;
  Status status = Status::kOk;
  if (options.mode != Mode::kComplementary)
    status = lists.add(list_of(a.in_set), list_of(b.in_set), tally);
  if (status == Status::kOk && options.mode != Mode::kSet) {
    status = lists.add(list_of(a.complement), list_of(b.complement), tally);
  }
  result = distance(options, tally);
  return status;
}

bool tally_few_words(std::span<const uint8_t> a, std::span<const uint8_t> b,
                     const CharacterSet& set, const Options& options, CancelFlag cancel,
                     Tally& tally) noexcept {
  if (kFewWordsMarriage == nullptr || options.matching != Matching::kStable) return false;
  const UnitCosts costs = unit_costs(options);
  return costs.edit > 0 && !is_cancelled(cancel) &&
         kFewWordsMarriage(a, b, set, options.mode, costs, tally);
}

bool tally_few_words(std::span<const uint32_t>, std::span<const uint32_t>, const CharacterSet&,
                     const Options&, CancelFlag, Tally&) noexcept {
  return false;
}

// Reduces the phrases to what tells them apart. True, and the tally complete, when that is little.
template <typename Char>
bool tally_ends(std::span<const Char>& a, std::span<const Char>& b, const CharacterSet& set,
                const Options& options, CancelFlag cancel, Tally& tally) {
  if (!may_take_out_in_place(options)) return false;
  take_off_shared_ends(a, b, set);
  if (tally_few_differences(a, b, set, options, cancel, tally)) return true;
  tally = {};
  return tally_few_words(a, b, set, options, cancel, tally);
}

// Assignments of equal cost may differ in edits and moves, and so in the last digit: solved in one
// order always.
template <typename Char>
bool goes_second(std::span<const Char> a, std::span<const Char> b,
                 const Options& options) noexcept {
  return options.matching == Matching::kAssignment && !is_asymmetric(options) &&
         std::lexicographical_compare(b.begin(), b.end(), a.begin(), a.end());
}

template <typename Char>
Status checked(std::span<const Char> a, std::span<const Char> b) noexcept {
  return a.size() >= UINT32_MAX || b.size() >= UINT32_MAX - a.size() ? Status::kTooLarge
                                                                     : Status::kOk;
}

}  // namespace

Status text_distance(std::span<const uint8_t> a, std::span<const uint8_t> b,
                     std::span<const uint32_t> set, const Options& options, CancelFlag cancel,
                     double& result) noexcept {
  if (const Status status = checked(a, b); status != Status::kOk) return status;
  if (goes_second(a, b, options)) std::swap(a, b);
  try {
    const CharacterSet characters(set);
    if (Tally tally; tally_ends(a, b, characters, options, cancel, tally)) {
      result = distance(options, tally);
      return Status::kOk;
    }
    const CutPair<uint8_t> pair(a, b, characters, options.matching == Matching::kModule);
    WordTable table = pair.table();
    table.bytes = pair.text().data();
    return tally_words(pair.a(), pair.b(), table, options, cancel, result);
  } catch (const std::bad_alloc&) {
    return Status::kOutOfMemory;
  }
}

Status text_distance(std::span<const uint32_t> a, std::span<const uint32_t> b,
                     std::span<const uint32_t> set, const Options& options, CancelFlag cancel,
                     double& result) noexcept {
  if (const Status status = checked(a, b); status != Status::kOk) return status;
  if (goes_second(a, b, options)) std::swap(a, b);
  try {
    const CharacterSet characters(set);
    if (Tally tally; tally_ends(a, b, characters, options, cancel, tally)) {
      result = distance(options, tally);
      return Status::kOk;
    }
    const CutPair<uint32_t> pair(a, b, characters, options.matching == Matching::kModule);
    WordTable table = pair.table();
    // Few distinct characters: bytes name them as well, and are faster.
    std::vector<uint8_t> codes(pair.text().size());
    ByteAlphabet alphabet;
    size_t coded = 0;
    while (coded < codes.size() && (codes[coded] = alphabet.add(pair.text()[coded])) != 0) ++coded;
    if (coded == codes.size()) {
      table.bytes = codes.data();
    } else {
      table.points = pair.text().data();
    }
    return tally_words(pair.a(), pair.b(), table, options, cancel, result);
  } catch (const std::bad_alloc&) {
    return Status::kOutOfMemory;
  }
}

}  // namespace honeysift::phrase
