#include <napi.h>

#include <cstring>
#include <vector>

#include "packet/address_census.h"
#include "packet/capture_reader.h"
#include "packet/libpcap.h"
#include "packet/row_feed.h"
#include "packet/sha256.h"

namespace {

using honeysift::Anomaly;
using honeysift::CaptureLoss;
using honeysift::CaptureReader;
using honeysift::CaptureTotals;

template <typename T>
const char* type_name();
template <>
const char* type_name<uint8_t>() {
  return "uint8";
}
template <>
const char* type_name<uint16_t>() {
  return "uint16";
}
template <>
const char* type_name<uint32_t>() {
  return "uint32";
}
template <>
const char* type_name<int64_t>() {
  return "int64";
}
template <>
const char* type_name<uint64_t>() {
  return "uint64";
}

// [{name, type, elementBytes, width}], in the order in which the columns lie.
Napi::Array column_layout(Napi::Env env) {
  Napi::Array layout = Napi::Array::New(env);
  uint32_t at = 0;
#define X(c_type, name, width, js)                \
  {                                               \
    Napi::Object column = Napi::Object::New(env); \
    column.Set("name", js);                       \
    column.Set("type", type_name<c_type>());      \
    column.Set("elementBytes", sizeof(c_type));   \
    column.Set("width", width);                   \
    layout.Set(at++, column);                     \
  }
  HONEYSIFT_PACKET_COLUMNS(X)
#undef X
  return layout;
}

Napi::Array anomaly_names(Napi::Env env) {
  Napi::Array names = Napi::Array::New(env, honeysift::kAnomalyCount);
  for (uint32_t i = 0; i < honeysift::kAnomalyCount; ++i) {
    names.Set(i, honeysift::kAnomalyNames[i]);
  }
  return names;
}

class PacketDecoder : public Napi::ObjectWrap<PacketDecoder> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "PacketDecoder",
                       {InstanceMethod<&PacketDecoder::decode>("decode"),
                        InstanceMethod<&PacketDecoder::decode_rows>("decodeRows"),
                        InstanceMethod<&PacketDecoder::decode_into>("decodeInto"),
                        InstanceMethod<&PacketDecoder::totals>("totals"),
                        InstanceMethod<&PacketDecoder::filter_failure>("filterFailure")});
  }

  // new PacketDecoder(tunnelEndpoints: Uint8Array, filter: string | undefined)
  explicit PacketDecoder(const Napi::CallbackInfo& info)
      : Napi::ObjectWrap<PacketDecoder>(info),
        reader_(tunnel_policy(info[0]), packet_filter(info[1])) {}

 private:
  // decode(bytes: Uint8Array, endOfStream: boolean, columns: Uint8Array, capacity: number, scratch:
  // Uint8Array)
  //   -> {status, consumed, rows, needed}
  Napi::Value decode(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    auto bytes = info[0].As<Napi::Uint8Array>();
    const bool end_of_stream = info[1].As<Napi::Boolean>().Value();
    auto memory = info[2].As<Napi::Uint8Array>();
    const size_t capacity = info[3].As<Napi::Number>().Uint32Value();
    auto scratch = info[4].As<Napi::Uint8Array>();
    if (memory.ElementLength() < honeysift::packet_columns_size(capacity)) {
      throw Napi::RangeError::New(env, "the columns are smaller than their capacity needs");
    }
    honeysift::PacketColumns columns = honeysift::lay_packet_columns(memory.Data(), capacity);
    const honeysift::DecodeResult result =
        reader_.decode(bytes.Data(), bytes.ElementLength(), end_of_stream, columns,
                       honeysift::ScratchSpace(scratch.Data(), scratch.ElementLength()));
    return step_object(env, result);
  }

  // decodeRows(bytes: Uint8Array, endOfStream: boolean, rows: Uint8Array, scratch: Uint8Array)
  //   -> {status, consumed, rows, needed}
  Napi::Value decode_rows(const Napi::CallbackInfo& info) {
    auto bytes = info[0].As<Napi::Uint8Array>();
    auto memory = info[2].As<Napi::Uint8Array>();
    auto scratch = info[3].As<Napi::Uint8Array>();
    auto* rows = reinterpret_cast<honeysift::PacketRow*>(memory.Data());
    honeysift::ScratchSpace space(scratch.Data(), scratch.ElementLength());
    return step_object(
        info.Env(),
        reader_.decode_rows(
            {bytes.Data(), bytes.ElementLength(), 0, info[1].As<Napi::Boolean>().Value()},
            {rows, memory.ElementLength() / sizeof(honeysift::PacketRow)}, space));
  }

  // decodeInto(bytes: Uint8Array, endOfStream: boolean, scratch: Uint8Array, sinks: External[])
  //   -> {status, consumed, rows, needed}, and {failedSink, sinkStatus} when a sink failed
  Napi::Value decode_into(const Napi::CallbackInfo& info) {
    auto bytes = info[0].As<Napi::Uint8Array>();
    auto scratch = info[2].As<Napi::Uint8Array>();
    const auto given = info[3].As<Napi::Array>();
    std::vector<const honeysift::RowSink*> sinks;
    for (uint32_t i = 0; i < given.Length(); ++i) {
      sinks.push_back(given.Get(i).As<Napi::External<honeysift::RowSink>>().Data());
    }
    const honeysift::FedRows fed = honeysift::feed_rows(
        reader_, {bytes.Data(), bytes.ElementLength(), 0, info[1].As<Napi::Boolean>().Value()},
        {scratch.Data(), scratch.ElementLength()}, sinks);
    Napi::Object step = step_object(info.Env(), fed.decoded);
    if (fed.sink_status != 0) {
      step.Set("failedSink", fed.failed_sink);
      step.Set("sinkStatus", fed.sink_status);
    }
    return step;
  }

  static Napi::Object step_object(Napi::Env env, const honeysift::DecodeResult& result) {
    Napi::Object step = Napi::Object::New(env);
    step.Set("status", static_cast<uint32_t>(result.status));
    step.Set("consumed", static_cast<double>(result.consumed));
    step.Set("rows", static_cast<double>(result.rows));
    step.Set("needed", static_cast<double>(result.needed));
    return step;
  }

  Napi::Value totals(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    const CaptureTotals& totals = reader_.totals();
    Napi::Object result = Napi::Object::New(env);
    result.Set("format", static_cast<uint32_t>(reader_.format()));
    result.Set("packets", static_cast<double>(totals.packets));
    result.Set("bytes", static_cast<double>(totals.bytes));
    result.Set("filteredOut", static_cast<double>(totals.filtered_out));
    const bool has_time = totals.first_ns <= totals.last_ns;
    result.Set("firstNs", has_time ? Napi::BigInt::New(env, totals.first_ns) : env.Null());
    result.Set("lastNs", has_time ? Napi::BigInt::New(env, totals.last_ns) : env.Null());
    Napi::Array counts = Napi::Array::New(env, honeysift::kAnomalyCount);
    for (uint32_t i = 0; i < honeysift::kAnomalyCount; ++i) {
      counts.Set(i, static_cast<double>(totals.anomalies.of(static_cast<Anomaly>(i))));
    }
    result.Set("anomalies", counts);
    Napi::Array losses = Napi::Array::New(env, totals.losses.count());
    for (uint32_t i = 0; i < totals.losses.count(); ++i) {
      const CaptureLoss& loss = totals.losses.at(i);
      Napi::Object entry = Napi::Object::New(env);
      entry.Set("anomaly", honeysift::kAnomalyNames[static_cast<size_t>(loss.anomaly)]);
      entry.Set("offset", static_cast<double>(loss.offset));
      entry.Set("bytes", static_cast<double>(loss.bytes));
      losses.Set(i, entry);
    }
    result.Set("losses", losses);
    Napi::Object marks = Napi::Object::New(env);
    marks.Set("mirai", static_cast<double>(totals.marks.mirai));
    marks.Set("masscan", static_cast<double>(totals.marks.masscan));
    marks.Set("zmap", static_cast<double>(totals.marks.zmap));
    result.Set("scannerMarks", marks);
    return result;
  }

  // filterFailure() -> {linkType, message}, once a step had the status kFilterFailed
  Napi::Value filter_failure(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    Napi::Object failure = Napi::Object::New(env);
    failure.Set("linkType", reader_.filter().failed_link_type());
    failure.Set("message", reader_.filter().error());
    return failure;
  }

  static honeysift::PacketFilter packet_filter(const Napi::Value& expression) {
    if (!expression.IsString()) return {};
    return honeysift::PacketFilter(expression.As<Napi::String>().Utf8Value());
  }

  static honeysift::TunnelPolicy tunnel_policy(const Napi::Value& endpoints) {
    auto addresses = endpoints.As<Napi::Uint8Array>();
    return honeysift::TunnelPolicy(addresses.Data(), addresses.ElementLength() / 16);
  }

  CaptureReader reader_;
};

