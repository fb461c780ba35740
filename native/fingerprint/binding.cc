// The only file here that knows JavaScript. Statuses other than 0 go back as numbers;
// src/native/probe-collector.ts makes the errors. Objects are used from one thread, the one that
// made them.
#include <napi.h>

#include <cstring>
#include <memory>

#include "fingerprint/probe_collector.h"
#include "fingerprint/probe_part.h"
#include "fingerprint/read_signature.h"
#include "fingerprint/source_stacks.h"
#include "fingerprint/stack_signatures.h"
#include "fingerprint/syn_matcher.h"
#include "packet/row_sink.h"

namespace honeysift {

namespace {

template <typename T>
std::span<T> elements_of(const Napi::Value& value) {
  auto array = value.As<Napi::TypedArrayOf<T>>();
  return {array.Data(), array.ElementLength()};
}

std::span<const uint8_t> bytes_of(const Napi::Value& value) { return elements_of<uint8_t>(value); }

Napi::Value number_of(Napi::Env env, FingerprintStatus status) {
  return Napi::Number::New(env, static_cast<int32_t>(status));
}

template <typename T>
void set_column(Napi::Object& object, const char* name, const std::vector<T>& values) {
  auto array = Napi::TypedArrayOf<T>::New(object.Env(), values.size());
  if (!values.empty()) std::memcpy(array.Data(), values.data(), values.size() * sizeof(T));
  object.Set(name, array);
}

void set_signatures(Napi::Object& object, const std::vector<RawSignature>& signatures,
                    const std::vector<StackMatch>& matches) {
  auto texts = Napi::Array::New(object.Env(), signatures.size());
  std::vector<int32_t> match;
  std::vector<uint8_t> fuzzy, distance, version;
  std::vector<uint16_t> mss;
  for (uint32_t i = 0; i < signatures.size(); ++i) {
    texts.Set(i, signature_text(signatures[i]));
    match.push_back(matches[i].index);
    fuzzy.push_back(matches[i].fuzzy);
    distance.push_back(matches[i].distance);
    version.push_back(signatures[i].version);
    mss.push_back(signatures[i].mss);
  }
  object.Set("texts", texts);
  set_column(object, "match", match);
  set_column(object, "fuzzy", fuzzy);
  set_column(object, "distance", distance);
  set_column(object, "version", version);
  set_column(object, "mss", mss);
}

Napi::Object stacks_object(Napi::Env env, const SourceStacks& stacks) {
  auto object = Napi::Object::New(env);
  set_column(object, "syns", stacks.syns);
  set_column(object, "unreadSyns", stacks.unread_syns);
  set_column(object, "signatureSyns", stacks.signature_syns);
  set_column(object, "mirai", stacks.mirai);
  set_column(object, "masscan", stacks.masscan);
  set_column(object, "zmap", stacks.zmap);
  set_column(object, "signature", stacks.signature);
  set_column(object, "signatures", stacks.signatures);
  set_column(object, "labels", stacks.labels);
  set_signatures(object, stacks.used, stacks.matches);
  return object;
}

// What a decoder of another addon hands rows to. It may outlive the collector.
struct CollectorSink : RowSink {
  explicit CollectorSink(std::shared_ptr<std::unique_ptr<ProbeCollector>> collector)
      : RowSink{this, take_rows}, core(std::move(collector)) {}

  static int32_t take_rows(void* self, std::span<const PacketRow> rows,
                           const RowBytes& bytes) noexcept {
    const auto& core = *static_cast<CollectorSink*>(self)->core;
    if (!core) return static_cast<int32_t>(FingerprintStatus::kBadPart);
    return static_cast<int32_t>(core->add_rows(rows, bytes.fed, bytes.scratch));
  }

