// How a call of the collector ended. The binding hands the number to JavaScript, which makes the
// error.
#pragma once

#include <cstdint>

namespace honeysift {

enum class FingerprintStatus : int32_t {
  kOk = 0,
  kOutOfMemory = 1,
  kBadPart = 2,   // a part that does not hold together, or was made for another environment
  kTooMany = 3,   // more than 2^32 - 16 signatures or counts in one collector
  kNoSource = 4,  // packets of an address and day that no attack source covers
};

}  // namespace honeysift
