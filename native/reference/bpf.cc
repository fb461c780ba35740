#include "reference/bpf.h"

namespace honeysift::reference {
namespace {

constexpr size_t kMostSteps = 1'000'000;

enum Class { kLoad, kLoadX, kStore, kStoreX, kCalculate, kJump, kReturn, kOther };

}  // namespace

// False: beyond the bytes of the packet.
bool BpfMachine::load(const BpfStep& step, uint32_t& into) {
  const unsigned size = (step.code & 0x18) == 0x00 ? 4 : (step.code & 0x18) == 0x08 ? 2 : 1;
  uint64_t at = step.operand;
  switch (step.code & 0xe0) {
    case 0x00:
      into = step.operand;
      return true;
    case 0x40:
      at += x_;
      break;
    case 0x60:
      is_valid_ = is_valid_ && step.operand < memory_.size();
      into = 0;
      if (!is_valid_) return true;
      is_defined_ = is_defined_ && memory_[step.operand].has_value();
      into = memory_[step.operand].value_or(0);
      return true;
    case 0x80:
      into = original_;
      return true;
    case 0xa0:  // the length of an IPv4 header
      if (at >= packet_.size()) return false;
      into = (packet_[at] & 15u) * 4;
      return true;
    case 0x20:
      break;
    default:
      is_valid_ = false;
      return true;
  }
  if (at + size > packet_.size()) return false;
  into = 0;
  for (unsigned i = 0; i < size; ++i) into = into << 8 | packet_[at + i];
  return true;
}

// False: a division by zero.
bool BpfMachine::calculate(const BpfStep& step) {
  const uint32_t by = (step.code & 8) != 0 ? x_ : step.operand;
  switch (step.code & 0xf0) {
    case 0x00:
      a_ += by;
      return true;
    case 0x10:
      a_ -= by;
      return true;
    case 0x20:
      a_ *= by;
      return true;
    case 0x30:
      if (by != 0) a_ /= by;
      return by != 0;
    case 0x40:
      a_ |= by;
      return true;
    case 0x50:
      a_ &= by;
      return true;
    case 0x60:
      a_ = by < 32 ? a_ << by : 0;
      return true;
    case 0x70:
      a_ = by < 32 ? a_ >> by : 0;
      return true;
    case 0x80:
      a_ = 0 - a_;
      return true;
    case 0x90:
      if (by != 0) a_ %= by;
      return by != 0;
    case 0xa0:
      a_ ^= by;
      return true;
    default:
      is_valid_ = false;
      return true;
  }
}

bool BpfMachine::compare(const BpfStep& step) const {
  const uint32_t with = (step.code & 8) != 0 ? x_ : step.operand;
  switch (step.code & 0xf0) {
    case 0x10:
      return a_ == with;
    case 0x20:
      return a_ > with;
    case 0x30:
      return a_ >= with;
    default:
      return (a_ & with) != 0;
  }
}

std::optional<uint32_t> BpfMachine::run(std::span<const BpfStep> program) {
  size_t at = 0;
  for (size_t steps = 0; steps < kMostSteps && at < program.size() && is_valid_; ++steps) {
    const BpfStep& step = program[at++];
    switch (step.code & 7) {
      case kLoad:
        if (!load(step, a_)) return 0;
        break;
      case kLoadX:
        if (!load(step, x_)) return 0;
        break;
      case kStore:
      case kStoreX:
        is_valid_ = step.operand < memory_.size();
        if (is_valid_) memory_[step.operand] = (step.code & 7) == kStore ? a_ : x_;
        break;
      case kCalculate:
        if (!calculate(step)) return 0;
        break;
      case kJump:
        if ((step.code & 0xf0) == 0) {
          // Backwards too: what walks along the headers of IPv6 does so.
          at = static_cast<size_t>(static_cast<int64_t>(at) + static_cast<int32_t>(step.operand));
        } else {
          at += compare(step) ? step.jump_true : step.jump_false;
        }
        break;
      case kReturn:
        return (step.code & 0x18) == 0x10 ? a_ : step.operand;
      default:
        (step.code & 0xf8) == 0x80 ? a_ = x_ : x_ = a_;
    }
  }
  return std::nullopt;
}

}  // namespace honeysift::reference
