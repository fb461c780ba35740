// What the decoder is measured beside. Usage: packets-baseline libpcap|headers FILE ROUNDS; prints packets and the best
// milliseconds. libpcap: a bare pcap_next_ex loop. headers: only the record headers of the file in memory.
#include <fcntl.h>
#include <pcap/pcap.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return at.tv_sec * 1e3 + at.tv_nsec / 1e6;
}

static long libpcap(const char *path) {
  char error[PCAP_ERRBUF_SIZE];
  pcap_t *capture = pcap_open_offline(path, error);
  struct pcap_pkthdr *header;
  const u_char *data;
  long packets = 0;
  if (!capture) exit(1);
  while (pcap_next_ex(capture, &header, &data) == 1) packets++;
  pcap_close(capture);
  return packets;
}

static long headers(const char *path) {
  struct stat facts;
  int file = open(path, O_RDONLY);
  if (file < 0 || fstat(file, &facts) != 0) exit(1);
  const uint8_t *bytes = mmap(0, facts.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
  if (bytes == MAP_FAILED) exit(1);
  long packets = 0;
  for (off_t at = 24; at + 16 <= facts.st_size; packets++) {
    uint32_t captured;
    memcpy(&captured, bytes + at + 8, 4);
    at += 16 + (off_t)captured;
  }
  munmap((void *)bytes, facts.st_size);
  close(file);
  return packets;
}

int main(int count, char **words) {
  if (count != 4) return 2;
  double best = 1e300;
  long packets = 0;
  for (int round = atoi(words[3]); round > 0; round--) {
    const double start = now();
    packets = strcmp(words[1], "libpcap") == 0 ? libpcap(words[2]) : headers(words[2]);
    const double took = now() - start;
    if (took < best) best = took;
  }
  printf("%ld %.3f\n", packets, best);
  return 0;
}
