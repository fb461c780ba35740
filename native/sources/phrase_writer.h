// Builds the phrase of one attack source from its payloads.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sources/growing_array.h"
#include "sources/source_state.h"

namespace honeysift {

class PhraseWriter {
 public:
  // Phrases are cut at `bound` bytes.
  explicit PhraseWriter(size_t bound) : bound_(bound) {}

  // Entries are numbers of these payloads from now on. May throw std::bad_alloc.
  void take_payloads(const PayloadView& payloads) {
    payloads_ = payloads;
    rendered_.assign(payloads.size(), {});
    arena_.clear();
  }

  void begin() noexcept {
    text_.clear();
    cut_ = false;
    full_ = false;
    entries_ = 0;
  }
  // The next entry; what does not fit any more is left out and marks the phrase as cut. May throw
  // std::bad_alloc.
  void add(uint32_t payload);
  // Says that something was left out before it came here.
  void mark_cut() noexcept { cut_ = true; }

  std::span<const uint8_t> text() const noexcept { return text_.all(); }
  bool is_cut() const noexcept { return cut_; }

 private:
  struct Rendered {
    uint64_t offset = 0;
    uint32_t size = 0;  // 0: not rendered yet
    bool whole = false;
  };

  const Rendered& render(uint32_t payload);
  void append(std::span<const uint8_t> entry);

  PayloadView payloads_;
  size_t bound_;
  std::vector<Rendered> rendered_;  // most payloads occur in many sources
  GrowingArray<uint8_t> arena_;
  GrowingArray<uint8_t> text_;
  std::vector<uint8_t> beginning_;  // of a payload that does not fit
  size_t entries_ = 0;
  bool full_ = false;
  bool cut_ = false;
};

}  // namespace honeysift
