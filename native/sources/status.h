// How a call of the aggregator ended. The binding hands the number to JavaScript, which makes the
// error.
#pragma once

#include <cstdint>

namespace honeysift {

enum class SourceStatus : int32_t {
  kOk = 0,
  kOutOfMemory = 1,
  kBadPart = 2,    // a day part that does not hold together, or was made for another environment
  kTooMany = 3,    // more than 2^32 - 256 flows, events or payloads in one aggregator
  kCancelled = 4,  // the cancel flag was raised
};

}  // namespace honeysift
