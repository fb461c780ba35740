#include "fingerprint/probe_part.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "fingerprint/probe_collector.h"

namespace honeysift {

namespace {

// Where a count stands among those of its day; addresses and signatures by content.
struct Place {
  uint64_t high, low;  // of the address
  uint32_t target;
  uint32_t rank;  // of the signature; unread SYNs and other packets stand behind all signatures
  uint32_t marks;
  uint32_t count;  // number of the count

  auto key() const noexcept { return std::tie(high, low, target, rank, marks); }
};

// One day's counts as bytes.
class DayEncoder {
 public:
  explicit DayEncoder(const ProbeCollector& collector)
      : collector_(collector),
        ranks_(collector.signatures().ranks()),
        of_rank_(ranks_.size()),
        local_(ranks_.size()) {
    for (uint32_t id = 0; id < ranks_.size(); ++id) of_rank_[ranks_[id]] = id;
  }

  void append(int32_t day, std::span<const uint32_t> counts, std::vector<uint8_t>& bytes) {
    sort(counts);
    number_signatures();
    ProbePartHeader header;
    header.day = day;
    header.target_count = collector_.target_count();
    header.signature_count = static_cast<uint32_t>(used_.size());
    const size_t begin = bytes.size();
    put(bytes, header);
    for (const uint32_t rank : used_) put(bytes, collector_.signatures()[of_rank_[rank]]);
    ProbeCount sum;
    for (size_t i = 0; i < places_.size(); ++i) {
      ProbeCount count = collector_.counts()[places_[i].count];
      if (places_[i].rank < local_.size()) count.signature = local_[places_[i].rank];
      const bool more = i > 0 && places_[i].key() == places_[i - 1].key();
      if (more) count.packets += sum.packets;
      if (!more && i > 0) put(bytes, sum);
      header.count_count += !more;
      sum = count;
    }
    put(bytes, sum);
    std::memcpy(bytes.data() + begin, &header, sizeof header);
  }

 private:
  template <typename T>
  static void put(std::vector<uint8_t>& bytes, const T& value) {
    const auto* from = reinterpret_cast<const uint8_t*>(&value);
    bytes.insert(bytes.end(), from, from + sizeof value);
  }

  void sort(std::span<const uint32_t> counts) {
    places_.clear();
    for (const uint32_t number : counts) {
      const ProbeCount& count = collector_.counts()[number];
      const bool read = count.signature < ranks_.size();
      places_.push_back({ascending(count.peer.high), ascending(count.peer.low), count.target,
                         read ? ranks_[count.signature] : count.signature, count.marks, number});
    }
    std::sort(places_.begin(), places_.end(),
              [](const Place& a, const Place& b) { return a.key() < b.key(); });
  }

  // Those of the day get numbers in order of content.
  void number_signatures() {
    used_.clear();
    for (const Place& place : places_) {
      if (place.rank < local_.size()) local_[place.rank] = kNone;
    }
    for (const Place& place : places_) {
      if (place.rank >= local_.size() || local_[place.rank] != kNone) continue;
      local_[place.rank] = 0;
      used_.push_back(place.rank);
    }
    std::sort(used_.begin(), used_.end());
    for (uint32_t i = 0; i < used_.size(); ++i) local_[used_[i]] = i;
  }

  static constexpr uint32_t kNone = 0xffffffff;

  const ProbeCollector& collector_;
  std::vector<uint32_t> ranks_;    // by id
  std::vector<uint32_t> of_rank_;  // its id
  std::vector<uint32_t> local_;    // by rank: number within the day
  std::vector<uint32_t> used_;     // ranks
  std::vector<Place> places_;
};

}  // namespace

bool read_probe_part(std::span<const uint8_t> bytes, uint32_t target_count,
                     ProbePart& part) noexcept {
  if (bytes.size() < sizeof(ProbePartHeader)) return false;
  ProbePartHeader& header = part.header;
  std::memcpy(static_cast<void*>(&header), bytes.data(), sizeof header);
  if (header.magic != ProbePartHeader::kMagic || header.target_count != target_count) return false;
  const uint64_t signatures = uint64_t{header.signature_count} * sizeof(RawSignature);
  const uint64_t counts = uint64_t{header.count_count} * sizeof(ProbeCount);
  if (bytes.size() - sizeof header != signatures + counts) return false;
  part.signatures = bytes.data() + sizeof header;
  part.counts = part.signatures + signatures;
  for (uint32_t i = 0; i < header.signature_count; ++i) {
    const RawSignature signature = part.signature(i);
    if (signature.option_count > kMostTcpOptions) return false;
    if ((signature.quirks & ~kEveryQuirk) != 0) return false;
  }
  for (uint32_t i = 0; i < header.count_count; ++i) {
    const ProbeCount count = part.count(i);
    if (count.day != header.day || count.target >= target_count) return false;
    if (count.signature >= header.signature_count && count.signature < kUnreadSyn) return false;
  }
  return true;
}

ProbePartEncoder::ProbePartEncoder(const ProbeCollector& collector) {
  const ProbeCounts& counts = collector.counts();
  std::vector<uint32_t> order(counts.size());
  std::iota(order.begin(), order.end(), 0u);
  const auto by_day = [&](uint32_t a, uint32_t b) { return counts[a].day < counts[b].day; };
  if (!std::is_sorted(order.begin(), order.end(), by_day)) {
    std::stable_sort(order.begin(), order.end(), by_day);
  }
  DayEncoder encoder(collector);
  for (size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    const int32_t day = counts[order[begin]].day;
    while (end < order.size() && counts[order[end]].day == day) ++end;
    const size_t first_byte = bytes_.size();
    encoder.append(day, std::span(order).subspan(begin, end - begin), bytes_);
    days_.push_back({day, first_byte, bytes_.size()});
  }
}

}  // namespace honeysift
