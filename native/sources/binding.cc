// The only file here that knows JavaScript. It copies arguments into plain structs, calls the core,
// and lays results into arrays that V8 allocates. Statuses other than 0 go back as numbers;
// src/native/source-aggregator.ts makes the errors. Objects are used from one thread, the one that
// made them.
#include <napi.h>

#include <cstring>
#include <memory>
#include <string>

#include "packet/row_sink.h"
#include "sources/aggregator.h"
#include "sources/day_part.h"
#include "sources/finalize.h"
#include "sources/phrase_merger.h"

namespace honeysift {

namespace {

std::span<const uint8_t> bytes_of(const Napi::Value& value) {
  const auto array = value.As<Napi::Uint8Array>();
  return {array.Data(), array.ElementLength()};
}

template <typename T>
std::span<T> elements_of(const Napi::Value& value) {
  auto array = value.As<Napi::TypedArrayOf<T>>();
  return {array.Data(), array.ElementLength()};
}

Napi::Value number_of(Napi::Env env, SourceStatus status) {
  return Napi::Number::New(env, static_cast<int32_t>(status));
}

template <typename T>
void set_column(Napi::Object& object, const char* name, const std::vector<T>& values) {
  auto array = Napi::TypedArrayOf<T>::New(object.Env(), values.size());
  if (!values.empty()) std::memcpy(array.Data(), values.data(), values.size() * sizeof(T));
  object.Set(name, array);
}

Napi::Array texts_of(Napi::Env env, const BlobStore& store, const std::vector<uint32_t>& order) {
  auto texts = Napi::Array::New(env, order.size());
  for (size_t i = 0; i < order.size(); ++i) {
    const auto bytes = store.view(order[i]);
    const auto* characters = reinterpret_cast<const char*>(bytes.data());
    texts.Set(static_cast<uint32_t>(i), Napi::String::New(env, characters, bytes.size()));
  }
  return texts;
}

void set_phrases(Napi::Object& object, const BlobStore& store, const std::vector<uint32_t>& order) {
  auto bytes = Napi::Uint8Array::New(object.Env(), store.byte_size());
  auto offsets = Napi::Float64Array::New(object.Env(), order.size() + 1);
  size_t at = 0;
  offsets[0] = 0;
  for (size_t i = 0; i < order.size(); ++i) {
    const auto phrase = store.view(order[i]);
    if (!phrase.empty()) std::memcpy(bytes.Data() + at, phrase.data(), phrase.size());
    at += phrase.size();
    offsets[i + 1] = static_cast<double>(at);
  }
  object.Set("phraseBytes", bytes);
  object.Set("phraseOffsets", offsets);
}

void set_floods(Napi::Object& object, const std::vector<FloodEvent>& events) {
  std::vector<int64_t> first;
  std::vector<uint16_t> honeypot, port;
  for (const FloodEvent& event : events) {
    first.push_back(event.first_ns);
    honeypot.push_back(event.honeypot);
    port.push_back(event.port);
  }
  set_column(object, "floodFirstNs", first);
  set_column(object, "floodHoneypot", honeypot);
  set_column(object, "floodPort", port);
}

Napi::Object columns_object(Napi::Env env, const AttackSourceColumns& columns) {
  auto object = Napi::Object::New(env);
  object.Set("count", Napi::Number::New(env, static_cast<double>(columns.count())));
  set_column(object, "address", columns.address);
  set_column(object, "day", columns.day);
  set_column(object, "firstNs", columns.first_ns);
  set_column(object, "lastNs", columns.last_ns);
  set_column(object, "packets", columns.packets);
  set_column(object, "canonicalPackets", columns.canonical_packets);
  set_column(object, "targetOffsets", columns.target_offsets);
  set_column(object, "targetHoneypot", columns.target_honeypot);
  set_column(object, "targetPackets", columns.target_packets);
  set_column(object, "targetCanonical", columns.target_canonical);
  set_column(object, "targetFirstNs", columns.target_first_ns);
  set_column(object, "targetLastNs", columns.target_last_ns);
  set_column(object, "sequence", columns.sequence);
  set_column(object, "phrase", columns.phrase);
  set_column(object, "phraseCut", columns.phrase_cut);
  set_column(object, "backscatter", columns.backscatter);
  set_column(object, "flood", columns.flood);
  set_column(object, "synPackets", columns.syn_packets);
  set_column(object, "dataSegments", columns.data_segments);
  set_column(object, "retransmissions", columns.retransmissions);
  set_column(object, "sequenceGaps", columns.sequence_gaps);
  set_column(object, "backscatterFlows", columns.backscatter_flows);
  set_column(object, "portFlows", columns.port_flows);
  set_column(object, "sourcePorts", columns.source_ports);
  set_column(object, "risingSourcePorts", columns.rising_source_ports);
  set_column(object, "group", columns.group);
  object.Set("sequences", texts_of(env, columns.sequences, columns.sequence_order));
  set_phrases(object, columns.phrases, columns.phrase_order);
  set_floods(object, columns.flood_events);
  return object;
}

FinalizeOptions options_of(const Napi::Object& object) {
  FinalizeOptions options;
  options.mode = object.Get("gap25h").As<Napi::Boolean>() ? SourceMode::kGap25h : SourceMode::kDay;
  options.order =
      object.Get("timeOrder").As<Napi::Boolean>() ? PhraseOrder::kTime : PhraseOrder::kFlow;
  options.described = object.Get("described").ToBoolean();
  options.phrase_bound = object.Get("phraseBound").As<Napi::Number>().Uint32Value();
  const auto honeypots = elements_of<uint16_t>(object.Get("targetHoneypot"));
  options.target_honeypot.assign(honeypots.begin(), honeypots.end());
  const auto groups = elements_of<uint16_t>(object.Get("targetGroup"));
  options.target_group.assign(groups.begin(), groups.end());
  options.flood_sources = object.Get("floodSources").As<Napi::Number>().Uint32Value();
  options.flood_window_ns = object.Get("floodWindowMs").As<Napi::Number>().Int64Value() * 1'000'000;
  if (const auto cancel = object.Get("cancelFlag"); cancel.IsTypedArray()) {
    options.cancel = elements_of<int32_t>(cancel).data();
  }
  return options;
}

// (parts: Uint8Array[], addresses: Uint8Array, payloadBound, options) -> columns or status
Napi::Value finalize_day_parts(const Napi::CallbackInfo& info) {
  const auto given = info[0].As<Napi::Array>();
  std::vector<std::span<const uint8_t>> parts;
  for (uint32_t i = 0; i < given.Length(); ++i) parts.push_back(bytes_of(given.Get(i)));
  const auto addresses = bytes_of(info[1]);
  const FinalizeOptions options = options_of(info[3].As<Napi::Object>());
  if (options.target_honeypot.size() * 16 != addresses.size() ||
      options.target_group.size() * 16 != addresses.size()) {
    return number_of(info.Env(), SourceStatus::kBadPart);
  }
  AttackSourceColumns columns;
  const SourceStatus status =
      finalize_parts(parts, addresses, info[2].As<Napi::Number>().Uint32Value(), options, columns);
  if (status != SourceStatus::kOk) return number_of(info.Env(), status);
  return columns_object(info.Env(), columns);
}

// What a decoder of another addon hands rows to. It may outlive the aggregator.
struct AggregatorSink : RowSink {
  explicit AggregatorSink(std::shared_ptr<std::unique_ptr<Aggregator>> aggregator)
      : RowSink{this, take_rows}, core(std::move(aggregator)) {}

