#include "reference/phrase_parse.h"

namespace honeysift::reference {

namespace {

int hex_digit(uint8_t c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

}  // namespace

bool parse_rendered(std::span<const uint8_t> text, std::vector<uint8_t>& payload) {
  payload.clear();
  for (size_t at = 0; at < text.size();) {
    const uint8_t c = text[at];
    const size_t left = text.size() - at;
    if (c < 0x20 || c > 0x7e || c == '|') return false;
    if (c == '\\') {
      if (left >= 4 && text[at + 1] == 'r' && text[at + 2] == '\\' && text[at + 3] == 'n') {
        payload.push_back('\r');
        payload.push_back('\n');
        at += 4;
        continue;
      }
      if (left < 2 || (text[at + 1] != '\\' && text[at + 1] != '<' && text[at + 1] != '|'))
        return false;
      payload.push_back(text[at + 1]);
      at += 2;
    } else if (c == '<') {
      size_t end = at + 1;
      while (end < text.size() && text[end] != '>') ++end;
      if (end == text.size() || end == at + 1 || (end - at) % 2 == 0) return false;
      for (size_t digit = at + 1; digit < end; digit += 2) {
        const int high = hex_digit(text[digit]);
        const int low = hex_digit(text[digit + 1]);
        if (high < 0 || low < 0) return false;
        payload.push_back(static_cast<uint8_t>(high << 4 | low));
      }
      at = end + 1;
    } else {
      payload.push_back(c);
      ++at;
    }
  }
  return true;
}

}  // namespace honeysift::reference
