#include "phrase/length_sums.h"

namespace honeysift::phrase {
namespace {

void add_sums(const WordTable& words, const WordList& list, std::vector<uint32_t>& sums) {
  uint32_t sum = 0;
  for (size_t i = 0; i < list.size; ++i) {
    sum += words.length(list.ids[i]);
    sums.push_back(sum);
  }
}

}  // namespace

void LengthSums::fill(const PhraseSpace& space, size_t start, size_t end) {
  set_.clear();
  complement_.clear();
  set_.reserve(space.set_offsets[end] - space.set_offsets[start]);
  complement_.reserve(space.complement_offsets[end] - space.complement_offsets[start]);
  for (size_t k = start; k < end; ++k) {
    add_sums(space.words, space.set_list(k), set_);
    add_sums(space.words, space.complement_list(k), complement_);
  }
  start_ = start;
  end_ = end;
}

}  // namespace honeysift::phrase
