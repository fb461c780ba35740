#include "sources/phrase_writer.h"

#include "sources/phrase_render.h"

namespace honeysift {

const PhraseWriter::Rendered& PhraseWriter::render(uint32_t payload) {
  Rendered& rendered = rendered_[payload];
  if (rendered.size != 0) return rendered;
  const auto bytes = payloads_.view(payload);
  rendered.offset = arena_.size();
  rendered.whole = bytes.size() <= bound_ / 4;
  if (rendered.whole) {
    arena_.make_room(4 * bytes.size());
    arena_.extend(static_cast<size_t>(render_whole(bytes, arena_.end()) - arena_.end()));
  } else {
    beginning_.clear();
    rendered.whole = render_text(bytes, beginning_, bound_) == bytes.size();
    arena_.make_room(beginning_.size());
    arena_.append(beginning_.data(), beginning_.size());
  }
  rendered.size = static_cast<uint32_t>(arena_.size() - rendered.offset);
  return rendered;
}

void PhraseWriter::add(uint32_t payload) {
  if (full_) return;
  const size_t separator = entries_ == 0 ? 0 : 2;
  const size_t room = bound_ - text_.size();
  const Rendered& rendered = render(payload);
  const bool fits = rendered.whole && separator + rendered.size <= room;
  if (fits) {
    append(arena_.all().subspan(rendered.offset, rendered.size));
    ++entries_;
    return;
  }
  cut_ = full_ = true;
  if (room <= separator) return;
  beginning_.clear();
  if (render_text(payloads_.view(payload), beginning_, room - separator) > 0) append(beginning_);
}

// Behind a separator, unless it is the first.
void PhraseWriter::append(std::span<const uint8_t> entry) {
  text_.make_room(entry.size() + 2);
  if (entries_ > 0) {
    text_.put('|');
    text_.put('|');
  }
  text_.append(entry.data(), entry.size());
}

}  // namespace honeysift
