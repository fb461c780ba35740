// A set of phrases as lists of interned words, laid over typed arrays that JavaScript allocates.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "phrase/status.h"
#include "phrase/word_table.h"

namespace honeysift::phrase {

// The phrases of a dictionary that are to be interned: phrase ids[k] is bytes[offsets[id] ..
// offsets[id + 1]).
struct PhraseSource {
  const uint8_t* bytes = nullptr;
  const double* offsets = nullptr;
  std::span<const uint32_t> ids;

  std::span<const uint8_t> phrase(size_t k) const noexcept {
    const size_t start = static_cast<size_t>(offsets[ids[k]]);
    return {bytes + start, static_cast<size_t>(offsets[size_t{ids[k]} + 1]) - start};
  }
};

// Where words go: phrase k's words of the set are set_words[set_offsets[k] .. set_offsets[k + 1]),
// and likewise.
struct WordColumns {
  uint32_t* set_offsets = nullptr;
  uint32_t* set_words = nullptr;
  uint32_t* complement_offsets = nullptr;
  uint32_t* complement_words = nullptr;
};

// First pass: fills the two offset columns.
Status count_words(const PhraseSource& source, std::span<const uint32_t> set, bool drop_zero,
                   const WordColumns& columns) noexcept;

// Second pass: fills the word columns, and for each distinct word, in the order of their first
// occurrence (number 0 is the empty word), where in the dictionary it stands and how long it is.
// `word_starts` and `word_lengths` have room for all words + 1. Leaves the number of distinct words
// in `distinct` and their bytes in `bytes`.
Status intern_words(const PhraseSource& source, std::span<const uint32_t> set, bool drop_zero,
                    const WordColumns& columns, double* word_starts, uint32_t* word_lengths,
                    size_t& distinct, size_t& bytes) noexcept;

// Third pass: copies the distinct words behind each other. word_offsets has room for `distinct`
// + 1.
void copy_words(const PhraseSource& source, const double* word_starts, const uint32_t* word_lengths,
                size_t distinct, uint8_t* word_bytes, uint32_t* word_offsets) noexcept;

// A finished space.
struct PhraseSpace {
  WordTable words;
  const uint32_t* set_offsets = nullptr;
  const uint32_t* set_words = nullptr;
  const uint32_t* complement_offsets = nullptr;
  const uint32_t* complement_words = nullptr;
  size_t phrases = 0;

  WordList set_list(size_t k) const noexcept {
    return {set_words + set_offsets[k], set_offsets[k + 1] - set_offsets[k]};
  }
  WordList complement_list(size_t k) const noexcept {
    return {complement_words + complement_offsets[k],
            complement_offsets[k + 1] - complement_offsets[k]};
  }
};

}  // namespace honeysift::phrase