  static int32_t take_rows(void* self, std::span<const PacketRow> rows,
                           const RowBytes& bytes) noexcept {
    const auto& core = *static_cast<AggregatorSink*>(self)->core;
    if (!core) return static_cast<int32_t>(SourceStatus::kBadPart);
    return static_cast<int32_t>(core->add_rows(rows, bytes));
  }

  std::shared_ptr<std::unique_ptr<Aggregator>> core;  // empty once released
};

class SourceAggregatorWrap : public Napi::ObjectWrap<SourceAggregatorWrap> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "SourceAggregator",
                       {InstanceMethod<&SourceAggregatorWrap::add_batch>("addBatch"),
                        InstanceMethod<&SourceAggregatorWrap::add_rows>("addRows"),
                        InstanceMethod<&SourceAggregatorWrap::row_sink>("rowSink"),
                        InstanceMethod<&SourceAggregatorWrap::add_part>("addPart"),
                        InstanceMethod<&SourceAggregatorWrap::directions>("directions"),
                        InstanceMethod<&SourceAggregatorWrap::state_bytes>("stateBytes"),
                        InstanceMethod<&SourceAggregatorWrap::plan_days>("planDays"),
                        InstanceMethod<&SourceAggregatorWrap::part_size>("partSize"),
                        InstanceMethod<&SourceAggregatorWrap::write_part>("writePart"),
                        InstanceMethod<&SourceAggregatorWrap::finalize_planned>("finalizeDays"),
                        InstanceMethod<&SourceAggregatorWrap::finalize_sources>("finalize"),
                        InstanceMethod<&SourceAggregatorWrap::clear>("clear"),
                        InstanceMethod<&SourceAggregatorWrap::release>("release")});
  }

  explicit SourceAggregatorWrap(const Napi::CallbackInfo& info) : ObjectWrap(info) {
    *core_ =
        std::make_unique<Aggregator>(bytes_of(info[0]), info[1].As<Napi::Number>().Uint32Value());
  }

 private:
  // (columns: Uint8Array, capacity, rows, bytes: Uint8Array, scratch: Uint8Array) -> status
  Napi::Value add_batch(const Napi::CallbackInfo& info) {
    const auto memory = bytes_of(info[0]);
    const size_t capacity = info[1].As<Napi::Number>().Uint32Value();
    const size_t rows = info[2].As<Napi::Number>().Uint32Value();
    if (memory.size() < packet_columns_size(capacity))
      return number_of(info.Env(), SourceStatus::kBadPart);
    const auto columns = lay_packet_columns(const_cast<uint8_t*>(memory.data()), capacity);
    return number_of(info.Env(),
                     core().add_batch(columns, rows, bytes_of(info[3]), bytes_of(info[4])));
  }

  // (rows: Uint8Array, count, bytes: Uint8Array, scratch: Uint8Array) -> status
  Napi::Value add_rows(const Napi::CallbackInfo& info) {
    const auto memory = bytes_of(info[0]);
    const size_t count = info[1].As<Napi::Number>().Uint32Value();
    if (memory.size() / sizeof(PacketRow) < count)
      return number_of(info.Env(), SourceStatus::kBadPart);
    const auto* rows = reinterpret_cast<const PacketRow*>(memory.data());
    PacketTexts texts;
    if (info.Length() > 5) texts = {bytes_of(info[4]), elements_of<uint32_t>(info[5])};
    return number_of(info.Env(),
                     core().add_rows({rows, count}, {bytes_of(info[2]), bytes_of(info[3])}, texts));
  }

  // -> External: a sink for decodeInto() of a decoder
  Napi::Value row_sink(const Napi::CallbackInfo& info) {
    const auto free_sink = [](Napi::Env, RowSink* sink) {
      delete static_cast<AggregatorSink*>(sink);
    };
    return Napi::External<RowSink>::New(info.Env(), new AggregatorSink(core_), free_sink);
  }

  Napi::Value add_part(const Napi::CallbackInfo& info) {
    return number_of(info.Env(), core().absorb(bytes_of(info[0])));
  }

  // -> Float64Array: inbound, outbound, internal, foreign, other
  Napi::Value directions(const Napi::CallbackInfo& info) {
    auto counts = Napi::Float64Array::New(info.Env(), kDirections);
    for (size_t i = 0; i < kDirections; ++i)
      counts[i] = static_cast<double>(core().directions()[i]);
    return counts;
  }

  Napi::Value state_bytes(const Napi::CallbackInfo& info) {
    return Napi::Number::New(info.Env(), static_cast<double>(core().state_bytes()));
  }

  // -> {days, flows, events}: of each day, ascending. The state must not change while days are
  // named by their place here.
  Napi::Value plan_days(const Napi::CallbackInfo& info) {
    writer_ = std::make_unique<DayPartWriter>(core());
    const StateDays& days = writer_->days();
    std::vector<int32_t> numbers(days.size());
    std::vector<double> flows(days.size()), events(days.size());
    for (size_t i = 0; i < days.size(); ++i) {
      const SourceState state = days.state(i);
      numbers[i] = days.day(i);
      flows[i] = static_cast<double>(state.flows.size());
      events[i] = static_cast<double>(state.events.size());
    }
    auto plan = Napi::Object::New(info.Env());
    set_column(plan, "days", numbers);
    set_column(plan, "flows", flows);
    set_column(plan, "events", events);
    return plan;
  }

  // (place) -> bytes of the day's part
  Napi::Value part_size(const Napi::CallbackInfo& info) {
    return Napi::Number::New(info.Env(),
                             static_cast<double>(planned().encoded_size(place_of(info[0]))));
  }

  // (place, memory: Uint8Array) -> status
  Napi::Value write_part(const Napi::CallbackInfo& info) {
    const bool written = planned().encode(place_of(info[0]), elements_of<uint8_t>(info[1]));
    return number_of(info.Env(), written ? SourceStatus::kOk : SourceStatus::kBadPart);
  }

  // (begin: place, end: place, options) -> columns or status
  Napi::Value finalize_planned(const Napi::CallbackInfo& info) {
    const FinalizeOptions options = options_of(info[2].As<Napi::Object>());
    const size_t begin = info[0].As<Napi::Number>().Uint32Value();
    const size_t end = info[1].As<Napi::Number>().Uint32Value();
    if (!covers_targets(options) || end > planned().size()) {
      return number_of(info.Env(), SourceStatus::kBadPart);
    }
    AttackSourceColumns columns;
    const SourceStatus status = finalize_days(planned().days(), begin, end, options, columns);
    if (status != SourceStatus::kOk) return number_of(info.Env(), status);
    return columns_object(info.Env(), columns);
  }

  // (options) -> columns or status
  Napi::Value finalize_sources(const Napi::CallbackInfo& info) {
    const FinalizeOptions options = options_of(info[0].As<Napi::Object>());
    if (!covers_targets(options)) return number_of(info.Env(), SourceStatus::kBadPart);
    AttackSourceColumns columns;
    const SourceStatus status = finalize(core(), options, columns);
    if (status != SourceStatus::kOk) return number_of(info.Env(), status);
    return columns_object(info.Env(), columns);
  }

  // Forgets all packets and keeps the memory.
  Napi::Value clear(const Napi::CallbackInfo& info) {
    writer_.reset();
    core().clear();
    return info.Env().Undefined();
  }

  // Gives the memory back without waiting for the collector.
  Napi::Value release(const Napi::CallbackInfo& info) {
    writer_.reset();
    core_->reset();
    return info.Env().Undefined();
  }

  bool covers_targets(const FinalizeOptions& options) {
    return options.target_honeypot.size() == core().target_count() &&
           options.target_group.size() == core().target_count();
  }

  DayPartWriter& planned() {
    if (!writer_) throw Napi::Error::New(Env(), "no days were planned");
    return *writer_;
  }
  size_t place_of(const Napi::Value& value) {
    const size_t place = value.As<Napi::Number>().Uint32Value();
    if (place >= planned().size()) throw Napi::RangeError::New(Env(), "there is no such day");
    return place;
  }

  Aggregator& core() {
    if (!*core_) throw Napi::Error::New(Env(), "the aggregator was released");
    return **core_;
  }

  std::shared_ptr<std::unique_ptr<Aggregator>> core_ =
      std::make_shared<std::unique_ptr<Aggregator>>();
  std::unique_ptr<DayPartWriter> writer_;  // reads core_
};

