#include "phrase/edit_rows.h"

#include <algorithm>

namespace honeysift::phrase {
namespace {

// Fewer words do not pay for packing them.
constexpr size_t kFewestPacked = 64;

}  // namespace

EditRows::EditRows(const Residual::Side& from, const Residual::Side& to, WordDistances& distances)
    : from_(from),
      to_(to),
      distances_(distances),
      is_packed_(to.word.size() >= kFewestPacked && distances.words().bytes != nullptr) {
  if (!is_packed_) return;
  std::vector<uint32_t> distinct = to.word;
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  std::vector<uint32_t> slot_of;
  lanes_.pack(distances.words(), distinct, slot_of);
  by_slot_.resize(lanes_.size());
  slots_.reserve(to.word.size());
  for (const uint32_t word : to.word) {
    const auto at = std::lower_bound(distinct.begin(), distinct.end(), word);
    slots_.push_back(slot_of[static_cast<size_t>(at - distinct.begin())]);
  }
}

void EditRows::fill(size_t i, uint32_t* out) {
  const size_t size = to_.word.size();
  if (!is_packed_) {
    for (size_t j = 0; j < size; ++j) out[j] = distances_.exact(from_.word[i], to_.word[j]);
    return;
  }
  const WordLanes::Text text = {distances_.words().byte_word(from_.word[i]), by_slot_.data()};
  if (!lanes_.distances({&text, 1}, distances_.cancel_flag())) {
    distances_.stop(is_cancelled(distances_.cancel_flag()) ? Status::kCancelled
                                                           : Status::kOutOfMemory);
    return;
  }
  for (size_t j = 0; j < size; ++j) out[j] = by_slot_[slots_[j]];
}

}  // namespace honeysift::phrase
