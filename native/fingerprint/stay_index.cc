#include "fingerprint/stay_index.h"

#include <algorithm>

#include "sources/counting_sort.h"

namespace honeysift {

StayIndex::StayIndex(const SourceRows& rows) : rows_(rows) {
  const size_t count = rows.first_day.size();
  size_t slots = 64;
  while (slots < count * 2) slots *= 2;
  slots_.resize(slots);
  std::vector<uint32_t> stay_of(count);
  for (size_t row = 0; row < count; ++row) {
    const Stay stay{load_address(rows.addresses.data() + 16 * row), rows.group[row]};
    const size_t at = slot_of(stay);
    if (slots_[at] == 0) {
      stays_.push_back(stay);
      slots_[at] = static_cast<uint32_t>(stays_.size());
    }
    stay_of[row] = slots_[at] - 1;
  }
  counting_sort(
      count, stays_.size(), [&](size_t row) { return stay_of[row]; }, begin_, order_);
  const auto by_day = [&](uint32_t a, uint32_t b) { return rows.first_day[a] < rows.first_day[b]; };
  for (size_t stay = 0; stay < stays_.size(); ++stay) {
    uint32_t* first = order_.data() + begin_[stay];
    uint32_t* last = order_.data() + begin_[stay + 1];
    if (!std::is_sorted(first, last, by_day)) std::sort(first, last, by_day);
  }
}

int64_t StayIndex::find(const Address& address, uint16_t group, int32_t day) const noexcept {
  const size_t slot = slot_of({address, group});
  if (slots_[slot] == 0) return -1;
  const uint32_t* first = order_.data() + begin_[slots_[slot] - 1];
  const uint32_t* last = order_.data() + begin_[slots_[slot]];
  const uint32_t* after = std::upper_bound(
      first, last, day, [&](int32_t time, uint32_t row) { return time < rows_.first_day[row]; });
  if (after == first || rows_.last_day[after[-1]] < day) return -1;
  return after[-1];
}

size_t StayIndex::slot_of(const Stay& stay) const noexcept {
  size_t at = hash_words(stay.address.low, stay.address.high, stay.group, 0) & (slots_.size() - 1);
  while (slots_[at] != 0) {
    const Stay& known = stays_[slots_[at] - 1];
    if (known.address == stay.address && known.group == stay.group) break;
    at = (at + 1) & (slots_.size() - 1);
  }
  return at;
}

}  // namespace honeysift
