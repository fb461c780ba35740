// How many packets with one signature and the same scanner marks an address sent to one honeypot on
// one day. Growth may throw std::bad_alloc.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "sources/honeypot_index.h"

namespace honeysift {

// Instead of a signature's id.
inline constexpr uint32_t kUnreadSyn = 0xfffffffe;  // a SYN without all its headers
inline constexpr uint32_t kNoSyn = 0xffffffff;      // another packet with a scanner mark

// Bits of ProbeCount::marks.
inline constexpr uint32_t kMirai = 1;
inline constexpr uint32_t kMasscan = 2;
inline constexpr uint32_t kZmap = 4;

struct ProbeCount {
  Address peer;
  uint64_t packets = 0;
  int32_t day = 0;      // since 1970-01-01 UTC
  uint32_t target = 0;  // honeypot address, as in HoneypotIndex
  uint32_t signature = 0;
  uint32_t marks = 0;

  bool same_kind(const ProbeCount& other) const noexcept {
    return peer == other.peer && day == other.day && target == other.target &&
           signature == other.signature && marks == other.marks;
  }
};
static_assert(sizeof(ProbeCount) == 40, "stored as bytes: no padding");

// Packets come day by day as a rule. So long only the counts of the newest day can be added to, by
// an index that is small; with the first packet of an earlier day all can.
class ProbeCounts {
 public:
  ProbeCounts() : slots_(kFirstSlots) {}

  // Adds `count.packets` to what is counted of its kind; its number never changes.
  uint32_t add(const ProbeCount& count);

  // Keeps a count beside what may be counted of its kind already, without looking.
  void append(const ProbeCount& count) { counts_.push_back(count); }

  size_t size() const noexcept { return counts_.size(); }
  ProbeCount& operator[](size_t i) noexcept { return counts_[i]; }
  const ProbeCount& operator[](size_t i) const noexcept { return counts_[i]; }

 private:
  static constexpr size_t kFirstSlots = 1024;

  size_t first_slot(const ProbeCount& count) const noexcept {
    const uint64_t where = uint64_t{count.target} << 32 | static_cast<uint32_t>(count.day);
    const uint64_t what = uint64_t{count.signature} << 32 | count.marks;
    return hash_words(count.peer.high, count.peer.low, where, what) & (slots_.size() - 1);
  }
  size_t slot_of(const ProbeCount& count) const noexcept;
  void go_to_day(int32_t day);
  void index_rest();

  std::vector<ProbeCount> counts_;
  std::vector<uint32_t> slots_;  // index plus one; 0: free
  size_t first_ = 0;             // counts before cannot be found
  size_t indexed_ = 0;           // counts from here on have no slot yet
  int32_t newest_day_ = std::numeric_limits<int32_t>::min();
  bool finds_all_days_ = false;
};

}  // namespace honeysift
