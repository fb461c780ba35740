#include "itemset/miner.h"

#include <algorithm>
#include <deque>
#include <new>
#include <stdexcept>

#include "itemset/excluded_items.h"
#include "itemset/itemset_sink.h"
#include "itemset/projection.h"
#include "itemset/whole_rows.h"

namespace honeysift::itemset {
namespace {

// Guards the stack: no frequent chain of this length is of any use.
constexpr size_t kMaxDepth = 4000;
constexpr uint64_t kMaxCount = uint64_t{1} << 53;

class Search {
 public:
  Search(const MineOptions& options, ItemsetSink& sink)
      : options_(options),
        sink_(sink),
        kernels_(options.kernels != nullptr ? *options.kernels : bitset_kernels().front()),
        checks_closure_(wants_earlier(options)) {}

  static bool wants_earlier(const MineOptions& options) noexcept {
    return options.target != Target::kFrequent || (options.wants_flags && !options.count_only);
  }

  Status run(uint32_t rank, const Projection& projection) {
    segments_ = projection.segments;
    words_ = projection.words;
    if (projection.absorbed && options_.target != Target::kFrequent) return Status::kOk;
    prefix_.assign(1, rank);
    perfect_ = projection.perfect;
    if (checks_closure_) excluded_.reset(projection, kernels_);
    const uint8_t flags = projection.absorbed ? uint8_t{0}
                          : projection.later.empty() && projection.earlier.empty()
                              ? kClosed | kMaximal
                              : kClosed;
    const Status status = add(projection.support, flags);
    if (status != Status::kOk) return status;
    return descend(0, projection.later, projection.absorbed);
  }

 private:
  struct Level {
    std::vector<uint64_t> bits;
    std::vector<Column> columns;
  };

  // `columns` are frequent with the prefix, none of them in all of its transactions, support
  // ascending. `absorbed`: an excluded item stands in all transactions of the prefix, so that
  // nothing below is closed.
  Status descend(size_t depth, std::span<const Column> columns, bool absorbed) {
    if (columns.empty() || too_long_below()) return Status::kOk;
    if (depth > kMaxDepth) return Status::kOutOfMemory;
    if (options_.target == Target::kMaximal) {
      bool done = false;
      const Status status = try_whole(depth, columns, done);
      if (done || status != Status::kOk) return status;
    }
    const size_t excluded_before = excluded_.size();
    for (size_t k = 0; k < columns.size(); ++k) {
      const Status status = visit(depth, columns, k, absorbed);
      if (status != Status::kOk) return status;
      if (checks_closure_) excluded_.push(columns[k]);
    }
    if (checks_closure_) excluded_.shrink(excluded_before);
    return Status::kOk;
  }

  Status visit(size_t depth, std::span<const Column> columns, size_t k, bool absorbed) {
    if (is_cancelled()) return Status::kCancelled;
    const Column& column = columns[k];
    absorbed = absorbed || (checks_closure_ && excluded_.any_holds_all(column.bits));
    if (absorbed && options_.target != Target::kFrequent) return Status::kOk;

    const size_t perfect_before = perfect_.size();
    prefix_.push_back(column.rank);
    const std::span<const Column> children = extend(depth, column, columns.subspan(k + 1));
    uint8_t flags = 0;
    if (checks_closure_ && !absorbed) {
      const bool grows =
          !children.empty() || excluded_.any_is_frequent(column.bits, options_.min_count);
      flags = grows ? kClosed : kClosed | kMaximal;
    }
    Status status = add(column.support, flags);
    if (status == Status::kOk) status = descend(depth + 1, children, absorbed);
    prefix_.pop_back();
    perfect_.resize(perfect_before);
    return status;
  }

  // Intersects `column` with its later siblings; those that stand in all of it become perfect.
  std::span<const Column> extend(size_t depth, const Column& column,
                                 std::span<const Column> siblings) {
    Level& level = level_at(depth);
    level.columns.clear();
    reserve(level.bits, siblings.size() * words_);
    uint64_t* out = level.bits.data();
    for (const Column& sibling : siblings) {
      const uint32_t support =
          static_cast<uint32_t>(kernels_.and_count(column.bits, sibling.bits, out, segments_));
      if (support == column.support) {
        perfect_.push_back(sibling.rank);
      } else if (support >= options_.min_count) {
        level.columns.push_back({out, sibling.rank, support, sibling.index});
        out += words_;
      }
    }
    sort_by_support(level.columns);
    return level.columns;
  }

