#include "fingerprint/raw_signature.h"

#include <bit>

namespace honeysift {

namespace {

constexpr const char* kQuirkNames[] = {"df",   "id+",  "id-",  "ecn",   "0+",    "flow",
                                       "seq-", "ack+", "ack-", "uptr+", "urgf+", "pushf+",
                                       "ts1-", "ts2+", "opt+", "exws",  "bad"};

void append_number(std::string& text, const char* name, unsigned number) {
  text += name;
  text += std::to_string(number);
}

void append_option(std::string& text, uint8_t kind, uint8_t eol_padding) {
  switch (kind) {
    case 0:
      return append_number(text, "eol+", eol_padding);
    case 1:
      text += "nop";
      return;
    case 2:
      text += "mss";
      return;
    case 3:
      text += "ws";
      return;
    case 4:
      text += "sok";
      return;
    case 5:
      text += "sack";
      return;
    case 8:
      text += "ts";
      return;
    default:
      return append_number(text, "?", kind);
  }
}

}  // namespace

WindowMultiple window_multiple(const RawSignature& signature) noexcept {
  // Headers without options: IPv4 and TCP, IPv6 and TCP; the timestamp option with its padding.
  constexpr int kHeaders4 = 40;
  constexpr int kHeaders6 = 60;
  constexpr int kTimestamp = 12;
  constexpr int kEthernetMtu = 1500;
  const int window = signature.window;
  const int mss = signature.mss;
  if (window == 0 || mss < 100) return {};

  const bool ipv6 = signature.version == 6;
  struct Unit {
    int bytes;
    bool counts;
    bool of_mtu;
  };
  // The first that divides the window wins. Some stacks take the room for timestamps off the
  // segment size, some use the MTU of another interface, some the MTU itself.
  const Unit units[] = {
      {mss, true, false},
      {mss - kTimestamp, signature.has_timestamp != 0, false},
      {kEthernetMtu - kHeaders4, true, false},
      {kEthernetMtu - kHeaders4 - kTimestamp, true, false},
      {kEthernetMtu - kHeaders6, ipv6, false},
      {kEthernetMtu - kHeaders6 - kTimestamp, ipv6, false},
      {mss + kHeaders4, true, true},
      {mss + signature.header_bytes, true, true},
      {mss + kHeaders6, ipv6, true},
      {kEthernetMtu, true, true},
  };
  for (const Unit& unit : units) {
    if (unit.counts && window % unit.bytes == 0) return {window / unit.bytes, unit.of_mtu};
  }
  return {};
}

std::string signature_text(const RawSignature& signature) {
  const uint8_t distance = guess_distance(signature.ttl);
  std::string text;
  append_number(text, "", signature.version);
  append_number(text, ":", signature.ttl);
  if (distance > kMostHops) {
    text += "+?";
  } else {
    append_number(text, "+", distance);
  }
  append_number(text, ":", signature.ip_options);
  append_number(text, ":", signature.mss);
  const WindowMultiple multiple = window_multiple(signature);
  if (multiple.factor > 0) {
    append_number(text, multiple.of_mtu ? ":mtu*" : ":mss*", multiple.factor);
  } else {
    append_number(text, ":", signature.window);
  }
  append_number(text, ",", signature.window_scale);
  text += ':';
  for (size_t i = 0; i < signature.option_count; ++i) {
    if (i != 0) text += ',';
    append_option(text, signature.options[i], signature.eol_padding);
  }
  text += ':';
  const char* comma = "";
  for (uint32_t rest = signature.quirks; rest != 0; rest &= rest - 1) {
    text += comma;
    text += kQuirkNames[std::countr_zero(rest)];
    comma = ",";
  }
  text += signature.has_payload != 0 ? ":+" : ":0";
  return text;
}

}  // namespace honeysift
