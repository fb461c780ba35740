#include "sources/day_part.h"

#include "sources/aggregator.h"
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

DayPartWriter::DayPartWriter(const Aggregator& aggregator)
    : days_(aggregator),
      target_count_(aggregator.target_count()),
      plans_(days_.size()),
      stamps_(aggregator.payloads().size()),
      local_payload_(aggregator.payloads().size()) {}

const DayPartWriter::Plan& DayPartWriter::plan(size_t i) {
  if (plans_[i]) return *plans_[i];
  Plan& plan = plans_[i].emplace();
  const SourceState state = days_.state(i);
  const auto stamp = static_cast<uint32_t>(i + 1);
  for (const Event& event : state.events) {
    if (!event.has_payload_id() || stamps_[event.payload] == stamp) continue;
    stamps_[event.payload] = stamp;
    plan.payloads.push_back(event.payload);
    plan.header.payload_bytes += state.payloads.view(event.payload).size();
  }
  plan.header.day = days_.day(i);
  plan.header.target_count = target_count_;
  plan.header.flow_count = static_cast<uint32_t>(state.flows.size());
  plan.header.event_count = static_cast<uint32_t>(state.events.size());
  plan.header.bare_count = static_cast<uint32_t>(state.bare_events.size());
  plan.header.payload_count = static_cast<uint32_t>(plan.payloads.size());
  return plan;
}

const DayPartHeader& DayPartWriter::header(size_t i) { return plan(i).header; }

size_t DayPartWriter::encoded_size(size_t i) { return aligned8(layout_of(header(i)).end); }

bool DayPartWriter::encode(size_t i, std::span<uint8_t> out) {
  const Plan& plan = this->plan(i);
  if (out.size() != encoded_size(i)) return false;
  const SourceState state = days_.state(i);
  const PartLayout layout = layout_of(plan.header);
  uint8_t* const part = out.data();
  prefer_huge_pages(part, out.size());
  std::memcpy(part, &plan.header, sizeof(DayPartHeader));
  std::memset(part + layout.end, 0, out.size() - layout.end);

  uint8_t* at = part + layout.flows;
  for (const Flow& flow : state.flows) put(at, flow);
  at = part + layout.offsets;
  uint8_t* bytes = part + layout.bytes;
  put(at, uint64_t{0});
  for (uint32_t local = 0; local < plan.payloads.size(); ++local) {
    const uint32_t id = plan.payloads[local];
    local_payload_[id] = local;
    const auto payload = state.payloads.view(id);
    if (!payload.empty()) std::memcpy(bytes, payload.data(), payload.size());
    bytes += payload.size();
    put(at, static_cast<uint64_t>(bytes - (part + layout.bytes)));
  }
  at = part + layout.events;
  for (Event event : state.events) {
    event.flow -= state.first_flow;
    if (event.has_payload_id()) event.payload = local_payload_[event.payload];
    put(at, event);
  }
  at = part + layout.bare;
  for (BareEvent event : state.bare_events) {
    event.flow -= state.first_flow;
    put(at, event);
  }
  return true;
}

}  // namespace honeysift