  // When the prefix with all of `columns` is frequent, it is the only itemset below that can be
  // maximal.
  Status try_whole(size_t depth, std::span<const Column> columns, bool& done) {
    Level& level = level_at(depth);
    reserve(level.bits, words_);
    uint64_t* common = level.bits.data();
    std::copy_n(columns[0].bits, words_, common);
    uint64_t support = columns[0].support;
    for (const Column& column : columns.subspan(1)) {
      support = kernels_.and_count(common, column.bits, common, segments_);
      if (support < options_.min_count) return Status::kOk;
    }
    done = true;
    if (excluded_.any_is_frequent(common, options_.min_count)) return Status::kOk;
    const size_t perfect_before = perfect_.size();
    for (const Column& column : columns) perfect_.push_back(column.rank);
    const Status status = add(static_cast<uint32_t>(support), kClosed | kMaximal);
    perfect_.resize(perfect_before);
    return status;
  }

  Status add(uint32_t support, uint8_t flags) {
    switch (options_.target) {
      case Target::kFrequent:
        return sink_.add_subsets(prefix_, perfect_, support, flags);
      case Target::kClosed:
        return sink_.add_union(prefix_, perfect_, support, flags);
      case Target::kMaximal:
        return (flags & kMaximal) != 0 ? sink_.add_union(prefix_, perfect_, support, flags)
                                       : Status::kOk;
    }
    return Status::kBadInput;
  }

  bool too_long_below() const noexcept {
    if (options_.max_length == 0) return false;
    const size_t always = options_.target == Target::kFrequent ? 0 : perfect_.size();
    return prefix_.size() + always >= options_.max_length;
  }

  bool is_cancelled() noexcept {
    if (options_.cancel_flag == nullptr || (++visits_ & 0xff) != 0) return false;
    return __atomic_load_n(options_.cancel_flag, __ATOMIC_RELAXED) != 0;
  }

  void reserve(std::vector<uint64_t>& bits, size_t words) {
    if (words <= bits.size()) return;
    reserved_ += words - bits.size();
    if (reserved_ > kMaxSearchWords) throw std::length_error("search");
    bits.resize(words);
  }

  Level& level_at(size_t depth) {
    while (levels_.size() <= depth) levels_.emplace_back();
    return levels_[depth];
  }

  const MineOptions& options_;
  ItemsetSink& sink_;
  const BitsetKernels& kernels_;
  const bool checks_closure_;
  std::span<const BitSegment> segments_;
  size_t words_ = 0;
  std::vector<uint32_t> prefix_;
  std::vector<uint32_t> perfect_;
  ExcludedItems excluded_;
  std::deque<Level> levels_;  // a deque, since spans into a level live while deeper ones are added
  size_t reserved_ = 0;       // words of all levels
  uint64_t visits_ = 0;
};

}  // namespace

Status mine_itemsets(const TransactionView& prepared, std::span<const uint32_t> rank_items,
                     const MineOptions& given, MineResult& out) noexcept try {
  out = MineResult{};
  const uint32_t rank_count = static_cast<uint32_t>(rank_items.size());
  MineOptions options = given;
  options.min_count = std::max(1u, options.min_count);
  options.max_itemsets = std::min(kMaxCount, options.max_itemsets);
  const uint32_t end = std::min(options.end_rank, rank_count);
  options.rank_step = std::max(1u, options.rank_step);
  const RankRange ranks{options.first_rank, end, options.rank_step};
  RankPlaces places;
  if (!places.find(prepared, rank_count, ranks)) return Status::kBadInput;

  ItemsetSink sink(rank_items, options, out);
  if (options.target == Target::kMaximal && options.min_count == 1) {
    return add_whole_rows(prepared, places, options.cancel_flag, sink);
  }
  Search search(options, sink);
  Projector projector(prepared, rank_count, places);
  for (uint32_t k = 0; k < ranks.count(); ++k) {
    const uint32_t rank = ranks.rank(k);
    if (options.cancel_flag != nullptr && __atomic_load_n(options.cancel_flag, __ATOMIC_RELAXED)) {
      return Status::kCancelled;
    }
    const Projection& projection = projector.project(
        rank, options.min_count,
        {Search::wants_earlier(options), options.max_length != 1, options.rows_cheaper});
    if (projection.support < options.min_count) continue;
    const Status status = search.run(rank, projection);
    if (status != Status::kOk) return status;
  }
  return Status::kOk;
} catch (const std::bad_alloc&) {
  return Status::kOutOfMemory;
} catch (const std::length_error&) {
  return Status::kOutOfMemory;
}

}  // namespace honeysift::itemset
