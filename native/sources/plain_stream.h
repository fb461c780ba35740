// The streams that flows mostly are: one connection whose bytes come in order, each at its time.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sources/event.h"
#include "sources/tcp_stream.h"

namespace honeysift {

// Reads the events of one TCP flow as read_tcp_stream() would, and appends those to `fresh` that
// bring new bytes. False when they are not that plain; then neither result is of use. May throw
// std::bad_alloc.
bool read_plain_stream(std::span<const Event> events, StreamCounts& counts,
                       std::vector<const Event*>& fresh);

}  // namespace honeysift
