#include "sources/day_part.h"

#include <algorithm>

#include "sources/aggregator.h"
#include "sources/counting_sort.h"

namespace honeysift {

namespace {

template <typename T>
void put(std::span<uint8_t> out, size_t& at, const T& value) noexcept {
  std::memcpy(out.data() + at, &value, sizeof value);
  at += sizeof value;
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
    if (event.is_bare() && event.is_syn()) return false;
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
  const uint64_t flows = uint64_t{header.flow_count} * sizeof(Flow);
  const uint64_t events = uint64_t{header.event_count} * sizeof(Event);
  const uint64_t offsets = (uint64_t{header.payload_count} + 1) * sizeof(uint64_t);
  const uint64_t fixed = sizeof header + flows + events + offsets;
  if (fixed > part.size() || part.size() - fixed != header.payload_bytes) return false;
  view.day = header.day;
  view.flow_count = header.flow_count;
  view.event_count = header.event_count;
  view.payload_count = header.payload_count;
  view.flows = part.data() + sizeof header;
  view.events = view.flows + flows;
  view.offsets = view.events + events;
  view.bytes = view.offsets + offsets;
  return consistent(view, target_count, header.payload_bytes);
}

DayPartWriter::DayPartWriter(const Aggregator& aggregator) : aggregator_(aggregator) {
  const FlowTable& flows = aggregator.flows();
  for (uint32_t i = 0; i < flows.size(); ++i) {
    if (days_.empty() || days_.back() != flows[i].day) days_.push_back(flows[i].day);
  }
  std::sort(days_.begin(), days_.end());
  days_.erase(std::unique(days_.begin(), days_.end()), days_.end());

  std::vector<uint32_t> day_of(flows.size());
  for (uint32_t i = 0; i < flows.size(); ++i) {
    const auto at = std::lower_bound(days_.begin(), days_.end(), flows[i].day);
    day_of[i] = static_cast<uint32_t>(at - days_.begin());
  }
  const auto& events = aggregator.events();
  counting_sort(
      flows.size(), days_.size(), [&](size_t i) { return day_of[i]; }, flow_begin_, flow_order_);
  counting_sort(
      events.size(), days_.size(), [&](size_t i) { return day_of[events[i].flow]; }, event_begin_,
      event_order_);
  local_flow_.resize(flows.size());
  for (size_t day = 0; day < days_.size(); ++day) {
    for (uint32_t k = flow_begin_[day]; k < flow_begin_[day + 1]; ++k) {
      local_flow_[flow_order_[k]] = k - flow_begin_[day];
    }
  }
  collect_payloads();
}

void DayPartWriter::collect_payloads() {
  const BlobStore& payloads = aggregator_.payloads();
  const auto& events = aggregator_.events();
  std::vector<uint32_t> stamp(payloads.size(), 0);
  local_payload_.resize(payloads.size());
  payload_begin_.push_back(0);
  for (size_t i = 0; i < days_.size(); ++i) {
    uint64_t bytes = 0;
    for (uint32_t k = event_begin_[i]; k < event_begin_[i + 1]; ++k) {
      const Event& event = events[event_order_[k]];
      const uint32_t id = event.payload;
      if (!event.has_payload_id() || stamp[id] == i + 1) continue;
      stamp[id] = static_cast<uint32_t>(i + 1);
      payload_used_.push_back(id);
      bytes += payloads.view(id).size();
    }
    payload_begin_.push_back(static_cast<uint32_t>(payload_used_.size()));
    payload_bytes_.push_back(bytes);
  }
}

size_t DayPartWriter::encoded_size(size_t i) const noexcept {
  const size_t payloads = payload_begin_[i + 1] - payload_begin_[i];
  return sizeof(DayPartHeader) + flow_count(i) * sizeof(Flow) + event_count(i) * sizeof(Event) +
         (payloads + 1) * sizeof(uint64_t) + payload_bytes_[i];
}

bool DayPartWriter::encode(size_t i, std::span<uint8_t> out) {
  if (out.size() != encoded_size(i)) return false;
  const BlobStore& payloads = aggregator_.payloads();
  const auto& events = aggregator_.events();
  const auto used = std::span(payload_used_)
                        .subspan(payload_begin_[i], payload_begin_[i + 1] - payload_begin_[i]);
  for (uint32_t k = 0; k < used.size(); ++k) local_payload_[used[k]] = k;

  DayPartHeader header;
  header.day = days_[i];
  header.target_count = aggregator_.target_count();
  header.flow_count = flow_count(i);
  header.event_count = event_count(i);
  header.payload_count = static_cast<uint32_t>(used.size());
  header.payload_bytes = payload_bytes_[i];
  size_t at = 0;
  put(out, at, header);
  for (uint32_t k = flow_begin_[i]; k < flow_begin_[i + 1]; ++k)
    put(out, at, aggregator_.flows()[flow_order_[k]]);
  for (uint32_t k = event_begin_[i]; k < event_begin_[i + 1]; ++k) {
    Event event = events[event_order_[k]];
    event.flow = local_flow_[event.flow];
    if (event.has_payload_id()) event.payload = local_payload_[event.payload];
    put(out, at, event);
  }
  uint64_t offset = 0;
  put(out, at, offset);
  for (const uint32_t id : used) put(out, at, offset += payloads.view(id).size());
  for (const uint32_t id : used) {
    const auto bytes = payloads.view(id);
    if (!bytes.empty()) std::memcpy(out.data() + at, bytes.data(), bytes.size());
    at += bytes.size();
  }
  return true;
}

}  // namespace honeysift
