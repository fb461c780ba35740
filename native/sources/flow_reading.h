// What a finished flow means: who opened it, and whether its inbound packets are attack, answer or
// backscatter.
#pragma once

#include <cstdint>
#include <span>

#include "sources/flow.h"

namespace honeysift {

enum class FlowRole : uint8_t {
  kAttack,       // contributes its port
  kBackscatter,  // opened by a response: contributes no port
  kAnswer,       // opened by the honeypot: contributes no port and marks nothing
  kPortless,  // TCP or UDP without ports (later fragments, cut headers): contributes no port, marks
              // nothing
};

// `flows`: all flows of the attack source. An ICMP answer or error is told from backscatter by what
// the same honeypot address sent to the same peer before.
FlowRole read_role(const Flow& flow, std::span<const Flow* const> flows) noexcept;

}  // namespace honeysift
