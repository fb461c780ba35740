#include "packet/packet_filter.h"

namespace honeysift {

const std::vector<BpfInstruction>* PacketFilter::find_or_compile(uint32_t link_type,
                                                                 bool big_endian) noexcept {
  if (failed()) return nullptr;
  for (last_ = 0; last_ < programs_.size(); ++last_) {
    const Program& known = programs_[last_];
    if (known.link_type == link_type && known.big_endian == big_endian) return &known.instructions;
  }
  Libpcap::Compiled compiled = Libpcap::shared().compile(expression_, link_type, big_endian);
  if (compiled.program.empty()) {
    error_ = compiled.error.empty() ? "no reason given" : compiled.error;
    failed_link_type_ = link_type;
    return nullptr;
  }
  programs_.push_back({link_type, big_endian, std::move(compiled.program)});
  return &programs_[last_].instructions;
}

}  // namespace honeysift