class PhraseMergerWrap : public Napi::ObjectWrap<PhraseMergerWrap> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "PhraseMerger",
                       {InstanceMethod<&PhraseMergerWrap::add>("add"),
                        InstanceMethod<&PhraseMergerWrap::size>("size"),
                        InstanceMethod<&PhraseMergerWrap::byte_size>("byteSize"),
                        InstanceMethod<&PhraseMergerWrap::fill>("fill")});
  }

  explicit PhraseMergerWrap(const Napi::CallbackInfo& info) : ObjectWrap(info) {}

 private:
  // (bytes: Uint8Array, offsets: Float64Array, ids: Uint32Array) -> status
  Napi::Value add(const Napi::CallbackInfo& info) {
    return number_of(info.Env(), core_.add(bytes_of(info[0]), elements_of<double>(info[1]),
                                           elements_of<uint32_t>(info[2])));
  }
  Napi::Value size(const Napi::CallbackInfo& info) {
    return Napi::Number::New(info.Env(), core_.size());
  }
  Napi::Value byte_size(const Napi::CallbackInfo& info) {
    return Napi::Number::New(info.Env(), static_cast<double>(core_.byte_size()));
  }
  // (bytes: Uint8Array, offsets: Float64Array, positions: Uint32Array) -> status
  Napi::Value fill(const Napi::CallbackInfo& info) {
    return number_of(info.Env(),
                     core_.fill(elements_of<uint8_t>(info[0]), elements_of<double>(info[1]),
                                elements_of<uint32_t>(info[2])));
  }

  PhraseMerger core_;
};

Napi::Object init(Napi::Env env, Napi::Object exports) {
  exports.Set("SourceAggregator", SourceAggregatorWrap::define(env));
  exports.Set("finalizeParts", Napi::Function::New<finalize_day_parts>(env));
  exports.Set("PhraseMerger", PhraseMergerWrap::define(env));
  return exports;
}

}  // namespace

}  // namespace honeysift

static Napi::Object init(Napi::Env env, Napi::Object exports) {
  return honeysift::init(env, exports);
}
NODE_API_MODULE(NODE_GYP_MODULE_NAME, init)
