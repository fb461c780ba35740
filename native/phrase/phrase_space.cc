#include "phrase/phrase_space.h"

#include <cstring>
#include <new>

#include "phrase/cut_words.h"
#include "phrase/word_interner.h"

namespace honeysift::phrase {
namespace {

constexpr size_t kMost = UINT32_MAX - 1;

}  // namespace

Status count_words(const PhraseSource& source, std::span<const uint32_t> set, bool drop_zero,
                   const WordColumns& columns) noexcept {
  const CharacterSet characters(set);
  size_t in_set = 0;
  size_t complement = 0;
  columns.set_offsets[0] = 0;
  columns.complement_offsets[0] = 0;
  for (size_t k = 0; k < source.ids.size(); ++k) {
    const std::span<const uint8_t> phrase = source.phrase(k);
    if (phrase.size() > kMost) return Status::kTooLarge;
    cut_words(phrase, characters, drop_zero,
              [&](bool is_in_set, size_t, size_t) { ++(is_in_set ? in_set : complement); });
    if (in_set > kMost || complement > kMost) return Status::kTooLarge;
    columns.set_offsets[k + 1] = static_cast<uint32_t>(in_set);
    columns.complement_offsets[k + 1] = static_cast<uint32_t>(complement);
  }
  return Status::kOk;
}

Status intern_words(const PhraseSource& source, std::span<const uint32_t> set, bool drop_zero,
                    const WordColumns& columns, double* word_starts, uint32_t* word_lengths,
                    size_t& distinct, size_t& bytes) noexcept {
  const CharacterSet characters(set);
  distinct = 1;
  bytes = 0;
  word_starts[0] = 0;
  word_lengths[0] = 0;
  size_t in_set = 0;
  size_t complement = 0;
  try {
    WordInterner interner;
    for (size_t k = 0; k < source.ids.size(); ++k) {
      const std::span<const uint8_t> phrase = source.phrase(k);
      cut_words(phrase, characters, drop_zero, [&](bool is_in_set, size_t start, size_t end) {
        const uint8_t* word = phrase.data() + start;
        const size_t size = end - start;
        uint32_t number = kEmptyWord;
        if (size > 0) {
          const uint32_t fresh = static_cast<uint32_t>(distinct);
          number = interner.intern(hash_word(word, size), fresh, [&](uint32_t other) {
            return word_lengths[other] == size &&
                   std::memcmp(source.bytes + static_cast<size_t>(word_starts[other]), word,
                               size) == 0;
          });
          if (number == fresh) {
            word_starts[fresh] = static_cast<double>(word - source.bytes);
            word_lengths[fresh] = static_cast<uint32_t>(size);
            ++distinct;
            bytes += size;
          }
        }
        if (is_in_set) {
          columns.set_words[in_set++] = number;
        } else {
          columns.complement_words[complement++] = number;
        }
      });
    }
  } catch (const std::bad_alloc&) {
    return Status::kOutOfMemory;
  }
  return bytes > kMost || distinct > kMost ? Status::kTooLarge : Status::kOk;
}

void copy_words(const PhraseSource& source, const double* word_starts, const uint32_t* word_lengths,
                size_t distinct, uint8_t* word_bytes, uint32_t* word_offsets) noexcept {
  size_t at = 0;
  for (size_t word = 0; word < distinct; ++word) {
    word_offsets[word] = static_cast<uint32_t>(at);
    if (word_lengths[word] > 0) {
      std::memcpy(word_bytes + at, source.bytes + static_cast<size_t>(word_starts[word]),
                  word_lengths[word]);
    }
    at += word_lengths[word];
  }
  word_offsets[distinct] = static_cast<uint32_t>(at);
}

}  // namespace honeysift::phrase
