#include "table/address_text.h"

#include <cstring>

namespace honeysift {

namespace {

constexpr char kHex[] = "0123456789abcdef";

void append_decimal(std::string& out, unsigned value, unsigned least_digits = 1) {
  char digits[10];
  unsigned count = 0;
  do {
    digits[count++] = static_cast<char>('0' + value % 10);
    value /= 10;
  } while (value > 0 || count < least_digits);
  while (count > 0) out.push_back(digits[--count]);
}

void append_group(std::string& out, unsigned group) {
  int shift = 12;
  while (shift > 0 && group >> shift == 0) shift -= 4;
  for (; shift >= 0; shift -= 4) out.push_back(kHex[group >> shift & 15]);
}

struct CalendarDay {
  int32_t year;
  unsigned month;
  unsigned day;
};

// Days of the proleptic Gregorian calendar, counted from 0000-03-01 in eras of 400 years.
CalendarDay calendar_day(int32_t day) noexcept {
  const int64_t since = int64_t{day} + 719468;
  const int64_t era = (since >= 0 ? since : since - 146096) / 146097;
  const auto of_era = static_cast<unsigned>(since - era * 146097);
  const unsigned year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const unsigned of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const unsigned shifted = (5 * of_year + 2) / 153;
  const unsigned month = shifted < 10 ? shifted + 3 : shifted - 9;
  const auto year = static_cast<int32_t>(year_of_era + era * 400 + (month <= 2 ? 1 : 0));
  return {year, month, of_year - (153 * shifted + 2) / 5 + 1};
}

}  // namespace

void append_address(std::string& out, const uint8_t* address) {
  constexpr uint8_t kMapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (std::memcmp(address, kMapped, sizeof kMapped) == 0) {
    for (int i = 12; i < 16; ++i) {
      if (i > 12) out.push_back('.');
      append_decimal(out, address[i]);
    }
    return;
  }
  unsigned groups[8];
  for (int i = 0; i < 8; ++i) groups[i] = address[2 * i] * 256u + address[2 * i + 1];
  // The first of the longest runs of zero groups, if two or longer, is left out.
  int zeros = -1;
  int length = 1;
  for (int begin = 0; begin < 8; ++begin) {
    int end = begin;
    while (end < 8 && groups[end] == 0) ++end;
    if (end - begin > length) {
      zeros = begin;
      length = end - begin;
    }
  }
  for (int i = 0; i < 8;) {
    if (i == zeros) {
      out.append("::");
      i += length;
      continue;
    }
    if (i > 0 && i != zeros + (zeros < 0 ? 0 : length)) out.push_back(':');
    append_group(out, groups[i]);
    ++i;
  }
}

void append_day(std::string& out, int32_t day) {
  const CalendarDay date = calendar_day(day);
  append_decimal(out, static_cast<unsigned>(date.year), 4);
  out.push_back('-');
  append_decimal(out, date.month, 2);
  out.push_back('-');
  append_decimal(out, date.day, 2);
}

int32_t month_of_day(int32_t day) noexcept {
  const CalendarDay date = calendar_day(day);
  return (date.year - 1970) * 12 + static_cast<int32_t>(date.month) - 1;
}

}  // namespace honeysift