class AddressCensus : public Napi::ObjectWrap<AddressCensus> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "AddressCensus",
                       {InstanceMethod<&AddressCensus::add>("add"),
                        InstanceMethod<&AddressCensus::add_parts>("addParts"),
                        InstanceMethod<&AddressCensus::to_parts>("toParts")});
  }

  // new AddressCensus(maxPairs: number)
  explicit AddressCensus(const Napi::CallbackInfo& info)
      : Napi::ObjectWrap<AddressCensus>(info),
        census_(static_cast<size_t>(info[0].As<Napi::Number>().Int64Value())) {}

 private:
  // add(columns: Uint8Array, capacity: number, rows: number)
  void add(const Napi::CallbackInfo& info) {
    auto memory = info[0].As<Napi::Uint8Array>();
    const size_t capacity = info[1].As<Napi::Number>().Uint32Value();
    const size_t rows = info[2].As<Napi::Number>().Uint32Value();
    if (memory.ElementLength() < honeysift::packet_columns_size(capacity) || rows > capacity) {
      throw Napi::RangeError::New(info.Env(), "the columns are smaller than their capacity needs");
    }
    census_.add(honeysift::lay_packet_columns(memory.Data(), capacity), rows);
  }

  // addParts(clients: Uint8Array, servers: Uint8Array, packets: Float64Array, level: number)
  void add_parts(const Napi::CallbackInfo& info) {
    auto clients = info[0].As<Napi::Uint8Array>();
    auto servers = info[1].As<Napi::Uint8Array>();
    auto packets = info[2].As<Napi::Float64Array>();
    const size_t count = packets.ElementLength();
    if (clients.ElementLength() != 16 * count || servers.ElementLength() != 16 * count) {
      throw Napi::RangeError::New(info.Env(), "clients, servers and packets differ in length");
    }
    census_.raise_level(info[3].As<Napi::Number>().Uint32Value());
    for (size_t i = 0; i < count; ++i) {
      census_.add_pair(clients.Data() + 16 * i, servers.Data() + 16 * i,
                       static_cast<uint64_t>(packets.Data()[i]));
    }
  }

  // toParts() -> {clients, servers, packets, level}
  Napi::Value to_parts(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    const std::vector<honeysift::AddressPair> pairs = census_.sorted_pairs();
    auto clients = Napi::Uint8Array::New(env, 16 * pairs.size());
    auto servers = Napi::Uint8Array::New(env, 16 * pairs.size());
    auto packets = Napi::Float64Array::New(env, pairs.size());
    for (size_t i = 0; i < pairs.size(); ++i) {
      std::memcpy(clients.Data() + 16 * i, pairs[i].client, 16);
      std::memcpy(servers.Data() + 16 * i, pairs[i].server, 16);
      packets.Data()[i] = static_cast<double>(pairs[i].packets);
    }
    Napi::Object parts = Napi::Object::New(env);
    parts.Set("clients", clients);
    parts.Set("servers", servers);
    parts.Set("packets", packets);
    parts.Set("level", census_.level());
    return parts;
  }

  honeysift::AddressCensus census_;
};

