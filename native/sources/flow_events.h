// What the inbound events of a flow say: connections, retransmissions, copies, and the payloads
// that stand in the phrase.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sources/packet_copies.h"
#include "sources/source_state.h"
#include "sources/tcp_stream.h"

namespace honeysift {

// A payload or text of the phrase.
struct PhraseEntry {
  uint32_t connection;
  int64_t offset;
  int64_t time;
  uint32_t payload;
};

struct FlowCounts {
  StreamCounts stream;
  uint32_t copies = 0;  // that the capture made, beside retransmissions
  bool cut = false;     // payload lies beyond the flow's bound
};

class FlowEvents {
 public:
  // `described`: entries are texts given with the packets.
  explicit FlowEvents(bool described) : described_(described) {}

  // Flows are those of this state from now on; it must outlive that. May throw std::bad_alloc.
  void begin(const SourceState& state);

  // `numbers`: of the flow itself, or of the days that it was joined from. May throw
  // std::bad_alloc.
  FlowCounts read(const Flow& flow, std::span<const uint32_t> numbers);

  // Of the flow read last, in order of its streams.
  std::span<const PhraseEntry> entries() const noexcept { return entries_; }

 private:
  bool read_plainly(const Flow& flow, uint32_t number, FlowCounts& counts);
  void collect(std::span<const uint32_t> numbers);
  void weigh_payloads();
  uint32_t drop_copies(const Flow& flow, std::span<const uint32_t> numbers);
  uint32_t count_bare_copies(std::span<const uint32_t> numbers);
  void drop_bare_texts(const Flow& flow);
  void add_entries(const Flow& flow, FlowCounts& counts);
  void find_close_bares();

  const bool described_;
  SourceState state_;
  std::vector<uint32_t> event_begin_;
  std::vector<Event> by_flow_;            // the events of flow f are by_flow_[event_begin_[f] ..]
  std::vector<uint8_t> has_close_bares_;  // flows with bare events that may be copies
  std::vector<int64_t> last_bare_;
  std::vector<uint32_t> bare_begin_, bare_order_;  // made when they are asked for
  // Scratch of one flow:
  std::vector<const Event*> fresh_;
  std::vector<Event> events_;
  std::vector<SegmentPlace> places_;
  std::vector<uint8_t> beyond_;
  std::vector<PacketLikeness> likenesses_;
  std::vector<uint32_t> copies_;
  std::vector<PhraseEntry> entries_;
};

}  // namespace honeysift