  std::shared_ptr<std::unique_ptr<ProbeCollector>> core;  // empty once released
};

class ProbeCollectorWrap : public Napi::ObjectWrap<ProbeCollectorWrap> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "ProbeCollector",
                       {InstanceMethod<&ProbeCollectorWrap::add_batch>("addBatch"),
                        InstanceMethod<&ProbeCollectorWrap::add_rows>("addRows"),
                        InstanceMethod<&ProbeCollectorWrap::row_sink>("rowSink"),
                        InstanceMethod<&ProbeCollectorWrap::add_part>("addPart"),
                        InstanceMethod<&ProbeCollectorWrap::plan_parts>("planParts"),
                        InstanceMethod<&ProbeCollectorWrap::write_parts>("writeParts"),
                        InstanceMethod<&ProbeCollectorWrap::find_stacks>("findStacks"),
                        InstanceMethod<&ProbeCollectorWrap::release>("release")});
  }

  // new ProbeCollector(addresses: Uint8Array)
  explicit ProbeCollectorWrap(const Napi::CallbackInfo& info) : ObjectWrap(info) {
    *core_ = std::make_unique<ProbeCollector>(bytes_of(info[0]));
  }

 private:
  // (columns: Uint8Array, capacity, rows, bytes: Uint8Array, scratch: Uint8Array) -> status
  Napi::Value add_batch(const Napi::CallbackInfo& info) {
    const auto memory = bytes_of(info[0]);
    const size_t capacity = info[1].As<Napi::Number>().Uint32Value();
    const size_t rows = info[2].As<Napi::Number>().Uint32Value();
    if (memory.size() < packet_columns_size(capacity)) {
      return number_of(info.Env(), FingerprintStatus::kBadPart);
    }
    const auto columns = lay_packet_columns(const_cast<uint8_t*>(memory.data()), capacity);
    return number_of(info.Env(),
                     core().add_batch(columns, rows, bytes_of(info[3]), bytes_of(info[4])));
  }

  // (rows: Uint8Array, count, bytes: Uint8Array, scratch: Uint8Array) -> status
  Napi::Value add_rows(const Napi::CallbackInfo& info) {
    const auto memory = bytes_of(info[0]);
    const size_t count = info[1].As<Napi::Number>().Uint32Value();
    if (memory.size() / sizeof(PacketRow) < count) {
      return number_of(info.Env(), FingerprintStatus::kBadPart);
    }
    const auto* rows = reinterpret_cast<const PacketRow*>(memory.data());
    return number_of(info.Env(),
                     core().add_rows({rows, count}, bytes_of(info[2]), bytes_of(info[3])));
  }

  // -> External: a sink for decodeInto() of a decoder
  Napi::Value row_sink(const Napi::CallbackInfo& info) {
    const auto free_sink = [](Napi::Env, RowSink* sink) {
      delete static_cast<CollectorSink*>(sink);
    };
    return Napi::External<RowSink>::New(info.Env(), new CollectorSink(core_), free_sink);
  }

  Napi::Value add_part(const Napi::CallbackInfo& info) {
    return number_of(info.Env(), core().absorb(bytes_of(info[0])));
  }

  // -> {days: Int32Array, sizes: Float64Array}: what writeParts() will write.
  Napi::Value plan_parts(const Napi::CallbackInfo& info) {
    encoder_ = std::make_unique<ProbePartEncoder>(core());
    std::vector<int32_t> days;
    std::vector<double> sizes;
    for (size_t i = 0; i < encoder_->size(); ++i) {
      days.push_back(encoder_->day(i));
      sizes.push_back(static_cast<double>(encoder_->bytes(i).size()));
    }
    auto plan = Napi::Object::New(info.Env());
    set_column(plan, "days", days);
    set_column(plan, "sizes", sizes);
    return plan;
  }

  // (memory: Uint8Array) -> status; the planned parts one after another.
  Napi::Value write_parts(const Napi::CallbackInfo& info) {
    const auto encoder = std::move(encoder_);
    auto memory = elements_of<uint8_t>(info[0]);
    for (size_t i = 0; encoder && i < encoder->size(); ++i) {
      const auto& bytes = encoder->bytes(i);
      if (bytes.size() > memory.size()) return number_of(info.Env(), FingerprintStatus::kBadPart);
      std::memcpy(memory.data(), bytes.data(), bytes.size());
      memory = memory.subspan(bytes.size());
    }
    return number_of(info.Env(), FingerprintStatus::kOk);
  }

  // ({packed: Int32Array, labels: Int32Array, addresses: Uint8Array, firstDay: Int32Array, lastDay:
  // Int32Array, group: Uint16Array, targetGroup: Uint16Array}) -> columns or status
  Napi::Value find_stacks(const Napi::CallbackInfo& info) {
    const auto given = info[0].As<Napi::Object>();
    const auto packed = elements_of<int32_t>(given.Get("packed"));
    const auto labels = elements_of<int32_t>(given.Get("labels"));
    const SourceRows rows{
        .addresses = bytes_of(given.Get("addresses")),
        .first_day = elements_of<int32_t>(given.Get("firstDay")),
        .last_day = elements_of<int32_t>(given.Get("lastDay")),
        .group = elements_of<uint16_t>(given.Get("group")),
        .target_group = elements_of<uint16_t>(given.Get("targetGroup")),
    };
    const size_t count = rows.first_day.size();
    if (packed.size() != labels.size() * kStackSignatureInts ||
        rows.addresses.size() != count * 16 || rows.last_day.size() != count ||
        rows.group.size() != count || rows.target_group.size() != core().target_count()) {
      return number_of(info.Env(), FingerprintStatus::kBadPart);
    }
    const StackSignatures database(packed);
    SourceStacks stacks;
    const auto status = find_source_stacks(core(), database, labels, rows, stacks);
    if (status != FingerprintStatus::kOk) return number_of(info.Env(), status);
    return stacks_object(info.Env(), stacks);
  }

  // Gives the memory back without waiting for the collector.
  Napi::Value release(const Napi::CallbackInfo& info) {
    encoder_.reset();
    core_->reset();
    return info.Env().Undefined();
  }

  ProbeCollector& core() {
    if (!*core_) throw Napi::Error::New(Env(), "the collector was released");
    return **core_;
  }

  std::shared_ptr<std::unique_ptr<ProbeCollector>> core_ =
      std::make_shared<std::unique_ptr<ProbeCollector>>();
  std::unique_ptr<ProbePartEncoder> encoder_;
};

