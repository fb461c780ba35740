// The only file here that knows JavaScript. Statuses other than 0 go back as numbers;
// src/native/packet-table.ts makes the errors.
#include <napi.h>

#include <cstring>
#include <memory>
#include <string>

#include "table/packet_table.h"

namespace honeysift {

namespace {

std::span<const uint8_t> bytes_of(const Napi::Value& value) {
  const auto array = value.As<Napi::Uint8Array>();
  return {array.Data(), array.ElementLength()};
}

std::vector<uint16_t> numbers_of(const Napi::Value& value) {
  const auto array = value.As<Napi::Uint16Array>();
  return {array.Data(), array.Data() + array.ElementLength()};
}

std::vector<std::string> texts_of(const Napi::Value& value) {
  const auto array = value.As<Napi::Array>();
  std::vector<std::string> texts;
  for (uint32_t i = 0; i < array.Length(); ++i)
    texts.push_back(array.Get(i).As<Napi::String>().Utf8Value());
  return texts;
}

bool all_below(const std::vector<uint16_t>& numbers, size_t bound) {
  for (const uint16_t number : numbers)
    if (number >= bound) return false;
  return true;
}

PacketTableNames names_of(const Napi::Object& object) {
  PacketTableNames names;
  const auto addresses = bytes_of(object.Get("addresses"));
  names.addresses.assign(addresses.begin(), addresses.end());
  names.honeypots_of = numbers_of(object.Get("honeypotsOf"));
  names.groups_of = numbers_of(object.Get("groupsOf"));
  names.honeypots = texts_of(object.Get("honeypots"));
  names.suffixes = texts_of(object.Get("suffixes"));
  names.has_source_ids = object.Get("hasSourceIds").As<Napi::Boolean>();
  const size_t count = names.addresses.size() / 16;
  if (names.honeypots_of.size() != count || names.groups_of.size() != count ||
      !all_below(names.honeypots_of, names.honeypots.size()) ||
      !all_below(names.groups_of, names.suffixes.size())) {
    throw Napi::RangeError::New(object.Env(),
                                "addresses, honeypots and groups do not fit together");
  }
  return names;
}

Napi::Value copy_of(Napi::Env env, const Bytes& bytes) {
  auto array = Napi::Uint8Array::New(env, bytes.size());
  if (!bytes.empty()) std::memcpy(array.Data(), bytes.data(), bytes.size());
  return array;
}

class PacketTableWrap : public Napi::ObjectWrap<PacketTableWrap> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "PacketTable",
                       {InstanceMethod<&PacketTableWrap::add_rows>("addRows"),
                        InstanceMethod<&PacketTableWrap::finish>("finish"),
                        InstanceMethod<&PacketTableWrap::pending_bytes>("pendingBytes"),
                        InstanceMethod<&PacketTableWrap::take>("take"),
                        InstanceMethod<&PacketTableWrap::files>("files"),
                        InstanceMethod<&PacketTableWrap::release>("release")});
  }

  // ({addresses, honeypotsOf, groupsOf, honeypots, suffixes, hasSourceIds})
  explicit PacketTableWrap(const Napi::CallbackInfo& info)
      : ObjectWrap(info),
        core_(std::make_unique<PacketTable>(names_of(info[0].As<Napi::Object>()))) {}

 private:
  // (rows: Uint8Array, count, bytes: Uint8Array, scratch: Uint8Array) -> status; rows as
  // packet_decoder made them.
  Napi::Value add_rows(const Napi::CallbackInfo& info) {
    const auto memory = bytes_of(info[0]);
    const size_t count = info[1].As<Napi::Number>().Uint32Value();
    if (memory.size() < count * sizeof(PacketRow))
      throw Napi::RangeError::New(info.Env(), "there are fewer rows than were said");
    const auto* rows = reinterpret_cast<const PacketRow*>(memory.data());
    return status(info, core().add_rows({rows, count}, bytes_of(info[2]), bytes_of(info[3])));
  }

  // (digest: string) -> status
  Napi::Value finish(const Napi::CallbackInfo& info) {
    const std::string digest = info[0].As<Napi::String>().Utf8Value();
    if (digest.size() != kDigestLength)
      throw Napi::RangeError::New(info.Env(), "the digest is not one of SHA-256");
    return status(info, core().finish(digest));
  }

  Napi::Value pending_bytes(const Napi::CallbackInfo& info) {
    return Napi::Number::New(info.Env(), static_cast<double>(core().pending_bytes()));
  }

  // -> [{month, bytes}], what has to be appended to the files; month null is the payloads' file.
  Napi::Value take(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    auto pieces = Napi::Array::New(env);
    const auto add = [&](const Napi::Value& month, const Bytes& bytes) {
      auto piece = Napi::Object::New(env);
      piece.Set("month", month);
      piece.Set("bytes", copy_of(env, bytes));
      pieces.Set(pieces.Length(), piece);
    };
    for (const auto& [month, of_month] : core().months())
      if (!of_month.file.pending().empty())
        add(Napi::Number::New(env, month), of_month.file.pending());
    const ParquetFile& payloads = core().payloads();
    if (payloads.rows() > 0 && !payloads.pending().empty()) add(env.Null(), payloads.pending());
    core().take_all();
    return pieces;
  }

  // -> [{month, rows, bytes, digestPlaces: Float64Array}]
  Napi::Value files(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    auto files = Napi::Array::New(env);
    for (const auto& [month, of_month] : core().months()) {
      auto file = Napi::Object::New(env);
      file.Set("month", month);
      file.Set("rows", static_cast<double>(of_month.file.rows()));
      file.Set("bytes", static_cast<double>(of_month.file.size()));
      auto places = Napi::Float64Array::New(env, of_month.digest_places.size());
      for (size_t i = 0; i < of_month.digest_places.size(); ++i)
        places[i] = static_cast<double>(of_month.digest_places[i]);
      file.Set("digestPlaces", places);
      files.Set(files.Length(), file);
    }
    return files;
  }

  // Gives the memory back without waiting for the collector.
  Napi::Value release(const Napi::CallbackInfo& info) {
    core_.reset();
    return info.Env().Undefined();
  }

  static Napi::Value status(const Napi::CallbackInfo& info, TableStatus status) {
    return Napi::Number::New(info.Env(), static_cast<int32_t>(status));
  }

  PacketTable& core() {
    if (!core_) throw Napi::Error::New(Env(), "the packet table was released");
    return *core_;
  }

  std::unique_ptr<PacketTable> core_;
};

Napi::Object init(Napi::Env env, Napi::Object exports) {
  exports.Set("PacketTable", PacketTableWrap::define(env));
  return exports;
}

}  // namespace

}  // namespace honeysift

static Napi::Object init(Napi::Env env, Napi::Object exports) {
  return honeysift::init(env, exports);
}
NODE_API_MODULE(NODE_GYP_MODULE_NAME, init)
