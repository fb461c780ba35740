#include "sources/finalize.h"

#include <algorithm>
#include <new>

#include "sources/day_part.h"
#include "sources/flood.h"
#include "sources/source_builder.h"
#include "sources/source_ranges.h"

namespace honeysift {

namespace {

constexpr size_t kSourcesBetweenPolls = 256;

bool cancelled(const int32_t* flag) noexcept {
  return flag != nullptr && __atomic_load_n(flag, __ATOMIC_RELAXED) != 0;
}

// Appends the rows of one state.
SourceStatus build_rows(const SourceState& state, const FinalizeOptions& options,
                        SourceBuilder& builder) {
  const SourceRanges sources = group_sources(state.flows, options);
  builder.begin(state, sources.ranges.size());
  for (size_t i = 0; i < sources.ranges.size(); ++i) {
    if (i % kSourcesBetweenPolls == 0 && cancelled(options.cancel)) return SourceStatus::kCancelled;
    const SourceRange range = sources.ranges[i];
    builder.build(std::span(sources.order).subspan(range.begin, range.end - range.begin));
  }
  return SourceStatus::kOk;
}

// The same of a state that shares its payloads with no other.
SourceStatus build_whole(const SourceState& state, const FinalizeOptions& options,
                         SourceBuilder& builder) {
  builder.take_payloads(state.payloads);
  return build_rows(state, options, builder);
}

void complete(const FinalizeOptions& options, AttackSourceColumns& out,
              std::vector<LoneSyn>& lone_syns) {
  out.sequence_order = sort_dictionary(out.sequences, out.sequence);
  out.phrase_order = sort_dictionary(out.phrases, out.phrase);
  mark_floods(lone_syns, options.flood_sources, options.flood_window_ns, out);
}

}  // namespace

std::vector<uint32_t> sort_dictionary(const BlobStore& store, std::vector<uint32_t>& column) {
  std::vector<uint32_t> order = store.sorted_ids();
  std::vector<uint32_t> position(order.size());
  for (uint32_t p = 0; p < order.size(); ++p) position[order[p]] = p;
  for (uint32_t& id : column) id = position[id];
  return order;
}

SourceStatus finalize(const Aggregator& aggregator, const FinalizeOptions& options,
                      AttackSourceColumns& out) noexcept try {
  SourceBuilder builder(options, out);
  const SourceStatus status = build_whole(state_of(aggregator), options, builder);
  if (status == SourceStatus::kOk) complete(options, out, builder.lone_syns());
  return status;
} catch (const std::bad_alloc&) {
  return SourceStatus::kOutOfMemory;
}

SourceStatus finalize_days(const StateDays& days, size_t begin, size_t end,
                           const FinalizeOptions& options, AttackSourceColumns& out) noexcept try {
  SourceBuilder builder(options, out);
  builder.take_payloads(days.payloads());
  for (size_t i = begin; i < end; ++i) {
    const SourceStatus status = build_rows(days.state(i), options, builder);
    if (status != SourceStatus::kOk) return status;
  }
  complete(options, out, builder.lone_syns());
  return SourceStatus::kOk;
} catch (const std::bad_alloc&) {
  return SourceStatus::kOutOfMemory;
}

SourceStatus finalize_parts(std::span<const std::span<const uint8_t>> parts,
                            std::span<const uint8_t> addresses, uint32_t payload_bound,
                            const FinalizeOptions& options, AttackSourceColumns& out) noexcept try {
  struct Part {
    int32_t day;
    std::span<const uint8_t> bytes;
  };
  const auto targets = static_cast<uint32_t>(addresses.size() / 16);
  std::vector<Part> sorted(parts.size());
  for (size_t i = 0; i < parts.size(); ++i) {
    sorted[i].bytes = parts[i];
    if (!day_of_part(parts[i], sorted[i].day)) return SourceStatus::kBadPart;
  }
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Part& a, const Part& b) { return a.day < b.day; });
  const bool by_day = options.mode == SourceMode::kDay;
  SourceBuilder builder(options, out);
  for (size_t begin = 0, end = 0; begin < sorted.size(); begin = end) {
    end = begin + 1;
    while (end < sorted.size() && (!by_day || sorted[end].day == sorted[begin].day)) ++end;
    SourceState state;
    SourceStatus status = SourceStatus::kOk;
    DayPartView view;
    // Looked through just before it is used: then it still lies in the cache.
    const bool alone = end == begin + 1;
    if (alone && !read_day_part(sorted[begin].bytes, targets, view)) return SourceStatus::kBadPart;
    if (alone && view_state(view, payload_bound, state)) {
      status = build_whole(state, options, builder);
    } else {
      Aggregator united(addresses, payload_bound);
      for (size_t i = begin; i < end && status == SourceStatus::kOk; ++i) {
        status = united.absorb(sorted[i].bytes);
      }
      if (status == SourceStatus::kOk) {
        status = build_whole(state_of(united), options, builder);
      }
    }
    if (status != SourceStatus::kOk) return status;
  }
  complete(options, out, builder.lone_syns());
  return SourceStatus::kOk;
} catch (const std::bad_alloc&) {
  return SourceStatus::kOutOfMemory;
}

}  // namespace honeysift
