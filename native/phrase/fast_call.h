// A function over two strings which optimised JavaScript enters without a call through Node-API
// ("fast API call"): 4 ns instead of 60.
//
// Node ships V8's headers without v8-fast-api-calls.h, so the records it describes are declared
// here, for the versions on which they were tried; every other version gets no such function, nor
// does one whose strings are laid out in another way than held_string.h has it.
#pragma once

#include <node.h>
#include <node_api.h>

#include <cstdint>
#include <cstring>

#include "phrase/held_string.h"

namespace honeysift::phrase {

// Must neither allocate in V8's heap nor throw.
using HeldFunction = int32_t (*)(HeldString a, HeldString b, int32_t number);

namespace fast_call {

// Records laid out as V8 11.3 (Node 20), 12.4 (22) and 13.6 (24) have them.
enum class Type : uint8_t { kInt32 = 3, kValue = 10 };

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

inline v8::Local<v8::Value> local_of(napi_value value) noexcept {
  v8::Local<v8::Value> local;
  static_assert(sizeof local == sizeof value);
  std::memcpy(static_cast<void*>(&local), &value, sizeof local);
  return local;
}

inline TaggedPointer object_of(v8::Local<v8::Value> value) noexcept {
  return *reinterpret_cast<const TaggedPointer*>(*value);
}

// Has V8 write a joined string out, once for good.
inline void write_out(v8::Isolate* isolate, v8::Local<v8::Value> value) {
  if (!value->IsString()) return;
  const v8::Local<v8::String> string = value.As<v8::String>();
  if (string->Length() == 0) return;
  uint16_t unit;
#if NODE_MAJOR_VERSION >= 24
  string->WriteV2(isolate, 0, 1, &unit);
#else
  string->Write(isolate, &unit, 0, 1,
                v8::String::NO_NULL_TERMINATION | v8::String::HINT_MANY_WRITES_EXPECTED);
#endif
}

// Not inlined, for the sake of the flat strings that come first.
template <HeldFunction function>
__attribute__((noinline)) int32_t call_with_any(TaggedPointer a, TaggedPointer b,
                                                int32_t number) noexcept {
  HeldString held_a;
  HeldString held_b;
  if (!find_characters(a, held_a) || !find_characters(b, held_b)) return kNotHeld;
  return function(held_a, held_b, number);
}

template <HeldFunction function>
int32_t call(v8::Local<v8::Value>, v8::Local<v8::Value> a, v8::Local<v8::Value> b,
             int32_t number) noexcept {
  HeldString held_a;
  HeldString held_b;
  if (!find_flat(object_of(a), held_a) || !find_flat(object_of(b), held_b))
    return call_with_any<function>(object_of(a), object_of(b), number);
  return function(held_a, held_b, number);
}

// From code not yet optimised.
template <HeldFunction function>
void call_slow(const v8::FunctionCallbackInfo<v8::Value>& info) {
  const int32_t number = info[2]->IsInt32() ? info[2].As<v8::Int32>()->Value() : -1;
  info.GetReturnValue().Set(number < 0 ? kNotHeld
                                       : call<function>(info.This(), info[0], info[1], number));
}

// Strings of every make: flat, a name, parts, joined, of bytes and of units.
constexpr char kSamples[] = R"((() => {
  const long = 'the quick brown fox jumps over the lazy dog';
  const wide = 'съешь же ещё этих мягких французских булок';
  const joined = [...long].join('+');
  const name = [...long].join('-');
  const named = { [name]: name };
  const all = [long, wide, joined, name, long.slice(1), wide.slice(2, 40), joined.slice(3), long + wide,
    joined + long, (wide + joined).slice(5), wide.slice(4) + joined.slice(7), 'a', '', 'ж'];
  return named[name] === name ? all : [];
})())";

inline bool is_read_right(napi_env env, napi_value sample) {
  constexpr size_t kMost = 256;
  char16_t wanted[kMost];
  size_t length = 0;
  const v8::Local<v8::Value> value = local_of(sample);
  write_out(v8::Isolate::GetCurrent(), value);
  HeldString held;
  if (napi_get_value_string_utf16(env, sample, wanted, kMost, &length) != napi_ok ||
      !find_characters(object_of(value), held) || held.length != length) {
    return false;
  }
  for (size_t i = 0; i < length; ++i) {
    if ((held.is_wide ? held.units()[i] : held.bytes()[i]) != wanted[i]) return false;
  }
  return true;
}

inline bool are_strings_read_right(napi_env env) {
  napi_value script;
  napi_value samples;
  uint32_t count = 0;
  if (napi_create_string_utf8(env, kSamples, NAPI_AUTO_LENGTH, &script) != napi_ok ||
      napi_run_script(env, script, &samples) != napi_ok ||
      napi_get_array_length(env, samples, &count) != napi_ok || count == 0) {
    return false;
  }
  for (uint32_t i = 0; i < count; ++i) {
    napi_value sample;
    if (napi_get_element(env, samples, i, &sample) != napi_ok || !is_read_right(env, sample))
      return false;
  }
  return true;
}

}  // namespace fast_call

// A function(string, string, int32 >= 0), or nullptr where V8's records or strings may be others.
template <HeldFunction function>
napi_value make_fast_function(napi_env env) noexcept {
  using namespace fast_call;
  if (!is_known_node(env) || !are_strings_read_right(env)) return nullptr;
  static constexpr Argument kArguments[] = {
      {Type::kValue}, {Type::kValue}, {Type::kValue}, {Type::kInt32}};
  static constexpr Signature kSignature{{Type::kInt32}, 0, 4, kArguments};
  static const Function kFunction{reinterpret_cast<const void*>(call<function>), &kSignature};

  v8::Isolate* const isolate = v8::Isolate::GetCurrent();
  const v8::Local<v8::FunctionTemplate> made = v8::FunctionTemplate::New(
      isolate, call_slow<function>, v8::Local<v8::Value>(), v8::Local<v8::Signature>(), 3,
      v8::ConstructorBehavior::kThrow, v8::SideEffectType::kHasNoSideEffect,
      reinterpret_cast<const v8::CFunction*>(&kFunction));
  v8::Local<v8::Function> result;
  if (!made->GetFunction(isolate->GetCurrentContext()).ToLocal(&result)) return nullptr;
  return reinterpret_cast<napi_value>(*result);
}

// Has V8 write a joined string out, so that its characters are found.
inline void write_out(napi_value string) {
  fast_call::write_out(v8::Isolate::GetCurrent(), fast_call::local_of(string));
}

// Only where make_fast_function() made one.
inline bool find_characters(napi_value string, HeldString& out) noexcept {
  return find_characters(fast_call::object_of(fast_call::local_of(string)), out);
}

}  // namespace honeysift::phrase
