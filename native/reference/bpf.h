// The machine of the BSD packet filter, by the book. For tests only.
// McCanne and Jacobson, "The BSD Packet Filter" (1993), table 2; wraparound and remainder as
// libpcap has them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace honeysift::reference {

struct BpfStep {
  uint16_t code;
  uint8_t jump_true;
  uint8_t jump_false;
  uint32_t operand;
};

class BpfMachine {
 public:
  BpfMachine(std::span<const uint8_t> packet, uint32_t original)
      : packet_(packet), original_(original) {}

  // What the program returns, 0 for a look beyond the bytes; nothing for a program that leaves its
  // own steps, has an unknown one, or does not end.
  std::optional<uint32_t> run(std::span<const BpfStep> program);
  // False once it read memory that it had stored nothing in: what stands there no two runs need
  // agree on. libpcap 1.10 compiles such programs for some expressions over radiotap.
  bool is_defined() const { return is_defined_; }

 private:
  bool load(const BpfStep& step, uint32_t& into);
  bool calculate(const BpfStep& step);
  bool compare(const BpfStep& step) const;

  std::span<const uint8_t> packet_;
  uint32_t original_;
  uint32_t a_ = 0;
  uint32_t x_ = 0;
  std::array<std::optional<uint32_t>, 16> memory_{};
  bool is_defined_ = true;
  bool is_valid_ = true;  // false: the program itself is broken
};

}  // namespace honeysift::reference
