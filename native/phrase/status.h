// What the phrase core answers. Values are shared with src/native/phrase-matcher.ts.
#pragma once

#include <cstdint>

namespace honeysift::phrase {

enum class Status : int32_t {
  kOk = 0,
  kCancelled = 1,  // the cancel flag was raised
  kBound = 2,      // more words in one list than this matching serves
  kOutOfMemory = 3,
  kTooLarge = 4,  // more than 2^32 - 1 characters or words in one space
};

// Memory shared with JavaScript; element 0 turns 1 to cancel. May be null.
using CancelFlag = const int32_t*;

inline bool is_cancelled(CancelFlag flag) noexcept {
  return flag != nullptr && __atomic_load_n(flag, __ATOMIC_RELAXED) != 0;
}

}  // namespace honeysift::phrase
