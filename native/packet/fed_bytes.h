// The piece of a capture stream that one decode call is given, and how far a reader got in it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace honeysift {

struct FedBytes {
  const uint8_t* data;
  size_t length;
  uint64_t stream_offset;  // of data[0]
  bool end_of_stream;      // nothing follows
};

struct ReadStep {
  size_t consumed;
  // Bytes that must be present from `consumed` on before there is progress; 0 when the sink is full
  // or all is done.
  size_t needed;
};

}  // namespace honeysift
