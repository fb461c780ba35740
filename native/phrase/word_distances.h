// Levenshtein distances of interned words, remembered.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>

#include "phrase/levenshtein.h"
#include "phrase/word_table.h"

namespace honeysift::phrase {

class WordDistances {
 public:
  // `expected`: pairs of phrases whose words will be compared, if known; with few, less is
  // remembered.
  WordDistances(const WordTable& words, CancelFlag cancel, size_t expected = SIZE_MAX) noexcept;

  // Whether it is at hand already.
  bool find(uint32_t a, uint32_t b, uint32_t& distance) const noexcept {
    if ((a | b) >= table_side_) return false;
    const uint16_t known = table_[a * table_side_ + b];
    distance = known - uint32_t{1};
    return known != 0;
  }

  // The distance. 0 when is_stopped() turned true on the way.
  uint32_t exact(uint32_t a, uint32_t b) noexcept {
    uint32_t known = 0;
    return find(a, b, known) ? known : bounded(a, b, kNoCutoff);
  }
  // The distance, or some number above `cutoff` when it exceeds it.
  uint32_t bounded(uint32_t a, uint32_t b, size_t cutoff) noexcept;

  uint32_t length(uint32_t id) const noexcept { return words_.length(id); }
  size_t word_count() const noexcept { return words_.size; }
  const WordTable& words() const noexcept { return words_; }
  CancelFlag cancel_flag() const noexcept { return cancel_; }

  // Nothing computed since this turned true may be used; status() says why.
  bool is_stopped() noexcept {
    if (status_ == Status::kOk && is_cancelled(cancel_)) status_ = Status::kCancelled;
    return status_ != Status::kOk;
  }
  Status status() const noexcept { return status_; }
  void stop(Status status) noexcept { status_ = status; }

 private:
  struct Entry {
    uint64_t key;  // 0: free
    uint32_t distance;
  };

  struct Free {
    void operator()(void* memory) const noexcept { std::free(memory); }
  };

  void make_table(size_t expected) noexcept;
  uint32_t remember(uint32_t a, uint32_t b, size_t distance) noexcept;
  uint32_t compute(uint32_t a, uint32_t b, size_t cutoff) noexcept;

  WordTable words_;
  CancelFlag cancel_;
  Status status_ = Status::kOk;
  std::unique_ptr<Entry[]> memo_;  // direct-mapped; without it everything works, slower
  uint64_t memo_mask_ = 0;
  // Distances + 1 of the words with low numbers, 0 for unknown; its side is a power of two, or 0.
  std::unique_ptr<uint16_t[], Free> table_;
  size_t table_side_ = 0;
};

}  // namespace honeysift::phrase
