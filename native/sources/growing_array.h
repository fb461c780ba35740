// A growing array of plain data in one piece: nothing is initialised, and large ones grow by moving
// pages where the system can.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <span>
#include <type_traits>

#include "sources/huge_pages.h"

namespace honeysift {

template <typename T>
class GrowingArray {
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

 public:
  GrowingArray() = default;
  GrowingArray(const GrowingArray&) = delete;
  GrowingArray& operator=(const GrowingArray&) = delete;
  GrowingArray(GrowingArray&& other) noexcept { swap(other); }
  GrowingArray& operator=(GrowingArray&& other) noexcept {
    swap(other);
    return *this;
  }
  ~GrowingArray() { std::free(memory_); }

  size_t size() const noexcept { return size_; }
  T& operator[](size_t i) noexcept { return items_[i]; }
  const T& operator[](size_t i) const noexcept { return items_[i]; }
  std::span<const T> all() const noexcept { return {items_, size_}; }

  // Room for `more` items behind the last one. May throw std::bad_alloc; the array is as before
  // then.
  void make_room(size_t more) {
    if (capacity_ - size_ < more) grow(size_ + more);
  }
  // Only where there is room.
  void put(const T& value) noexcept { items_[size_++] = value; }
  void append(const T* values, size_t count) noexcept {
    if (count > 0) std::memcpy(static_cast<void*>(items_ + size_), values, count * sizeof(T));
    size_ += count;
  }

  // Where the next item goes, and how many were written from there on; only where there is room.
  T* end() noexcept { return items_ + size_; }
  void extend(size_t count) noexcept { size_ += count; }

  // As make_room().
  void push_back(const T& value) {
    make_room(1);
    put(value);
  }

  // Empties it and keeps the memory.
  void clear() noexcept { size_ = 0; }

 private:
  static constexpr size_t kAlign = 64;  // items of that size take one cache line each

  void swap(GrowingArray& other) noexcept {
    std::swap(memory_, other.memory_);
    std::swap(items_, other.items_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
  }

  void grow(size_t least) {
    size_t capacity = capacity_ == 0 ? kAlign : capacity_ * 2;
    if (capacity < least) capacity = least;
    const size_t before = shift();
    void* memory = std::realloc(memory_, capacity * sizeof(T) + kAlign);
    if (memory == nullptr) throw std::bad_alloc();
    memory_ = memory;
    auto* bytes = static_cast<uint8_t*>(memory);
    if (shift() != before && size_ > 0) {
      std::memmove(bytes + shift(), bytes + before, size_ * sizeof(T));
    }
    items_ = reinterpret_cast<T*>(bytes + shift());
    capacity_ = capacity;
    prefer_huge_pages(memory, capacity * sizeof(T));
  }

  // From the memory's start to the first item.
  size_t shift() const noexcept { return -reinterpret_cast<uintptr_t>(memory_) % kAlign; }

  void* memory_ = nullptr;
  T* items_ = nullptr;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

}  // namespace honeysift
