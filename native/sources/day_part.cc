#include "sources/day_part.h"

#include <algorithm>
#include <numeric>

#include "sources/aggregator.h"
#include "sources/counting_sort.h"
#include "sources/huge_pages.h"

namespace honeysift {

namespace {

template <typename T>
void put(uint8_t*& at, const T& value) noexcept {
  std::memcpy(at, &value, sizeof value);
  at += sizeof value;
}

struct PartLayout {
  uint64_t flows, events, bare, offsets, bytes, end;
};

PartLayout layout_of(const DayPartHeader& header) noexcept {
  PartLayout layout;
  layout.flows = sizeof(DayPartHeader);
  layout.events = layout.flows + uint64_t{header.flow_count} * sizeof(Flow);
  layout.bare = layout.events + uint64_t{header.event_count} * sizeof(Event);
  layout.offsets = layout.bare + uint64_t{header.bare_count} * sizeof(BareEvent);
  layout.bytes = layout.offsets + (uint64_t{header.payload_count} + 1) * sizeof(uint64_t);
  layout.end = layout.bytes + header.payload_bytes;
  return layout;
}

bool consistent_flow(const Flow& flow, int32_t day, uint32_t target_count) noexcept {
  const bool silent = flow.packets_in == 0;
  const bool times =
      silent ? flow.first_in == kNever : (flow.first_in <= flow.last_in) & (flow.last_in != kNever);
  return (flow.day == day) & (flow.target < target_count) & (flow.kind <= PortKind::kIcmpType) &
         (flow.in_rank() <= kResponse) & (flow.out_rank() <= kResponse) & times;
}

// Without branches that damage alone would take.
bool consistent(const DayPartView& view, uint32_t target_count, uint64_t payload_bytes) noexcept {
  bool ok = true;
  for (uint32_t i = 0; i < view.flow_count; ++i) {
    ok &= consistent_flow(view.flow(i), view.day, target_count);
  }
  for (uint32_t i = 0; i < view.event_count; ++i) {
    const Event event = view.event(i);
    ok &= (event.flow < view.flow_count) &
          ((event.payload < view.payload_count) | (event.payload >= Event::kDropped));
  }
  for (uint32_t i = 0; i < view.bare_count; ++i) ok &= view.bare(i).flow < view.flow_count;
  ok &= (view.offset(0) == 0) & (view.offset(view.payload_count) == payload_bytes);
  for (uint32_t i = 0; i < view.payload_count; ++i) ok &= view.offset(i) <= view.offset(i + 1);
  return ok;
}

}  // namespace

bool day_of_part(std::span<const uint8_t> part, int32_t& day) noexcept {
  DayPartHeader header;
  if (part.size() < sizeof header) return false;
  std::memcpy(&header, part.data(), sizeof header);
  day = header.day;
  return header.magic == DayPartHeader::kMagic;
}

bool read_day_part(std::span<const uint8_t> part, uint32_t target_count,
                   DayPartView& view) noexcept {
  DayPartHeader header;
  if (part.size() < sizeof header) return false;
  std::memcpy(&header, part.data(), sizeof header);
  if (header.magic != DayPartHeader::kMagic || header.target_count != target_count) return false;
  if (header.payload_bytes > part.size()) return false;
  const PartLayout layout = layout_of(header);
  if (aligned8(layout.end) != part.size()) return false;
  view.day = header.day;
  view.flow_count = header.flow_count;
  view.event_count = header.event_count;
  view.bare_count = header.bare_count;
  view.payload_count = header.payload_count;
  view.flows = part.data() + layout.flows;
  view.events = part.data() + layout.events;
  view.bare_events = part.data() + layout.bare;
  view.offsets = part.data() + layout.offsets;
  view.bytes = part.data() + layout.bytes;
  return consistent(view, target_count, header.payload_bytes);
}

DayPartWriter::DayPartWriter(const Aggregator& aggregator) : aggregator_(aggregator) {
  find_days();
  events_ = slice(aggregator.events());
  bare_events_ = slice(aggregator.bare_events());
  number_payloads();
  for (size_t day = 0; day < size(); ++day) {
    DayPartHeader& header = headers_[day];
    header.target_count = aggregator.target_count();
    header.flow_count = flows_.begin[day + 1] - flows_.begin[day];
    header.event_count = events_.begin[day + 1] - events_.begin[day];
    header.bare_count = bare_events_.begin[day + 1] - bare_events_.begin[day];
    header.payload_count = payloads_begin_[day + 1] - payloads_begin_[day];
  }
}

void DayPartWriter::find_days() {
  const FlowTable& flows = aggregator_.flows();
  bool ascending = true;
  for (uint32_t i = 1; i < flows.size(); ++i) ascending &= flows[i - 1].day <= flows[i].day;
  if (!ascending) sort_flows();
  for (uint32_t i = 0; i < flows.size(); ++i) {
    const int32_t day = flows[static_cast<uint32_t>(flows_.place(i))].day;
    if (!headers_.empty() && headers_.back().day == day) continue;
    headers_.emplace_back().day = day;
    flows_.begin.push_back(i);
  }
  flows_.begin.push_back(flows.size());
}

void DayPartWriter::sort_flows() {
  const FlowTable& flows = aggregator_.flows();
  flows_.order.resize(flows.size());
  std::iota(flows_.order.begin(), flows_.order.end(), 0u);
  std::stable_sort(flows_.order.begin(), flows_.order.end(),
                   [&](uint32_t a, uint32_t b) { return flows[a].day < flows[b].day; });
  flow_ranks_.resize(flows.size());
  for (uint32_t i = 0; i < flows.size(); ++i) flow_ranks_[flows_.order[i]] = i;
}

template <typename Log>
DayPartWriter::ByDay DayPartWriter::slice(const Log& log) const {
  const std::vector<uint32_t>& days = flows_.begin;
  ByDay by_day;
  by_day.begin.assign(size() + 1, 0);
  size_t day = 0;
  for (size_t i = 0; i < log.size(); ++i) {
    const uint32_t rank = rank_of(log[i].flow);
    while (rank >= days[day + 1]) by_day.begin[++day] = static_cast<uint32_t>(i);
    if (rank >= days[day]) continue;
    counting_sort(
        log.size(), size(),
        [&](size_t at) {
          const auto after = std::upper_bound(days.begin(), days.end(), rank_of(log[at].flow));
          return static_cast<size_t>(after - days.begin()) - 1;
        },
        by_day.begin, by_day.order);
    return by_day;
  }
  while (day < size()) by_day.begin[++day] = static_cast<uint32_t>(log.size());
  return by_day;
}

void DayPartWriter::number_payloads() {
  const BlobStore& payloads = aggregator_.payloads();
  std::vector<uint32_t> stamps(payloads.size(), 0);  // the day that last used a payload, plus one
  local_payload_.resize(payloads.size());
  payloads_begin_.assign(1, 0);
  for (uint32_t day = 0; day < size(); ++day) {
    for (uint32_t i = events_.begin[day]; i < events_.begin[day + 1]; ++i) {
      const uint32_t payload = aggregator_.events()[events_.place(i)].payload;
      if (payload >= Event::kDropped || stamps[payload] == day + 1) continue;
      stamps[payload] = day + 1;
      payloads_.push_back(payload);
      headers_[day].payload_bytes += payloads.view(payload).size();
    }
    payloads_begin_.push_back(static_cast<uint32_t>(payloads_.size()));
  }
}

size_t DayPartWriter::encoded_size(size_t i) const noexcept {
  return aligned8(layout_of(headers_[i]).end);
}

bool DayPartWriter::encode(std::span<uint8_t> out) {
  uint64_t total = 0;
  for (size_t i = 0; i < size(); ++i) total += encoded_size(i);
  if (total != out.size()) return false;
  prefer_huge_pages(out.data(), out.size());
  uint8_t* part = out.data();
  for (size_t day = 0; day < size(); ++day) {
    encode_day(day, part);
    part += encoded_size(day);
  }
  return true;
}

void DayPartWriter::encode_day(size_t day, uint8_t* part) {
  const PartLayout layout = layout_of(headers_[day]);
  std::memcpy(part, &headers_[day], sizeof(DayPartHeader));
  std::memset(part + layout.end, 0, encoded_size(day) - layout.end);

  uint8_t* at = part + layout.flows;
  const uint32_t first_flow = flows_.begin[day];
  for (uint32_t i = first_flow; i < flows_.begin[day + 1]; ++i) {
    put(at, aggregator_.flows()[static_cast<uint32_t>(flows_.place(i))]);
  }
  at = part + layout.offsets;
  uint8_t* bytes = part + layout.bytes;
  put(at, uint64_t{0});
  for (uint32_t i = payloads_begin_[day]; i < payloads_begin_[day + 1]; ++i) {
    local_payload_[payloads_[i]] = i - payloads_begin_[day];
    const auto payload = aggregator_.payloads().view(payloads_[i]);
    std::memcpy(bytes, payload.data(), payload.size());
    bytes += payload.size();
    put(at, static_cast<uint64_t>(bytes - (part + layout.bytes)));
  }
  at = part + layout.events;
  for (uint32_t i = events_.begin[day]; i < events_.begin[day + 1]; ++i) {
    Event event = aggregator_.events()[events_.place(i)];
    event.flow = rank_of(event.flow) - first_flow;
    if (event.has_payload_id()) event.payload = local_payload_[event.payload];
    put(at, event);
  }
  at = part + layout.bare;
  for (uint32_t i = bare_events_.begin[day]; i < bare_events_.begin[day + 1]; ++i) {
    BareEvent event = aggregator_.bare_events()[bare_events_.place(i)];
    event.flow = rank_of(event.flow) - first_flow;
    put(at, event);
  }
}

}  // namespace honeysift
