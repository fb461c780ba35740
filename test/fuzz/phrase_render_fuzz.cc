// The renderer of phrases: what it writes reads back, at any limit, and is as long as fits.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "reference/phrase_parse.h"
#include "sources/phrase_render.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void check(std::span<const uint8_t> payload, size_t limit) {
  std::vector<uint8_t> text(3, '#');  // what stands there before stays
  const size_t taken = honeysift::render_text(payload, text, limit);
  require(std::count(text.begin(), text.begin() + 3, '#') == 3);
  text.erase(text.begin(), text.begin() + 3);
  require(taken <= payload.size() && text.size() <= limit);
  std::vector<uint8_t> back;
  require(honeysift::reference::parse_rendered(text, back));
  require(back.size() == taken && std::equal(back.begin(), back.end(), payload.begin()));
  if (taken == payload.size()) return;
  // One byte more, or one line break more, would not have fitted.
  const bool line_break =
      payload[taken] == '\r' && taken + 1 < payload.size() && payload[taken + 1] == '\n';
  std::vector<uint8_t> longer;
  honeysift::render_text(payload.first(taken + (line_break ? 2 : 1)), longer);
  require(longer.size() > limit);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  check({data, size}, honeysift::kNoLimit);
  if (size > 0) check({data + 1, size - 1}, data[0]);
  return 0;
}
