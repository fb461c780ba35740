#include "fingerprint/probe_part.h"

#include <algorithm>
#include <numeric>

#include "fingerprint/probe_collector.h"

namespace honeysift {

namespace {

// As bytes, so that it is the order of addresses on every machine.
int compare_addresses(const Address& a, const Address& b) noexcept {
  return std::memcmp(&a, &b, sizeof a);
}

// Order of counts within a day; `ranks` puts signatures in order of content.
bool stands_before(const ProbeCount& a, const ProbeCount& b, uint32_t rank_a,
                   uint32_t rank_b) noexcept {
  if (a.day != b.day) return a.day < b.day;
  if (const int order = compare_addresses(a.peer, b.peer); order != 0) return order < 0;
  if (a.target != b.target) return a.target < b.target;
  if (rank_a != rank_b) return rank_a < rank_b;
  return a.marks < b.marks;
}

template <typename T>
void append(std::vector<uint8_t>& bytes, const T& value) {
  const auto* from = reinterpret_cast<const uint8_t*>(&value);
  bytes.insert(bytes.end(), from, from + sizeof value);
}

// One day's counts, already in order, as bytes.
std::vector<uint8_t> encode_day(const ProbeCollector& collector, std::vector<ProbeCount>& counts,
                                const std::vector<uint32_t>& ranks) {
  const SignatureTable& table = collector.signatures();
  std::vector<uint32_t> used;
  for (const ProbeCount& count : counts) {
    if (count.signature < table.size()) used.push_back(count.signature);
  }
  std::sort(used.begin(), used.end(), [&](uint32_t a, uint32_t b) { return ranks[a] < ranks[b]; });
  used.erase(std::unique(used.begin(), used.end()), used.end());

  ProbePartHeader header;
  header.day = counts.front().day;
  header.target_count = collector.target_count();
  header.signature_count = static_cast<uint32_t>(used.size());
  header.count_count = static_cast<uint32_t>(counts.size());
  std::vector<uint8_t> bytes;
  bytes.reserve(sizeof header + used.size() * sizeof(RawSignature) +
                counts.size() * sizeof(ProbeCount));
  append(bytes, header);
  for (const uint32_t id : used) append(bytes, table[id]);
  for (ProbeCount& count : counts) {
    if (count.signature < table.size()) {
      const auto at = std::lower_bound(used.begin(), used.end(), count.signature,
                                       [&](uint32_t a, uint32_t b) { return ranks[a] < ranks[b]; });
      count.signature = static_cast<uint32_t>(at - used.begin());
    }
    append(bytes, count);
  }
  return bytes;
}

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
  const std::vector<uint32_t> ranks = collector.signatures().ranks();
  // Unread SYNs and other packets stand behind all signatures.
  const auto rank = [&](const ProbeCount& count) {
    return count.signature < ranks.size() ? ranks[count.signature] : count.signature;
  };
  std::vector<uint32_t> order(counts.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    return stands_before(counts[a], counts[b], rank(counts[a]), rank(counts[b]));
  });
  for (size_t begin = 0; begin < order.size();) {
    std::vector<ProbeCount> day;
    const int32_t number = counts[order[begin]].day;
    for (; begin < order.size() && counts[order[begin]].day == number; ++begin) {
      day.push_back(counts[order[begin]]);
    }
    days_.push_back({number, encode_day(collector, day, ranks)});
  }
}

}  // namespace honeysift
