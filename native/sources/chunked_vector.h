// A growing array in chunks: nothing is copied when it grows, and no address changes. For plain
// data only.
#pragma once

#include <cstddef>
#include <type_traits>
#include <vector>

#include "sources/chunk_memory.h"

namespace honeysift {

template <typename T, unsigned kShift>
class ChunkedVector {
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

 public:
  size_t size() const noexcept { return size_; }
  T& operator[](size_t i) noexcept { return chunk(i >> kShift)[i & kMask]; }
  const T& operator[](size_t i) const noexcept { return chunk(i >> kShift)[i & kMask]; }

  // Empties it and keeps the memory.
  void clear() noexcept { size_ = 0; }

  // May throw std::bad_alloc; the array is as before then.
  void push_back(const T& value) {
    if ((size_ & kMask) == 0 && size_ >> kShift == chunks_.size()) {
      chunks_.push_back(allocate_chunk(sizeof(T) << kShift, !chunks_.empty()));
    }
    chunk(size_ >> kShift)[size_ & kMask] = value;
    ++size_;
  }

 private:
  static constexpr size_t kMask = (size_t{1} << kShift) - 1;

  T* chunk(size_t i) const noexcept { return static_cast<T*>(chunks_[i].get()); }

  std::vector<std::unique_ptr<void, ChunkRelease>> chunks_;
  size_t size_ = 0;
};

}  // namespace honeysift
