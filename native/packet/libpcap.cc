#include "packet/libpcap.h"

#include <dlfcn.h>

#include <array>
#include <cstdio>
#include <mutex>

namespace honeysift {

namespace {

// Debian's name, that of others, macOS.
constexpr std::array<const char*, 4> kLibraryNames = {"libpcap.so.0.8", "libpcap.so.1",
                                                      "libpcap.so", "libpcap.A.dylib"};
constexpr size_t kErrorSize = 256;  // PCAP_ERRBUF_SIZE
constexpr uint32_t kSnapLength = 262144;
constexpr uint32_t kNoNetmask = 0;  // as tcpdump has it when it reads files
constexpr size_t kFileHeader = 24;

void* open_library() noexcept {
  for (const char* name : kLibraryNames) {
    if (void* library = dlopen(name, RTLD_NOW | RTLD_LOCAL)) return library;
  }
  return nullptr;
}

template <typename Function>
bool find(void* library, const char* name, Function& function) noexcept {
  function = reinterpret_cast<Function>(dlsym(library, name));
  return function != nullptr;
}

void store_u32(uint8_t* bytes, uint32_t value, bool big_endian) noexcept {
  for (size_t i = 0; i < 4; ++i) {
    bytes[big_endian ? 3 - i : i] = static_cast<uint8_t>(value >> (8 * i));
  }
}

// A file without packets: libpcap translates its link type, and knows by its byte order how null
// frames were written.
std::array<uint8_t, kFileHeader> file_header(uint32_t link_type, bool big_endian) noexcept {
  std::array<uint8_t, kFileHeader> header{};
  store_u32(header.data(), 0xa1b2c3d4, big_endian);
  header[big_endian ? 5 : 4] = 2;
  header[big_endian ? 7 : 6] = 4;
  store_u32(header.data() + 16, kSnapLength, big_endian);
  store_u32(header.data() + 20, link_type, big_endian);
  return header;
}

std::mutex& compiler_turn() noexcept {
  static std::mutex turn;
  return turn;
}

}  // namespace

Libpcap::Libpcap() noexcept {
  void* library = open_library();
  if (library == nullptr) return;
  const bool complete =
      find(library, "pcap_fopen_offline", open_) && find(library, "pcap_compile", compile_) &&
      find(library, "pcap_geterr", error_) && find(library, "pcap_freecode", free_) &&
      find(library, "pcap_close", close_) && find(library, "bpf_filter", filter_);
  if (!complete) filter_ = nullptr;
}

const Libpcap& Libpcap::shared() noexcept {
  static const Libpcap library;
  return library;
}

Libpcap::Compiled Libpcap::compile(const std::string& expression, uint32_t link_type,
                                   bool big_endian) const noexcept {
  if (!loaded()) return {{}, "libpcap is not installed"};
  const std::scoped_lock turn(compiler_turn());
  std::array<uint8_t, kFileHeader> header = file_header(link_type, big_endian);
  FILE* file = fmemopen(header.data(), header.size(), "rb");
  if (file == nullptr) return {{}, "out of memory"};
  std::array<char, kErrorSize> error{};
  Handle* handle = open_(file, error.data());
  if (handle == nullptr) {
    std::fclose(file);
    return {{}, error.data()};
  }
  Compiled compiled;
  BpfProgram program{0, nullptr};
  if (compile_(handle, &program, expression.c_str(), 1, kNoNetmask) == 0) {
    compiled.program.assign(program.instructions, program.instructions + program.length);
    free_(&program);
  } else {
    compiled.error = error_(handle);
  }
  close_(handle);
  return compiled;
}

}  // namespace honeysift
