// A function over two strings which optimised JavaScript enters without a call through Node-API:
// V8 hands over pointers into flat one-byte strings ("fast API call") in 5 ns instead of 60.
//
// Node ships V8's headers without v8-fast-api-calls.h, so the two records it describes are declared
// here, for the versions on which they were tried; every other version gets no such function.
#pragma once

#include <node.h>
#include <node_api.h>

#include <cstdint>
#include <cstring>
#include <span>

namespace honeysift::phrase {

// Records laid out as V8 11.3 (Node 20), 12.4 (22) and 13.6 (24) have them.
struct FastString {
  const uint8_t* data;
  uint32_t length;

  std::span<const uint8_t> characters() const noexcept { return {data, length}; }
};

using FastCall = int32_t (*)(v8::Local<v8::Value> receiver, const FastString& a,
                             const FastString& b, int32_t number);
using SlowCall = napi_value (*)(napi_env env, napi_value a, napi_value b, napi_value number);

namespace fast_call {

enum class Type : uint8_t { kInt32 = 3, kValue = 10, kOneByteString = 11 };

struct Argument {
  Type type;
  uint8_t sequence = 0;
  uint8_t flags = 0;
};

struct Signature {
  Argument result;
  uint8_t int64_representation;
  uint32_t count;
  const Argument* arguments;
};

struct Function {
  const void* address;
  const Signature* signature;
};

inline bool is_known_node(napi_env env) noexcept {
  const napi_node_version* running = nullptr;
  if (napi_get_node_version(env, &running) != napi_ok || running->major != NODE_MAJOR_VERSION)
    return false;
  return sizeof(void*) == 8 &&
         (running->major == 20 || running->major == 22 || running->major == 24);
}

constexpr int kCopied = 512;

inline bool can_be_copied(v8::Local<v8::Value> value) {
  if (!value->IsString()) return false;
  const v8::Local<v8::String> string = value.As<v8::String>();
  return string->Length() <= kCopied && string->IsOneByte();
}

inline FastString copy(v8::Isolate* isolate, v8::Local<v8::Value> value, uint8_t* bytes) {
  const v8::Local<v8::String> string = value.As<v8::String>();
  const int length = string->Length();
#if NODE_MAJOR_VERSION >= 24
  string->WriteOneByteV2(isolate, 0, static_cast<uint32_t>(length), bytes);
#else
  string->WriteOneByte(isolate, bytes, 0, length,
                       v8::String::NO_NULL_TERMINATION | v8::String::HINT_MANY_WRITES_EXPECTED);
#endif
  return {bytes, static_cast<uint32_t>(length)};
}

// Short one-byte strings that V8 holds as references to others are copied, which takes less than
// the way through Node-API.
template <FastCall fast, SlowCall slow>
void call_slow(const v8::FunctionCallbackInfo<v8::Value>& info) {
  if (can_be_copied(info[0]) && can_be_copied(info[1]) && info[2]->IsInt32()) {
    uint8_t bytes[2][kCopied];
    v8::Isolate* const isolate = info.GetIsolate();
    const FastString a = copy(isolate, info[0], bytes[0]);
    const FastString b = copy(isolate, info[1], bytes[1]);
    info.GetReturnValue().Set(fast(info.This(), a, b, info[2].As<v8::Int32>()->Value()));
    return;
  }
  const auto to_napi = [](v8::Local<v8::Value> value) {
    return reinterpret_cast<napi_value>(*value);
  };
  const auto env = static_cast<napi_env>(info.Data().As<v8::External>()->Value());
  const napi_value result = slow(env, to_napi(info[0]), to_napi(info[1]), to_napi(info[2]));
  if (result == nullptr) return;
  v8::Local<v8::Value> value;
  static_assert(sizeof value == sizeof result);
  std::memcpy(static_cast<void*>(&value), &result, sizeof value);
  info.GetReturnValue().Set(value);
}

}  // namespace fast_call

// The function, or nullptr where V8's records may be others. `fast` must neither allocate in V8's
// heap nor throw; `slow` is called for all other arguments and from code not yet optimised.
template <FastCall fast, SlowCall slow>
napi_value make_fast_function(napi_env env) noexcept {
  using namespace fast_call;
  if (!is_known_node(env)) return nullptr;
  static constexpr Argument kArguments[] = {
      {Type::kValue}, {Type::kOneByteString}, {Type::kOneByteString}, {Type::kInt32}};
  static constexpr Signature kSignature{{Type::kInt32}, 0, 4, kArguments};
  static const Function kFunction{reinterpret_cast<const void*>(fast), &kSignature};

  v8::Isolate* const isolate = v8::Isolate::GetCurrent();
  const v8::Local<v8::FunctionTemplate> made = v8::FunctionTemplate::New(
      isolate, call_slow<fast, slow>, v8::External::New(isolate, env), v8::Local<v8::Signature>(),
      3, v8::ConstructorBehavior::kThrow, v8::SideEffectType::kHasNoSideEffect,
      reinterpret_cast<const v8::CFunction*>(&kFunction));
  v8::Local<v8::Function> function;
  if (!made->GetFunction(isolate->GetCurrentContext()).ToLocal(&function)) return nullptr;
  return reinterpret_cast<napi_value>(*function);
}

}  // namespace honeysift::phrase
