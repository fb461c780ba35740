/**
 * A small signature set for machines without p0f's: SYNs of common stacks as their sources and documentation have
 * them (initial TTL, window, order of options), and of scanners that craft their own.
 *
 * - Linux: tcp_select_initial_window(); 10 segments since 3.0 (RFC 6928), 20 since 3.11, 64 KiB cut to whole segments
 *   since 4.20; options in the order of tcp_options_write().
 * - Windows: TcpWindowSize and its defaults, TCP1323Opts; autotuning since Vista.
 * - nmap: nmap_sendto/tcp raw probes (window 1024, one MSS option, TTL drawn from 37 to 59); masscan: templ-pkt.c (TTL
 *   255, window 1024); ZMap: packet.c, module_tcp_synscan.c (TTL 255, window 65535); hping3: window 512.
 * - Mirai and its like fill in an IP and a TCP header and no more; no operating system has left out the segment size
 *   since RFC 1122, so such a SYN is a program's own whatever its window and TTL.
 */
export const builtInSignatures = `
classes = win,unix,other

[mtu]
label = Ethernet
sig   = 1500
label = PPPoE
sig   = 1492
label = IPv4 in IPv4 or IPv6 in IPv4
sig   = 1480
label = GRE or IPsec
sig   = 1476
label = VXLAN
sig   = 1450
label = WireGuard
sig   = 1420
label = tunnel or VPN
sig   = 1280
sig   = 1300
sig   = 1400
sig   = 1440
label = modem or X.25
sig   = 576
label = jumbo frames
sig   = 9000

[tcp:request]

label = s:unix:Linux:4.20 and newer
sig   = *:64:0:*:mss*44,7:mss,sok,ts,nop,ws:df,id+:0
sig   = *:64:0:*:mss*45,7:mss,sok,ts,nop,ws:df,id+:0
label = s:unix:Linux:3.11-4.19
sig   = *:64:0:*:mss*20,7:mss,sok,ts,nop,ws:df,id+:0
sig   = *:64:0:*:mss*20,10:mss,sok,ts,nop,ws:df,id+:0
label = s:unix:Linux:3.0-3.10
sig   = *:64:0:*:mss*10,4:mss,sok,ts,nop,ws:df,id+:0
sig   = *:64:0:*:mss*10,5:mss,sok,ts,nop,ws:df,id+:0
sig   = *:64:0:*:mss*10,6:mss,sok,ts,nop,ws:df,id+:0
sig   = *:64:0:*:mss*10,7:mss,sok,ts,nop,ws:df,id+:0
label = s:unix:Linux:2.6
sig   = *:64:0:*:mss*4,5:mss,sok,ts,nop,ws:df,id+:0
sig   = *:64:0:*:mss*4,6:mss,sok,ts,nop,ws:df,id+:0
sig   = *:64:0:*:mss*4,7:mss,sok,ts,nop,ws:df,id+:0
label = s:unix:Linux:2.4-2.6
sig   = *:64:0:*:mss*4,2:mss,sok,ts,nop,ws:df,id+:0
label = s:unix:Linux:2.4
sig   = *:64:0:*:mss*4,0:mss,sok,ts,nop,ws:df,id+:0
sig   = *:64:0:*:mss*4,1:mss,sok,ts,nop,ws:df,id+:0
label = s:unix:Linux:2.2
sig   = *:64:0:*:mss*11,0:mss,sok,ts,nop,ws:df,id+:0
sig   = *:64:0:*:mss*22,0:mss,sok,ts,nop,ws:df,id+:0
label = g:unix:Linux:
sig   = *:64:0:*:*,*:mss,sok,ts,nop,ws:df,id+:0
label = g:unix:Linux:without timestamps
sig   = *:64:0:*:*,*:mss,nop,nop,sok,nop,ws:df,id+:0

label = s:win:Windows:10 or 11
sig   = *:128:0:*:64240,8:mss,nop,ws,nop,nop,sok:df,id+:0
sig   = *:128:0:*:65535,8:mss,nop,ws,nop,nop,sok:df,id+:0
sig   = *:128:0:*:mss*44,8:mss,nop,ws,nop,nop,sok:df,id+:0
label = s:win:Windows:Vista to 8.1
sig   = *:128:0:*:8192,0:mss,nop,nop,sok:df,id+:0
sig   = *:128:0:*:8192,2:mss,nop,ws,nop,nop,sok:df,id+:0
sig   = *:128:0:*:8192,8:mss,nop,ws,nop,nop,sok:df,id+:0
label = s:win:Windows:2000 to 2003
sig   = *:128:0:*:16384,0:mss,nop,nop,sok:df,id+:0
sig   = *:128:0:*:65535,0:mss,nop,nop,sok:df,id+:0
sig   = *:128:0:*:64240,0:mss,nop,nop,sok:df,id+:0
sig   = *:128:0:*:65535,0:mss,nop,ws,nop,nop,sok:df,id+:0
sig   = *:128:0:*:65535,2:mss,nop,ws,nop,nop,sok:df,id+:0
label = g:win:Windows:
sig   = *:128:0:*:*,*:mss,nop,nop,sok:df,id+:0
sig   = *:128:0:*:*,*:mss,nop,ws,nop,nop,sok:df,id+:0

label = s:unix:macOS or iOS:
sig   = *:64:0:*:65535,*:mss,nop,ws,nop,nop,ts,sok,eol+1:df,id+:0
sig   = *:64:0:*:65535,*:mss,nop,ws,nop,nop,ts,sok,eol+1:df:0

label = s:unix:FreeBSD:9 and newer
sig   = *:64:0:*:65535,6:mss,nop,ws,sok,ts:df,id+:0
sig   = *:64:0:*:65535,6:mss,nop,ws,sok,ts:df:0
label = s:unix:FreeBSD:8
sig   = *:64:0:*:65535,3:mss,nop,ws,sok,ts:df,id+:0
label = g:unix:FreeBSD:
sig   = *:64:0:*:65535,*:mss,nop,ws,sok,ts:df,id+:0

label = s:unix:OpenBSD:5 and newer
sig   = *:64:0:*:16384,6:mss,nop,nop,sok,nop,ws,nop,nop,ts:df,id+:0
label = s:unix:OpenBSD:4
sig   = *:64:0:*:16384,3:mss,nop,nop,sok,nop,ws,nop,nop,ts:df,id+:0
label = s:unix:OpenBSD:3
sig   = *:64:0:*:16384,0:mss,nop,nop,sok,nop,ws,nop,nop,ts:df,id+:0

label = s:unix:Solaris:10
sig   = *:64:0:*:mss*34,0:mss,nop,ws,nop,nop,sok:df,id+:0

label = s:!:nmap:SYN scan
sys   = @unix,@win
sig   = *:64-:0:1460:1024,0:mss::0
sig   = *:64-:0:1460:2048,0:mss::0
sig   = *:64-:0:1460:3072,0:mss::0
sig   = *:64-:0:1460:4096,0:mss::0
label = s:!:masscan:
sys   = @unix,@win
sig   = 4:255:0:0:1024,0:::0
sig   = 4:255:0:1460:1024,0:mss::0
label = s:!:ZMap:
sys   = @unix
sig   = 4:255:0:0:65535,0:::0
sig   = 4:255:0:1460:65535,0:mss::0
label = s:!:hping:
sys   = @unix
sig   = 4:64:0:0:512,0:::0
label = g:!:crafted SYN:without options (Mirai and its like)
sys   = @unix
sig   = 4:255-:0:0:*,0:::0
sig   = 4:255-:0:0:*,0::id-:0
sig   = 4:255-:0:0:*,0::df,id+:0
`;
