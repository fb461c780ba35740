#include "fingerprint/source_stacks.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <numeric>

namespace honeysift {

namespace {

struct SignaturePackets {
  uint32_t rank;
  uint32_t signature;
  uint64_t packets;
};

int compare_bytes(const void* a, const void* b) noexcept { return std::memcmp(a, b, 16); }

class StackFinder {
 public:
  StackFinder(const ProbeCollector& collector, const StackSignatures& database,
              std::span<const int32_t> labels, const SourceRows& rows, SourceStacks& out)
      : counts_(collector.counts()),
        table_(collector.signatures()),
        database_(database),
        labels_(labels),
        rows_(rows),
        out_(out),
        ranks_(table_.ranks()),
        matches_(table_.size()) {}

  // False when some count belongs to no row.
  bool run() {
    for (uint32_t id = 0; id < table_.size(); ++id) matches_[id] = database_.match(table_[id]);
    const size_t rows = rows_.first_day.size();
    for (auto* column : {&out_.syns, &out_.unread_syns, &out_.signature_syns, &out_.mirai,
                         &out_.masscan, &out_.zmap}) {
      column->assign(rows, 0);
    }
    out_.signature.assign(rows, -1);
    out_.signatures.assign(rows, 0);
    out_.labels.assign(rows, 0);
    if (!walk(sorted_rows(), sorted_counts())) return false;
    name_used();
    return true;
  }

 private:
  const uint8_t* address(uint32_t row) const noexcept { return rows_.addresses.data() + 16 * row; }
  uint16_t group(uint32_t count) const noexcept {
    return rows_.target_group[counts_[count].target];
  }

  // Both by address, group, day.
  std::vector<uint32_t> sorted_rows() const {
    std::vector<uint32_t> order(rows_.first_day.size());
    std::iota(order.begin(), order.end(), 0u);
    std::sort(order.begin(), order.end(), [this](uint32_t a, uint32_t b) {
      if (const int by = compare_bytes(address(a), address(b)); by != 0) return by < 0;
      if (rows_.group[a] != rows_.group[b]) return rows_.group[a] < rows_.group[b];
      return rows_.first_day[a] < rows_.first_day[b];
    });
    return order;
  }
  std::vector<uint32_t> sorted_counts() const {
    std::vector<uint32_t> order(counts_.size());
    std::iota(order.begin(), order.end(), 0u);
    std::sort(order.begin(), order.end(), [this](uint32_t a, uint32_t b) {
      if (const int by = compare_bytes(&counts_[a].peer, &counts_[b].peer); by != 0) return by < 0;
      if (group(a) != group(b)) return group(a) < group(b);
      return counts_[a].day < counts_[b].day;
    });
    return order;
  }

  // <0 when the row lies before the count's day, 0 when it covers it.
  int compare(uint32_t row, uint32_t count) const noexcept {
    if (const int by = compare_bytes(address(row), &counts_[count].peer); by != 0) return by;
    if (rows_.group[row] != group(count)) return rows_.group[row] < group(count) ? -1 : 1;
    if (rows_.last_day[row] < counts_[count].day) return -1;
    return rows_.first_day[row] > counts_[count].day ? 1 : 0;
  }

  bool walk(const std::vector<uint32_t>& rows, const std::vector<uint32_t>& counts) {
    size_t at = 0;
    for (const uint32_t row : rows) {
      seen_.clear();
      while (at < counts.size()) {
        const int order = compare(row, counts[at]);
        if (order < 0) break;
        if (order > 0) return false;
        take(row, counts_[counts[at++]]);
      }
      if (!seen_.empty()) settle(row);
    }
    return at == counts.size();
  }

  void take(uint32_t row, const ProbeCount& count) {
    const auto packets = static_cast<double>(count.packets);
    if (count.marks & kMirai) out_.mirai[row] += packets;
    if (count.marks & kMasscan) out_.masscan[row] += packets;
    if (count.marks & kZmap) out_.zmap[row] += packets;
    if (count.signature == kNoSyn) return;
    out_.syns[row] += packets;
    if (count.signature == kUnreadSyn) {
      out_.unread_syns[row] += packets;
    } else {
      seen_.push_back({ranks_[count.signature], count.signature, count.packets});
    }
  }

  // The signatures of one row -> its answer.
  void settle(uint32_t row) {
    std::sort(seen_.begin(), seen_.end(),
              [](const auto& a, const auto& b) { return a.rank < b.rank; });
    row_labels_.clear();
    uint64_t most = 0;
    for (size_t i = 0; i < seen_.size();) {
      const uint32_t signature = seen_[i].signature;
      uint64_t packets = 0;
      for (; i < seen_.size() && seen_[i].signature == signature; ++i) packets += seen_[i].packets;
      ++out_.signatures[row];
      const int32_t match = matches_[signature].index;
      if (match >= 0) row_labels_.push_back(labels_[match]);
      if (packets > most) {
        most = packets;
        out_.signature[row] = static_cast<int32_t>(signature);
      }
    }
    out_.signature_syns[row] = static_cast<double>(most);
    std::sort(row_labels_.begin(), row_labels_.end());
    const auto end = std::unique(row_labels_.begin(), row_labels_.end());
    out_.labels[row] = static_cast<uint32_t>(end - row_labels_.begin());
  }

  // Numbers the signatures that rows refer to, by content.
  void name_used() {
    std::vector<uint32_t> used;
    for (const int32_t id : out_.signature) {
      if (id >= 0) used.push_back(static_cast<uint32_t>(id));
    }
    std::sort(used.begin(), used.end(),
              [this](uint32_t a, uint32_t b) { return ranks_[a] < ranks_[b]; });
    used.erase(std::unique(used.begin(), used.end()), used.end());
    std::vector<int32_t> place(table_.size(), -1);
    for (const uint32_t id : used) {
      place[id] = static_cast<int32_t>(out_.used.size());
      out_.used.push_back(table_[id]);
      out_.matches.push_back(matches_[id]);
    }
    for (int32_t& id : out_.signature) {
      if (id >= 0) id = place[id];
    }
  }

  const ProbeCounts& counts_;
  const SignatureTable& table_;
  const StackSignatures& database_;
  std::span<const int32_t> labels_;
  const SourceRows& rows_;
  SourceStacks& out_;
  std::vector<uint32_t> ranks_;
  std::vector<StackMatch> matches_;
  std::vector<SignaturePackets> seen_;
  std::vector<int32_t> row_labels_;
};

}  // namespace

FingerprintStatus find_source_stacks(const ProbeCollector& collector,
                                     const StackSignatures& database,
                                     std::span<const int32_t> labels, const SourceRows& rows,
                                     SourceStacks& out) noexcept try {
  const bool covered = StackFinder(collector, database, labels, rows, out).run();
  return covered ? FingerprintStatus::kOk : FingerprintStatus::kNoSource;
} catch (const std::bad_alloc&) {
  return FingerprintStatus::kOutOfMemory;
}

}  // namespace honeysift
