// Which bytes of a stream were seen, as disjoint intervals; the usual case, one growing interval,
// allocates nothing.
#pragma once

#include <cstdint>
#include <map>
#include <memory>

namespace honeysift {

class Coverage {
 public:
  // Marks [begin, end); true when any of it was new. Needs begin < end. May throw std::bad_alloc.
  bool add(int64_t begin, int64_t end) {
    if (!any_ || begin > tail_end_) {
      if (any_) earlier().emplace(tail_begin_, tail_end_);
      tail_begin_ = begin;
      tail_end_ = end;
      any_ = true;
      return true;
    }
    if (begin >= tail_begin_) {
      if (end <= tail_end_) return false;
      tail_end_ = end;
      return true;
    }
    return add_before_tail(begin, end);
  }

  // Stretches missing between the intervals, and before the first one when it begins after `base`.
  uint32_t holes(int64_t base) const noexcept {
    if (!any_) return 0;
    const auto stretches = earlier_ ? static_cast<uint32_t>(earlier_->size()) : 0u;
    return stretches + (first() > base ? 1u : 0u);
  }
  int64_t first() const noexcept {
    return earlier_ && !earlier_->empty() ? earlier_->begin()->first : tail_begin_;
  }

 private:
  std::map<int64_t, int64_t>& earlier() {
    if (!earlier_) earlier_ = std::make_unique<std::map<int64_t, int64_t>>();
    return *earlier_;
  }

  bool add_before_tail(int64_t begin, int64_t end) {
    auto& earlier = this->earlier();
    auto at = earlier.upper_bound(begin);
    if (at != earlier.begin()) {
      const auto previous = std::prev(at);
      if (end <= previous->second) return false;
      if (begin <= previous->second) {
        begin = previous->first;
        at = previous;
      }
    }
    while (at != earlier.end() && at->first <= end) {
      if (at->second > end) end = at->second;
      at = earlier.erase(at);
    }
    if (end >= tail_begin_) {
      tail_begin_ = begin;
      if (end > tail_end_) tail_end_ = end;
    } else {
      earlier.emplace(begin, end);
    }
    return true;
  }

  bool any_ = false;
  int64_t tail_begin_ = 0;
  int64_t tail_end_ = 0;
  std::unique_ptr<std::map<int64_t, int64_t>> earlier_;
};

}  // namespace honeysift
