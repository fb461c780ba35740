#include "sources/day_part.h"

#include <algorithm>

#include "sources/aggregator.h"
#include "sources/chunk_memory.h"

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
  if (flow.day != day || flow.target >= target_count || flow.kind > PortKind::kIcmpType)
    return false;
  if (flow.in_rank() > kResponse || flow.out_rank() > kResponse) return false;
  return silent ? flow.first_in == kNever : flow.first_in <= flow.last_in && flow.last_in != kNever;
}

bool consistent(const DayPartView& view, uint32_t target_count, uint64_t payload_bytes) noexcept {
  for (uint32_t i = 0; i < view.flow_count; ++i) {
    if (!consistent_flow(view.flow(i), view.day, target_count)) return false;
  }
  for (uint32_t i = 0; i < view.event_count; ++i) {
    const Event event = view.event(i);
    if (event.flow >= view.flow_count) return false;
    if (event.has_payload_id() && event.payload >= view.payload_count) return false;
  }
  for (uint32_t i = 0; i < view.bare_count; ++i) {
    if (view.bare(i).flow >= view.flow_count) return false;
  }
  if (view.offset(0) != 0 || view.offset(view.payload_count) != payload_bytes) return false;
  for (uint32_t i = 0; i < view.payload_count; ++i) {
    if (view.offset(i) > view.offset(i + 1)) return false;
  }
  return true;
}

}  // namespace

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
  for (size_t i = 0; i < aggregator.events().size(); ++i) {
    ++headers_[flow_day_[aggregator.events()[i].flow]].event_count;
  }
  for (size_t i = 0; i < aggregator.bare_events().size(); ++i) {
    ++headers_[flow_day_[aggregator.bare_events()[i].flow]].bare_count;
  }
  count_payloads();
}

void DayPartWriter::find_days() {
  const FlowTable& flows = aggregator_.flows();
  std::vector<int32_t> days;
  for (uint32_t i = 0; i < flows.size(); ++i) {
    if (days.empty() || days.back() != flows[i].day) days.push_back(flows[i].day);
  }
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  headers_.resize(days.size());
  for (size_t i = 0; i < days.size(); ++i) {
    headers_[i].day = days[i];
    headers_[i].target_count = aggregator_.target_count();
  }
  flow_day_.resize(flows.size());
  local_flow_.resize(flows.size());
  uint32_t day = 0;
  for (uint32_t i = 0; i < flows.size(); ++i) {
    if (days[day] != flows[i].day) {
      day = static_cast<uint32_t>(std::lower_bound(days.begin(), days.end(), flows[i].day) -
                                  days.begin());
    }
    flow_day_[i] = day;
    local_flow_[i] = headers_[day].flow_count++;
  }
}

void DayPartWriter::count_payloads() {
  const EventLog& events = aggregator_.events();
  payload_stamp_.assign(aggregator_.payloads().size(), 0);
  local_payload_.resize(aggregator_.payloads().size());
  for (size_t i = 0; i < events.size(); ++i) {
    const Event& event = events[i];
    const uint32_t day = flow_day_[event.flow];
    if (!event.has_payload_id() || !first_of_day(event.payload, day)) continue;
    ++headers_[day].payload_count;
    headers_[day].payload_bytes += aggregator_.payloads().view(event.payload).size();
  }
}

// Whether this day has not used the payload so far. Days follow each other as a rule; where they
// use a payload by turns, its number in the other day is put aside.
bool DayPartWriter::first_of_day(uint32_t payload, uint32_t day) {
  uint32_t& stamp = payload_stamp_[payload];
  if (stamp == day + 1) return false;
  const auto place = [payload](uint32_t of_day) { return uint64_t{of_day} << 32 | payload; };
  if (stamp != 0) earlier_[place(stamp - 1)] = local_payload_[payload];
  stamp = day + 1;
  const auto known = earlier_.find(place(day));
  if (known == earlier_.end()) return true;
  local_payload_[payload] = known->second;
  return false;
}

size_t DayPartWriter::encoded_size(size_t i) const noexcept {
  return aligned8(layout_of(headers_[i]).end);
}

DayPartWriter::Cursors DayPartWriter::lay_out(size_t i, uint8_t* part) const noexcept {
  const PartLayout layout = layout_of(headers_[i]);
  std::memcpy(part, &headers_[i], sizeof(DayPartHeader));
  std::memset(part + layout.end, 0, encoded_size(i) - layout.end);
  Cursors at{part + layout.flows,
             part + layout.events,
             part + layout.bare,
             part + layout.offsets,
             part + layout.bytes,
             0,
             0};
  put(at.offset, uint64_t{0});
  return at;
}

bool DayPartWriter::encode(std::span<uint8_t> out) {
  uint64_t total = 0;
  for (size_t i = 0; i < size(); ++i) total += encoded_size(i);
  if (total != out.size()) return false;
  prefer_huge_pages(out.data(), out.size());
  std::vector<Cursors> cursors;
  uint8_t* part = out.data();
  for (size_t i = 0; i < size(); ++i) {
    cursors.push_back(lay_out(i, part));
    part += encoded_size(i);
  }
  const FlowTable& flows = aggregator_.flows();
  for (uint32_t i = 0; i < flows.size(); ++i) put(cursors[flow_day_[i]].flow, flows[i]);
  payload_stamp_.assign(payload_stamp_.size(), 0);
  earlier_.clear();
  for (size_t i = 0; i < aggregator_.events().size(); ++i)
    write_event(aggregator_.events()[i], cursors);
  for (size_t i = 0; i < aggregator_.bare_events().size(); ++i) {
    BareEvent event = aggregator_.bare_events()[i];
    uint8_t*& at = cursors[flow_day_[event.flow]].bare;
    event.flow = local_flow_[event.flow];
    put(at, event);
  }
  return true;
}

void DayPartWriter::write_event(const Event& given, std::vector<Cursors>& cursors) {
  Event event = given;
  const uint32_t day = flow_day_[event.flow];
  Cursors& at = cursors[day];
  event.flow = local_flow_[event.flow];
  if (event.has_payload_id()) {
    if (first_of_day(event.payload, day)) {
      const auto bytes = aggregator_.payloads().view(event.payload);
      std::memcpy(at.byte, bytes.data(), bytes.size());
      at.byte += bytes.size();
      put(at.offset, at.payload_bytes += bytes.size());
      local_payload_[event.payload] = at.payloads++;
    }
    event.payload = local_payload_[event.payload];
  }
  put(at.event, event);
}

}  // namespace honeysift
