// Levenshtein distances of interned words, remembered.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "phrase/levenshtein.h"
#include "phrase/word_table.h"

namespace honeysift::phrase {

class WordDistances {
 public:
  // `expected`: pairs of phrases whose words will be compared; with few, less is remembered.
  WordDistances(const WordTable& words, CancelFlag cancel, size_t expected = SIZE_MAX) noexcept;

  // The distance. 0 when is_stopped() turned true on the way.
  uint32_t exact(uint32_t a, uint32_t b) noexcept { return bounded(a, b, kNoCutoff); }
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

  uint32_t compute(uint32_t a, uint32_t b, size_t cutoff) noexcept;

  WordTable words_;
  CancelFlag cancel_;
  Status status_ = Status::kOk;
  std::unique_ptr<Entry[]> memo_;  // direct-mapped; without it everything works, slower
  uint64_t memo_mask_ = 0;
};

}  // namespace honeysift::phrase
