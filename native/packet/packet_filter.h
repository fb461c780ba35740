// A filter expression in the syntax of tcpdump, compiled by libpcap for every link type a capture
// holds.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "packet/libpcap.h"

namespace honeysift {

// Of packets whose interface the capture does not describe: no expression can be compiled for them.
inline constexpr uint32_t kUnknownLinkType = UINT32_MAX;

class PacketFilter {
 public:
  // Passes everything.
  PacketFilter() = default;
  explicit PacketFilter(std::string expression)
      : active_(true), expression_(std::move(expression)) {}

  bool active() const noexcept { return active_; }

  // A packet of a link type for which the expression means nothing fails the filter for good.
  bool passes(uint32_t link_type, bool big_endian, const uint8_t* data, uint32_t captured,
              uint32_t original) noexcept {
    if (link_type == kUnknownLinkType) return false;
    const std::vector<BpfInstruction>* program = program_for(link_type, big_endian);
    return program != nullptr && Libpcap::shared().accepts(*program, data, captured, original);
  }

  bool failed() const noexcept { return !error_.empty(); }
  uint32_t failed_link_type() const noexcept { return failed_link_type_; }
  const std::string& error() const noexcept { return error_; }

 private:
  struct Program {
    uint32_t link_type;
    bool big_endian;
    std::vector<BpfInstruction> instructions;
  };

  const std::vector<BpfInstruction>* program_for(uint32_t link_type, bool big_endian) noexcept {
    if (last_ < programs_.size()) {
      const Program& last = programs_[last_];
      if (last.link_type == link_type && last.big_endian == big_endian) return &last.instructions;
    }
    return find_or_compile(link_type, big_endian);
  }
  const std::vector<BpfInstruction>* find_or_compile(uint32_t link_type, bool big_endian) noexcept;

  bool active_ = false;
  std::string expression_;
  std::vector<Program> programs_;
  size_t last_ = 0;
  std::string error_;
  uint32_t failed_link_type_ = 0;
};

}  // namespace honeysift
