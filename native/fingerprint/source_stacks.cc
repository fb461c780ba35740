#include "fingerprint/source_stacks.h"

#include <algorithm>
#include <new>

#include "sources/counting_sort.h"

namespace honeysift {

namespace {

struct SignaturePackets {
  uint32_t rank;
  uint32_t signature;
  uint64_t packets;
};

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
    if (!take_counts()) return false;
    name_used();
    return true;
  }

 private:
  // False when some count belongs to no row.
  bool take_counts() {
    RowIndex index(rows_);
    std::vector<uint32_t> row_of(counts_.size());
    for (size_t i = 0; i < counts_.size(); ++i) {
      const ProbeCount& count = counts_[i];
      const int64_t row = index.find(count.peer, rows_.target_group[count.target], count.day);
      if (row < 0) return false;
      row_of[i] = static_cast<uint32_t>(row);
    }
    std::vector<uint32_t> begin, order;
    const size_t rows = rows_.first_day.size();
    counting_sort(
        counts_.size(), rows, [&](size_t i) { return row_of[i]; }, begin, order);
    for (uint32_t row = 0; row < rows; ++row) {
      seen_.clear();
      for (uint32_t i = begin[row]; i < begin[row + 1]; ++i) take(row, counts_[order[i]]);
      if (!seen_.empty()) settle(row);
    }
    return true;
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
    std::vector<int32_t> place(table_.size(), -1);
    std::vector<uint32_t> used;
    for (const int32_t id : out_.signature) {
      if (id < 0 || place[static_cast<size_t>(id)] >= 0) continue;
      place[static_cast<size_t>(id)] = 0;
      used.push_back(static_cast<uint32_t>(id));
    }
    std::sort(used.begin(), used.end(),
              [this](uint32_t a, uint32_t b) { return ranks_[a] < ranks_[b]; });
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