// SHA-256 of a stream, computed beside the decoding. The one call of this addon that is not
// synchronous: hashing takes longer than decoding, and depends on nothing but the bytes.
class StreamDigest : public Napi::ObjectWrap<StreamDigest> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "StreamDigest",
                       {InstanceMethod<&StreamDigest::update>("update"),
                        InstanceMethod<&StreamDigest::finish>("finish")});
  }

  explicit StreamDigest(const Napi::CallbackInfo& info) : Napi::ObjectWrap<StreamDigest>(info) {}

 private:
  class Update : public Napi::AsyncWorker {
   public:
    Update(Napi::Env env, StreamDigest& digest, const Napi::Uint8Array& bytes)
        : Napi::AsyncWorker(env),
          promise_(Napi::Promise::Deferred::New(env)),
          digest_(digest),
          self_(Napi::Persistent(digest.Value())),
          keep_(Napi::Persistent(bytes.As<Napi::Object>())),
          data_(bytes.Data()),
          length_(bytes.ElementLength()) {}

    Napi::Promise promise() const { return promise_.Promise(); }

    void Execute() override { digest_.hash_.update(data_, length_); }

    void OnOK() override {
      digest_.busy_ = false;
      promise_.Resolve(Env().Undefined());
    }

   private:
    Napi::Promise::Deferred promise_;
    StreamDigest& digest_;
    Napi::ObjectReference self_;
    Napi::ObjectReference keep_;
    const uint8_t* data_;
    size_t length_;
  };

  // update(bytes: Uint8Array) -> Promise<void>; one at a time, and the bytes must not change before
  // it settles.
  Napi::Value update(const Napi::CallbackInfo& info) {
    if (busy_) throw Napi::Error::New(info.Env(), "the last update is not done");
    auto* work = new Update(info.Env(), *this, info[0].As<Napi::Uint8Array>());
    busy_ = true;
    work->Queue();
    return work->promise();
  }

  // finish() -> Uint8Array of 32 bytes
  Napi::Value finish(const Napi::CallbackInfo& info) {
    if (busy_) throw Napi::Error::New(info.Env(), "the last update is not done");
    const honeysift::Sha256::Digest digest = hash_.finish();
    auto result = Napi::Uint8Array::New(info.Env(), digest.size());
    std::memcpy(result.Data(), digest.data(), digest.size());
    return result;
  }

  honeysift::Sha256 hash_;
  bool busy_ = false;
};

