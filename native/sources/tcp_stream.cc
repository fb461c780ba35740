#include "sources/tcp_stream.h"

#include <array>
#include <limits>
#include <memory>
#include <unordered_set>

#include "sources/coverage.h"

namespace honeysift {

namespace {

// The sequence numbers of the SYNs of one flow: few as a rule, but a scanner may send any number.
class SeenNumbers {
 public:
  bool add(uint32_t seq) {
    if (many_) return many_->insert(seq).second;
    for (size_t i = 0; i < count_; ++i) {
      if (few_[i] == seq) return false;
    }
    few_[count_++] = seq;
    if (count_ == kFew) {
      many_ = std::make_unique<std::unordered_set<uint32_t>>(few_.begin(), few_.end());
    }
    return true;
  }

 private:
  static constexpr size_t kFew = 16;
  std::array<uint32_t, kFew> few_;
  size_t count_ = 0;
  std::unique_ptr<std::unordered_set<uint32_t>> many_;
};

constexpr int64_t kBeforeData = std::numeric_limits<int64_t>::min();

struct Connection {
  bool open = false;
  bool knows_start = false;
  uint32_t base = 0;       // sequence number of offset 0
  int64_t high_water = 0;  // offset after the last byte seen
  Coverage coverage;

  void begin(uint32_t seq, bool from_syn) {
    open = true;
    knows_start = from_syn;
    base = seq;
    high_water = 0;
    coverage = Coverage();
  }
  // The offset nearest to the high-water mark that has this sequence number.
  int64_t offset_of(uint32_t seq) const noexcept {
    const uint32_t high = base + static_cast<uint32_t>(static_cast<uint64_t>(high_water));
    return high_water + static_cast<int32_t>(seq - high);
  }
  uint32_t gaps() const noexcept {
    return open ? coverage.holes(knows_start ? 0 : coverage.first()) : 0;
  }
};

}  // namespace

StreamCounts read_tcp_stream(std::span<const Event> events, std::vector<SegmentPlace>& places) {
  StreamCounts counts;
  SeenNumbers numbers;
  Connection connection;
  uint32_t connections = 0;
  places.clear();
  places.resize(events.size());
  for (size_t i = 0; i < events.size(); ++i) {
    const Event& event = events[i];
    if (event.is_syn()) {
      ++counts.syns;
      if (!numbers.add(event.seq)) {
        ++counts.retransmissions;
        continue;
      }
      counts.gaps += connection.gaps();
      connection.begin(event.seq + 1, true);
      places[i] = {connections++, kBeforeData, true};
      continue;
    }
    if (event.is_bare()) {
      const int64_t offset = connection.open ? connection.offset_of(event.seq) : kBeforeData;
      places[i] = {connections == 0 ? 0 : connections - 1, offset, true};
      continue;
    }
    if (!connection.open) {
      connection.begin(event.seq, false);
      ++connections;
    }
    ++counts.data_segments;
    const int64_t begin = connection.offset_of(event.seq);
    const int64_t end = begin + event.wire_length();
    // A retransmitted SYN was counted as a packet already.
    if (end <= connection.high_water && !event.with_syn()) ++counts.retransmissions;
    if (end > connection.high_water) connection.high_water = end;
    places[i] = {connections - 1, begin, connection.coverage.add(begin, end)};
  }
  counts.gaps += connection.gaps();
  return counts;
}

}  // namespace honeysift
