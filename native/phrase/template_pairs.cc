#include "phrase/template_pairs.h"

#include <algorithm>
#include <bit>
#include <map>

namespace honeysift::phrase {
namespace {

constexpr size_t kMostVarying = 6;
constexpr size_t kMostMeetings = 9;
constexpr size_t kRowsAtOnce = 8;
constexpr unsigned kFewestEntryBits = 12;
constexpr unsigned kMostEntryBits = 20;
// So many pairs tell whether distances come again.
constexpr size_t kSample = 16384;

// Lists of more places are not searched for couples that marry for certain.
constexpr size_t kMostPlaces = 64;

// Couples that the costs known marry whatever the others are, ties to the higher place.
class CertainCouples {
 public:
  explicit CertainCouples(size_t places)
      : places_(places), costs_(places * places), is_known_(places * places) {
    rows_left_.assign(places, true);
    columns_left_.assign(places, true);
  }
  // `cost`: at least so much, or exactly where it is known.
  void set(size_t i, size_t j, double cost, bool is_known) {
    costs_[i * places_ + j] = cost;
    is_known_[i * places_ + j] = is_known;
  }
  bool is_row_left(size_t i) const { return rows_left_[i]; }
  bool is_column_left(size_t j) const { return columns_left_[j]; }

  void marry() {
    for (bool has_changed = true; has_changed;) {
      has_changed = false;
      for (size_t i = 0; i < places_; ++i) {
        if (!rows_left_[i]) continue;
        const size_t j = favourite(columns_left_, [&](size_t k) { return i * places_ + k; });
        if (!is_known_[i * places_ + j]) continue;
        if (favourite(rows_left_, [&](size_t k) { return k * places_ + j; }) != i) continue;
        rows_left_[i] = columns_left_[j] = false;
        has_changed = true;
      }
    }
  }

 private:
  // As many rows are left as columns.
  template <typename At>
  size_t favourite(const std::vector<bool>& left, const At& at) const {
    size_t best = places_;
    for (size_t k = 0; k < places_; ++k) {
      if (left[k] && (best == places_ || costs_[at(k)] <= costs_[at(best)])) best = k;
    }
    return best;
  }