class SynMatcherWrap : public Napi::ObjectWrap<SynMatcherWrap> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "SynMatcher",
                       {InstanceMethod<&SynMatcherWrap::match_batch>("matchBatch"),
                        InstanceMethod<&SynMatcherWrap::describe>("describe")});
  }

  // new SynMatcher(packed: Int32Array)
  explicit SynMatcherWrap(const Napi::CallbackInfo& info)
      : ObjectWrap(info), core_(elements_of<int32_t>(info[0])) {}

 private:
  // (columns: Uint8Array, capacity, rows, bytes: Uint8Array, scratch: Uint8Array, synRows:
  // Uint32Array, ids: Uint32Array) -> SYNs found, or -status
  Napi::Value match_batch(const Napi::CallbackInfo& info) {
    const auto memory = bytes_of(info[0]);
    const size_t capacity = info[1].As<Napi::Number>().Uint32Value();
    const size_t rows = info[2].As<Napi::Number>().Uint32Value();
    auto status = FingerprintStatus::kBadPart;
    size_t found = 0;
    if (memory.size() >= packet_columns_size(capacity)) {
      const auto columns = lay_packet_columns(const_cast<uint8_t*>(memory.data()), capacity);
      status =
          core_.match_batch(columns, rows, bytes_of(info[3]), bytes_of(info[4]),
                            elements_of<uint32_t>(info[5]), elements_of<uint32_t>(info[6]), found);
    }
    const bool ok = status == FingerprintStatus::kOk;
    return Napi::Number::New(info.Env(), ok ? static_cast<double>(found)
                                            : -static_cast<double>(static_cast<int32_t>(status)));
  }

  // (from) -> what is known of the signatures `from`, from + 1, ...
  Napi::Value describe(const Napi::CallbackInfo& info) {
    std::vector<RawSignature> signatures;
    std::vector<StackMatch> matches;
    for (size_t id = info[0].As<Napi::Number>().Uint32Value(); id < core_.size(); ++id) {
      signatures.push_back(core_.signature(static_cast<uint32_t>(id)));
      matches.push_back(core_.match(static_cast<uint32_t>(id)));
    }
    auto object = Napi::Object::New(info.Env());
    set_signatures(object, signatures, matches);
    return object;
  }

  SynMatcher core_;
};

Napi::Object init(Napi::Env env, Napi::Object exports) {
  exports.Set("SynMatcher", SynMatcherWrap::define(env));
  exports.Set("ProbeCollector", ProbeCollectorWrap::define(env));
  exports.Set("stackSignatureInts", Napi::Number::New(env, kStackSignatureInts));
  return exports;
}

}  // namespace

}  // namespace honeysift

static Napi::Object init(Napi::Env env, Napi::Object exports) {
  return honeysift::init(env, exports);
}
NODE_API_MODULE(NODE_GYP_MODULE_NAME, init)
