#include "sources/finalize.h"

#include <new>

#include "sources/flood.h"
#include "sources/source_builder.h"
#include "sources/source_ranges.h"

namespace honeysift {

namespace {

constexpr size_t kSourcesBetweenPolls = 256;

bool cancelled(const int32_t* flag) noexcept {
  return flag != nullptr && __atomic_load_n(flag, __ATOMIC_RELAXED) != 0;
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
  const SourceRanges sources = group_sources(aggregator, options);
  SourceBuilder builder(aggregator, options, out);
  for (size_t i = 0; i < sources.ranges.size(); ++i) {
    if (i % kSourcesBetweenPolls == 0 && cancelled(options.cancel)) return SourceStatus::kCancelled;
    const SourceRange range = sources.ranges[i];
    builder.build(std::span(sources.order).subspan(range.begin, range.end - range.begin));
  }
  out.sequence_order = sort_dictionary(out.sequences, out.sequence);
  out.phrase_order = sort_dictionary(out.phrases, out.phrase);
  mark_floods(builder.lone_syns(), options.flood_sources, options.flood_window_ns, out);
  return SourceStatus::kOk;
} catch (const std::bad_alloc&) {
  return SourceStatus::kOutOfMemory;
}

}  // namespace honeysift
