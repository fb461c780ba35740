#include "phrase/one_strip.h"

#include "phrase/processor.h"

namespace honeysift::phrase {

#ifdef HONEYSIFT_X86
const OneStrip kOneStrip = has_avx512() ? one_strip_with_avx512() : one_strip_with_avx2();
#else
OneStrip one_strip_with_avx2() noexcept { return {}; }
OneStrip one_strip_with_avx512() noexcept { return {}; }

const OneStrip kOneStrip;
#endif

}  // namespace honeysift::phrase
