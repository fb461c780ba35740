// How a call of the packet table ended. The binding hands the number to JavaScript, which makes the
// error.
#pragma once

#include <cstdint>

namespace honeysift {

enum class TableStatus : int32_t {
  kOk = 0,
  kOutOfMemory = 1,
  kFinished = 2,  // rows after finish(), or finish() for the second time
};

}  // namespace honeysift
