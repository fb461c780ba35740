#include "sources/phrase_writer.h"

#include "sources/phrase_render.h"

namespace honeysift {

const PhraseWriter::Rendered& PhraseWriter::render(uint32_t payload) {
  Rendered& rendered = rendered_[payload];
  if (rendered.size == 0) {
    const auto bytes = payloads_.view(payload);
    rendered.offset = arena_.size();
    rendered.whole = render_text(bytes, arena_, bound_) == bytes.size();
    rendered.size = static_cast<uint32_t>(arena_.size() - rendered.offset);
  }
  return rendered;
}

void PhraseWriter::add(uint32_t payload) {
  if (full_) return;
  const size_t separator = entries_ == 0 ? 0 : 2;
  const size_t room = bound_ - text_.size();
  const Rendered& rendered = render(payload);
  const bool fits = rendered.whole && separator + rendered.size <= room;
  if (fits) {
    text_.insert(text_.end(), separator, '|');
    const auto begin = arena_.begin() + static_cast<std::ptrdiff_t>(rendered.offset);
    text_.insert(text_.end(), begin, begin + rendered.size);
    ++entries_;
    return;
  }
  cut_ = full_ = true;
  if (room <= separator) return;
  const size_t before = text_.size();
  text_.insert(text_.end(), separator, '|');
  if (render_text(payloads_.view(payload), text_, room - separator) == 0) text_.resize(before);
}

}  // namespace honeysift
