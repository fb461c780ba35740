// Addresses and days as text. Addresses: dotted IPv4 (also of ::ffff:a.b.c.d), IPv6 after RFC 5952.
#pragma once

#include <cstdint>
#include <string>

namespace honeysift {

// Appends the text of the 16 bytes at `address`.
void append_address(std::string& out, const uint8_t* address);

// Appends `YYYY-MM-DD` of a number of days since 1970-01-01, years 0 to 9999.
void append_day(std::string& out, int32_t day);

// Months since January 1970 of a number of days since 1970-01-01.
int32_t month_of_day(int32_t day) noexcept;

}  // namespace honeysift
