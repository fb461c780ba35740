#include "packet/record_sink.h"

namespace honeysift {

void RecordSink::read_layers(PacketRow& row, LayerDecoder link, LayerBytes bytes) noexcept {
  LayerContext context{row,
                       state_.totals.anomalies,
                       state_.tunnels,
                       reassembles_ ? &state_.reassembler : nullptr,
                       reassembles_ ? &scratch_ : nullptr,
                       base_};
  link(context, bytes);
}

}  // namespace honeysift
