// A growing array in chunks: nothing is copied when it grows, and no address changes.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace honeysift {

template <typename T, unsigned kShift>
class ChunkedVector {
 public:
  size_t size() const noexcept { return size_; }
  T& operator[](size_t i) noexcept { return chunks_[i >> kShift][i & kMask]; }
  const T& operator[](size_t i) const noexcept { return chunks_[i >> kShift][i & kMask]; }

  // May throw std::bad_alloc; the array is as before then.
  void push_back(const T& value) {
    if ((size_ & kMask) == 0 && size_ >> kShift == chunks_.size()) {
      chunks_.push_back(std::make_unique_for_overwrite<T[]>(size_t{1} << kShift));
    }
    chunks_[size_ >> kShift][size_ & kMask] = value;
    ++size_;
  }

 private:
  static constexpr size_t kMask = (size_t{1} << kShift) - 1;

  std::vector<std::unique_ptr<T[]>> chunks_;
  size_t size_ = 0;
};

}  // namespace honeysift