// filterError(expression: string, linkType: number) -> string, empty when libpcap takes it
Napi::Value filter_error(const Napi::CallbackInfo& info) {
  const honeysift::Libpcap::Compiled compiled = honeysift::Libpcap::shared().compile(
      info[0].As<Napi::String>().Utf8Value(), info[1].As<Napi::Number>().Uint32Value(), false);
  return Napi::String::New(info.Env(), compiled.error);
}

// hasLibpcap() -> boolean
Napi::Value has_libpcap(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), honeysift::Libpcap::shared().loaded());
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  exports.Set("PacketDecoder", PacketDecoder::define(env));
  exports.Set("AddressCensus", AddressCensus::define(env));
  exports.Set("StreamDigest", StreamDigest::define(env));
  exports.Set("filterError", Napi::Function::New<filter_error>(env));
  exports.Set("hasLibpcap", Napi::Function::New<has_libpcap>(env));
  exports.Set("hasFastDigest", honeysift::Sha256::accelerated());
  exports.Set("columnLayout", column_layout(env));
  exports.Set("rowBytes", static_cast<uint32_t>(sizeof(honeysift::PacketRow)));
  exports.Set("anomalyNames", anomaly_names(env));
  return exports;
}

}  // namespace

NODE_API_MODULE(NODE_GYP_MODULE_NAME, init)
