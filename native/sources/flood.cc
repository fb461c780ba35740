#include "sources/flood.h"

#include <algorithm>
#include <tuple>

namespace honeysift {

namespace {

struct Span {
  size_t begin, end;  // of the sorted SYNs
};

bool same_place(const LoneSyn& a, const LoneSyn& b) noexcept {
  return a.day == b.day && a.honeypot == b.honeypot && a.port == b.port;
}

void find_spans(const std::vector<LoneSyn>& syns, size_t begin, size_t end, uint32_t least,
                int64_t window_ns, std::vector<Span>& spans) {
  const size_t first_span = spans.size();
  size_t reach = begin;
  for (size_t i = begin; i < end; ++i) {
    while (reach < end && syns[reach].time - syns[i].time <= window_ns) ++reach;
    if (reach - i < least) continue;
    if (spans.size() > first_span && i < spans.back().end) {
      spans.back().end = reach;
    } else {
      spans.push_back({i, reach});
    }
  }
}

}  // namespace

void mark_floods(std::vector<LoneSyn>& syns, uint32_t least, int64_t window_ns,
                 AttackSourceColumns& sources) {
  sources.flood.assign(sources.count(), -1);
  sources.flood_events.clear();
  if (syns.size() < least || least == 0) return;
  std::sort(syns.begin(), syns.end(), [](const LoneSyn& a, const LoneSyn& b) {
    return std::tie(a.day, a.honeypot, a.port, a.time, a.row) <
           std::tie(b.day, b.honeypot, b.port, b.time, b.row);
  });
  std::vector<Span> spans;
  for (size_t begin = 0; begin < syns.size();) {
    size_t end = begin + 1;
    while (end < syns.size() && same_place(syns[begin], syns[end])) ++end;
    find_spans(syns, begin, end, least, window_ns, spans);
    begin = end;
  }
  std::sort(spans.begin(), spans.end(), [&](const Span& a, const Span& b) {
    const LoneSyn& left = syns[a.begin];
    const LoneSyn& right = syns[b.begin];
    return std::tie(left.time, left.honeypot, left.port) <
           std::tie(right.time, right.honeypot, right.port);
  });
  for (const Span& span : spans) {
    const LoneSyn& first = syns[span.begin];
    const auto event = static_cast<int32_t>(sources.flood_events.size());
    sources.flood_events.push_back({first.time, first.honeypot, first.port});
    for (size_t i = span.begin; i < span.end; ++i) sources.flood[syns[i].row] = event;
  }
}

}  // namespace honeysift
