// The zstd decoder: any bytes, cut anywhere, must give what the same bytes give in one piece. The
// first byte of the input says where to cut, and how much room there is.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

#include "packet/zstd_decoder.h"

namespace {

using honeysift::ZstdDecoder;
using honeysift::ZstdResult;
using honeysift::ZstdStatus;

// A few bytes may stand for gigabytes; as much as this shows what there is to show.
constexpr size_t kEnough = 1 << 20;

std::vector<uint8_t> run(const uint8_t* data, size_t size, size_t piece, size_t room) {
  auto decoder = std::make_unique<ZstdDecoder>();
  std::vector<uint8_t> content;
  size_t start = 0;
  size_t end = 0;
  while (content.size() < kEnough) {
    const std::unique_ptr<uint8_t[]> fed(new uint8_t[end - start]);
    const std::unique_ptr<uint8_t[]> output(new uint8_t[room]);
    if (end != start) std::memcpy(fed.get(), data + start, end - start);
    const ZstdResult result =
        decoder->decode(fed.get(), end - start, end == size, output.get(), room);
    if (result.consumed > end - start || result.produced > room) std::abort();
    content.insert(content.end(), output.get(), output.get() + result.produced);
    start += result.consumed;
    if (result.status == ZstdStatus::kNeedBytes) {
      if (end == size) std::abort();
      end = std::min(size, end + piece);
    } else if (result.status != ZstdStatus::kOutputFull) {
      content.push_back(static_cast<uint8_t>(result.status));
      return content;
    }
  }
  content.resize(kEnough);
  return content;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 1) return 0;
  const auto whole = run(data + 1, size - 1, size, kEnough);
  const auto cut = run(data + 1, size - 1, 1 + data[0], 1000 + size_t{data[0]} * 500);
  if (whole != cut) std::abort();
  return 0;
}