  size_t places_;
  std::vector<double> costs_;
  std::vector<bool> is_known_;
  std::vector<bool> rows_left_;
  std::vector<bool> columns_left_;
};

unsigned bits_for(size_t values) noexcept {
  return static_cast<unsigned>(std::bit_width(values > 0 ? values - 1 : 0));
}

}  // namespace

bool TemplatePairs::find_varying(Side& side) {
  const TileBounds alone{side.start, side.end, side.start, side.end};
  if (!find_varying_places(space_, options_.mode, alone, kMostVarying, side.varying)) return false;
  for (const bool in_set : {false, true}) {
    std::vector<uint32_t>& words = side.words[in_set];
    const WordList list = in_set ? space_.set_list(side.start) : space_.complement_list(side.start);
    words.assign(list.ids, list.ids + list.size);
    for (const Place& place : side.varying) {
      if (place.in_set == in_set && place.position < words.size())
        words[place.position] = kEmptyWord;
    }
    words.push_back(kEmptyWord);  // what stands behind the end of the shorter list
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
  }
  return true;
}

void TemplatePairs::measure(Side& side, const Side& other, WordDistances& distances) {
  for (const Place& place : side.varying)
    side.least.emplace_back(other.words[place.in_set].size(), UINT32_MAX);
  for (size_t k = side.start; k < side.end; ++k) {
    for (size_t v = 0; v < side.varying.size(); ++v) {
      const Place& place = side.varying[v];
      const uint32_t word = place.word_of(space_, k);
      const std::vector<uint32_t>& fixed = other.words[place.in_set];
      for (size_t f = 0; f < fixed.size(); ++f) {
        const uint32_t edits = distances.exact(word, fixed[f]);
        side.edits.push_back(edits);
        side.least[v][f] = std::min(side.least[v][f], edits);
      }
    }
  }
}

void TemplatePairs::find_needed(bool in_set, WordDistances& distances) {
  const auto list_of = [&](const Side& side) {
    return in_set ? space_.set_list(side.start) : space_.complement_list(side.start);
  };
  size_t places = std::max(list_of(rows_).size, list_of(columns_).size);
  for (const Side* const side : {&rows_, &columns_}) {
    for (const Place& place : side->varying) {
      if (place.in_set == in_set) places = std::max<size_t>(places, place.position + 1);
    }
  }
  if (options_.matching != Matching::kStable || places > kMostPlaces) {
    for (Side* const side : {&rows_, &columns_}) side->needed[in_set] = side->words[in_set];
    return;
  }

  CertainCouples couples(places);
  const auto varying_at = [&](const Side& side, size_t position) -> const Place* {
    for (const Place& place : side.varying) {
      if (place.in_set == in_set && place.position == position) return &place;
    }
    return nullptr;
  };
  const auto least_edits = [&](const Side& side, const Place& place, const Side& other,
                               uint32_t word) {
    const std::vector<uint32_t>& fixed = other.words[in_set];
    const size_t f =
        static_cast<size_t>(std::find(fixed.begin(), fixed.end(), word) - fixed.begin());
    return side.least[static_cast<size_t>(&place - side.varying.data())][f];
  };
  for (size_t i = 0; i < places; ++i) {
    const Place* const of_rows = varying_at(rows_, i);
    const uint32_t row_word = list_of(rows_).at(i);
    for (size_t j = 0; j < places; ++j) {
      const Place* const of_columns = varying_at(columns_, j);
      const uint32_t column_word = list_of(columns_).at(j);
      uint32_t edits = 0;
      if (of_rows != nullptr && of_columns == nullptr) {
        edits = least_edits(rows_, *of_rows, columns_, column_word);
      } else if (of_rows == nullptr && of_columns != nullptr) {
        edits = least_edits(columns_, *of_columns, rows_, row_word);
      } else if (of_rows == nullptr) {
        edits = distances.exact(row_word, column_word);
      }
      couples.set(i, j, marriage_cost(options_, edits, i > j ? i - j : j - i),
                  of_rows == nullptr && of_columns == nullptr);
    }
  }
  couples.marry();
  for (size_t k = 0; k < places; ++k) {
    if (couples.is_row_left(k)) rows_.needed[in_set].push_back(list_of(rows_).at(k));
    if (couples.is_column_left(k)) columns_.needed[in_set].push_back(list_of(columns_).at(k));
  }
}

void TemplatePairs::add_profiles(Side& side, const Side& other) {
  std::vector<bool> is_needed;
  for (const Place& place : side.varying) {
    const std::vector<uint32_t>& needed = other.needed[place.in_set];
    for (const uint32_t word : other.words[place.in_set])
      is_needed.push_back(std::find(needed.begin(), needed.end(), word) != needed.end());
  }
  std::map<std::vector<uint32_t>, uint64_t> number_of;
  std::vector<uint32_t> profile;
  const uint32_t* edits = side.edits.data();
  for (size_t k = side.start; k < side.end; ++k, edits += is_needed.size()) {
    profile.clear();
    for (size_t f = 0; f < is_needed.size(); ++f) {
      if (is_needed[f]) profile.push_back(edits[f]);
    }
    side.profile.push_back(number_of.emplace(profile, number_of.size()).first->second);
  }
  side.profiles = number_of.size();
}

void TemplatePairs::add_columns() {
  for (const Place& place : columns_.varying) {
    Column& column = lanes_.emplace_back();
    std::vector<uint32_t> words;
    for (size_t j = columns_.start; j < columns_.end; ++j)
      words.push_back(place.word_of(space_, j));
    column.lanes.pack(space_.words, words, column.slots);
  }
}

uint32_t TemplatePairs::longest_at(const Side& side, const Place& place) const {
  uint32_t longest = 0;
  for (size_t k = side.start; k < side.end; ++k)
    longest = std::max(longest, space_.words.length(place.word_of(space_, k)));
  return longest;
}

// Lays out the keys: a row's profile, a column's, distances.
bool TemplatePairs::add_meetings() {
  unsigned used = bits_for(rows_.profiles) + bits_for(columns_.profiles);
  for (const Place& place : rows_.varying) {
    for (size_t c = 0; c < columns_.varying.size(); ++c) {
      const Place& other = columns_.varying[c];
      if (other.in_set != place.in_set) continue;
      if (meetings_.size() == kMostMeetings) return false;
      meetings_.push_back({place, c, used, {}});
      used += bits_for(size_t{std::max(longest_at(rows_, place), longest_at(columns_, other))} + 1);
    }
  }
  for (uint64_t& profile : columns_.profile) profile <<= bits_for(rows_.profiles);
  return used < 64;  // a key + 1 is never 0
}

bool TemplatePairs::prepare(const PhraseSpace& space, const Options& options,
                            const TileBounds& tile, CancelFlag cancel) {
  space_ = space;
  options_ = options;
  tile_ = tile;
  cancel_ = cancel;
  rows_.start = tile.row_start;
  rows_.end = tile.row_end;
  columns_.start = tile.col_start;
  columns_.end = tile.col_end;
  if (!find_varying(rows_) || !find_varying(columns_)) return false;
  WordDistances distances(space.words, cancel, tile.row_end - tile.row_start + tile.columns());
  measure(rows_, columns_, distances);
  measure(columns_, rows_, distances);
  for (const bool in_set : {false, true}) find_needed(in_set, distances);
  if (distances.is_stopped()) return false;
  add_profiles(rows_, columns_);
  add_profiles(columns_, rows_);
  if (!add_meetings()) return false;
  add_columns();
  keys_.resize(tile.columns());
  entry_bits_ = kFewestEntryBits;
  entries_.assign(size_t{1} << entry_bits_, {});
  serves_ = true;
  return true;
}

bool TemplatePairs::fetch_rows(size_t row) {
  if (row >= fetched_from_ && row < fetched_to_) return true;
  fetched_from_ = row;
  fetched_to_ = std::min(row + kRowsAtOnce, tile_.row_end);
  for (Meeting& meeting : meetings_) {
    WordLanes& lanes = lanes_[meeting.column].lanes;
    meeting.memory.resize((fetched_to_ - fetched_from_) * lanes.size());
    texts_.clear();
    for (size_t i = fetched_from_; i < fetched_to_; ++i) {
      texts_.push_back({space_.words.byte_word(meeting.of_rows.word_of(space_, i)),
                        meeting.memory.data() + (i - fetched_from_) * lanes.size()});
    }
    if (!lanes.distances(texts_, cancel_)) return false;
  }
  return true;
}

// The one with this key, or the free one where it belongs.
TemplatePairs::Entry& TemplatePairs::entry_of(uint64_t key) noexcept {
  const size_t mask = entries_.size() - 1;
  size_t at = static_cast<size_t>((key + 1) * 0x9E3779B97F4A7C15u >> (64 - entry_bits_));
  while (entries_[at].key != 0 && entries_[at].key != key + 1) at = (at + 1) & mask;
  return entries_[at];
}

void TemplatePairs::grow() {
  std::vector<Entry> old(entries_.size() * 4);
  old.swap(entries_);
  entry_bits_ += 2;
  for (const Entry& entry : old) {
    if (entry.key != 0) entry_of(entry.key - 1) = entry;
  }
}

Status TemplatePairs::row(size_t i, size_t from, SpaceDistance& pairs, double* out) {
  if (!fetch_rows(i)) return is_cancelled(cancel_) ? Status::kCancelled : Status::kOutOfMemory;
  const size_t first = from - tile_.col_start;
  const size_t columns = tile_.columns();
  const uint64_t row_profile = rows_.profile[i - tile_.row_start];
  for (size_t j = first; j < columns; ++j) keys_[j] = row_profile | columns_.profile[j];
  for (const Meeting& meeting : meetings_) {
    const Column& column = lanes_[meeting.column];
    const uint32_t* by_slot = meeting.memory.data() + (i - fetched_from_) * column.lanes.size();
    for (size_t j = first; j < columns; ++j)
      keys_[j] |= uint64_t{by_slot[column.slots[j]]} << meeting.shift;
  }
  for (size_t j = first; j < columns; ++j) {
    Entry& entry = entry_of(keys_[j]);
    if (entry.key != 0) {
      out[j] = entry.distance;
      continue;
    }
    const Status status = pairs.between(i, tile_.col_start + j, out[j]);
    if (status != Status::kOk) return status;
    if (known_ * 2 >= entries_.size()) {
      if (entry_bits_ >= kMostEntryBits) continue;
      grow();
      entry_of(keys_[j]) = {keys_[j] + 1, out[j]};
    } else {
      entry = {keys_[j] + 1, out[j]};
    }
    ++known_;
  }
  asked_ += columns - first;
  if (asked_ >= kSample && known_ * 2 > asked_) serves_ = false;
  return Status::kOk;
}

}  // namespace honeysift::phrase
