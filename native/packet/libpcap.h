// libpcap, found at run time: it compiles filter expressions and runs the result. Nothing else of
// it is used, and whoever filters nothing needs none. The declarations are of its stable binary
// interface (pcap/bpf.h).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace honeysift {

// struct bpf_insn
struct BpfInstruction {
  uint16_t code;
  uint8_t jump_true;
  uint8_t jump_false;
  uint32_t operand;
};

class Libpcap {
 public:
  struct Compiled {
    std::vector<BpfInstruction> program;  // empty when refused
    std::string error;                    // libpcap's own words
  };

  // Loads the library on first use and keeps it.
  static const Libpcap& shared() noexcept;

  bool loaded() const noexcept { return filter_ != nullptr; }

  // The program for packets of a pcap file whose header has this link type and byte order. Threads
  // take turns: before version 1.8 the compiler is not reentrant. Host names in the expression are
  // looked up.
  Compiled compile(const std::string& expression, uint32_t link_type,
                   bool big_endian) const noexcept;

  // Whether the program accepts the packet. Bytes behind `captured` read as rejection.
  bool accepts(const std::vector<BpfInstruction>& program, const uint8_t* data, uint32_t captured,
               uint32_t original) const noexcept {
    return filter_(program.data(), data, original, captured) != 0;
  }

 private:
  // struct bpf_program
  struct BpfProgram {
    unsigned length;
    BpfInstruction* instructions;
  };
  struct Handle;  // pcap_t

  Libpcap() noexcept;

  Handle* (*open_)(void* file, char* error) = nullptr;
  int (*compile_)(Handle*, BpfProgram*, const char* expression, int optimize,
                  uint32_t netmask) = nullptr;
  char* (*error_)(Handle*) = nullptr;
  void (*free_)(BpfProgram*) = nullptr;
  void (*close_)(Handle*) = nullptr;
  unsigned (*filter_)(const BpfInstruction*, const uint8_t* data, unsigned original,
                      unsigned captured) = nullptr;
};

}  // namespace honeysift
