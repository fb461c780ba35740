/** The page's one style sheet. Series colours: Paul Tol's "muted" on light ground and "light" on dark, both made to be
 * told apart without red-green vision. */
export const styleSheet = `
:root{color-scheme:light dark;--bg:#fbfbfa;--card:#fff;--ink:#1c2126;--quiet:#5b6570;--line:#e2e5e8;--soft:#f1f3f4;
--accent:#1f5fa8;--bar:#3a75b8;--warn:#9a4a00;--warn-bg:#fff4e5;--mark:#fdeaa8;--mark-ink:#3a2c00;
--s0:#332288;--s1:#88ccee;--s2:#44aa99;--s3:#ddcc77;--s4:#cc6677;--s5:#117733;--s6:#aa4499;--s7:#999933;--s8:#882255;
--rest:#c9ced3}
@media (prefers-color-scheme:dark){:root{--bg:#14171a;--card:#1b1f24;--ink:#e4e7ea;--quiet:#9ba5af;--line:#30363d;
--soft:#22272d;--accent:#7ab7f5;--bar:#5b97d1;--warn:#f0b060;--warn-bg:#33260f;--mark:#5c4a12;--mark-ink:#ffeeb5;
--s0:#77aadd;--s1:#ee8866;--s2:#44bb99;--s3:#eedd88;--s4:#ffaabb;--s5:#99ddff;--s6:#bbcc33;--s7:#aaaa00;--s8:#c39bd3;
--rest:#555d66}}
*{box-sizing:border-box}
html{font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;
background:var(--bg);color:var(--ink);scroll-padding-top:1.5rem;-webkit-text-size-adjust:100%}
body{margin:0;display:grid;grid-template-columns:14.5rem minmax(0,68rem);gap:0 2.5rem;justify-content:center;
padding:0 1.5rem}
a{color:var(--accent);text-decoration:none}a:hover{text-decoration:underline}
nav{position:sticky;top:0;align-self:start;max-height:100vh;overflow:auto;padding:3rem 0 2rem;font-size:.875rem}
nav strong{display:block;margin-bottom:.75rem;font-size:.75rem;letter-spacing:.08em;text-transform:uppercase;
color:var(--quiet)}
nav ol{list-style:none;margin:0;padding:0;border-left:2px solid var(--line)}
nav a{display:block;padding:.2rem .9rem;color:var(--quiet)}nav a:hover{color:var(--ink);text-decoration:none;
background:var(--soft)}
main{padding:3rem 0 5rem;min-width:0}
header p.name{margin:0 0 .5rem;font-size:.875rem;overflow-wrap:anywhere;color:var(--quiet)}
header p.name strong{font-weight:600}
h1{margin:0;font-size:clamp(1.35rem,2.6vw,1.85rem);line-height:1.3;font-weight:650;letter-spacing:-.015em;
max-width:54rem;text-wrap:balance}
h2{margin:4rem 0 .5rem;font-size:1.45rem;font-weight:650;letter-spacing:-.01em;line-height:1.3}
h3{margin:2.25rem 0 .5rem;font-size:1.05rem;font-weight:650}
p{max-width:44rem;margin:.5rem 0 1rem}
.quiet,figcaption,caption{color:var(--quiet)}
figcaption,caption,.small{font-size:.875rem}
.tiles{display:grid;grid-template-columns:repeat(4,1fr);gap:1px;margin:2rem 0;
background:var(--line);border:1px solid var(--line);border-radius:10px;overflow:hidden}
.tiles div{background:var(--card);padding:.9rem 1.1rem}
.tiles dt{font-size:.8125rem;color:var(--quiet)}
.tiles dd{margin:.1rem 0 0;font-size:1.5rem;font-weight:620;letter-spacing:-.02em;font-variant-numeric:tabular-nums;
white-space:nowrap}
.reading{list-style:none;margin:1rem 0 0;padding:0;display:grid;gap:.5rem;max-width:50rem}
.reading a{display:block;padding:.6rem 1rem;border-left:3px solid var(--accent);background:var(--soft);
border-radius:0 6px 6px 0;color:var(--ink)}
.reading .warn a{border-color:var(--warn);background:var(--warn-bg)}
.scroll{overflow-x:auto;margin:1rem 0}
table{border-collapse:collapse;font-size:.875rem;line-height:1.45;min-width:100%}
caption{text-align:left;padding:0 0 .5rem}
th{text-align:left;font-weight:600;color:var(--quiet);vertical-align:bottom;border-bottom:1px solid var(--quiet);
padding:.35rem .8rem .35rem 0;white-space:nowrap}
td{padding:.35rem .8rem .35rem 0;border-bottom:1px solid var(--line);vertical-align:top}
th:last-child,td:last-child{padding-right:0}.grouped td:last-child{padding-right:.8rem}
.grouped th:last-child,.grouped tr:first-child td:last-child{padding-right:0}table.narrow{min-width:min(100%,34rem)}
.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
th.key{cursor:pointer}th.key:hover{color:var(--ink)}
th[aria-sort=ascending]::after{content:" \\2191"}th[aria-sort=descending]::after{content:" \\2193"}
tr:target td,article:target{background:var(--mark);color:var(--mark-ink)}
table.facts{min-width:0}table.facts th{border-bottom:1px solid var(--line);vertical-align:top;font-weight:400;
padding-right:2rem;white-space:normal}
code,.mono,.template{font-family:ui-monospace,"SF Mono","Cascadia Mono","DejaVu Sans Mono",Menlo,Consolas,monospace;
font-size:.8125rem}
.seq{font-family:ui-monospace,"SF Mono","Cascadia Mono","DejaVu Sans Mono",Menlo,Consolas,monospace;
font-size:.8125rem;overflow-wrap:anywhere}
td .mono{overflow-wrap:anywhere}.nowrap{white-space:nowrap}.phrase{min-width:14rem;max-width:26rem}
td.wide{min-width:12rem}
figure{margin:1.5rem 0}figcaption{margin-top:.35rem}figure h3{margin:0 0 .25rem}
.chart{overflow-x:auto;overflow-y:hidden}
.chart svg{display:block;width:100%;height:auto;font-size:12px;font-family:inherit;color:var(--ink)}
.chart.full svg{min-width:42rem}.chart.half svg{min-width:22rem}.chart.half{max-width:34rem}
.chart text{white-space:pre}
.chart [aria-label$="tick label"],.chart [aria-label$="axis label"]{fill:var(--quiet)}
.chart .halo{stroke:var(--bg)}
.chart a:hover{text-decoration:none}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));gap:0 2.5rem}
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;margin:.25rem 0 .5rem;padding:0;list-style:none;
font-size:.8125rem}
.dot{display:inline-block;width:.7em;height:.7em;border-radius:2px;margin-right:.45em;background:var(--rest)}
.dot.s0{background:var(--s0)}.dot.s1{background:var(--s1)}.dot.s2{background:var(--s2)}.dot.s3{background:var(--s3)}
.dot.s4{background:var(--s4)}.dot.s5{background:var(--s5)}.dot.s6{background:var(--s6)}.dot.s7{background:var(--s7)}
.dot.s8{background:var(--s8)}.dot.accent{background:var(--bar)}.dot.warn{background:var(--s4)}
.months{display:grid;grid-template-columns:repeat(auto-fill,minmax(12.5rem,1fr));gap:1.75rem 2rem;margin:1.25rem 0}
.months h3{margin:0;font-size:.9375rem;display:flex;justify-content:space-between;border-bottom:1px solid var(--quiet);
padding-bottom:.2rem}
.months h3 span{font-weight:400;color:var(--quiet);font-size:.8125rem;font-variant-numeric:tabular-nums}
.months table{font-size:.8125rem}.months td{padding:.12rem 0;border:0}
.months td.num{padding-left:.75rem}.months tr.others td{color:var(--quiet)}
.grouped td{border-bottom:0;padding-top:.18rem;padding-bottom:.18rem}.grouped tbody{border-bottom:1px solid var(--line)}
.grouped tbody tr:first-child td{padding-top:.5rem}.grouped tbody tr:last-child td{padding-bottom:.5rem}
.spark{display:block;width:7.5rem;height:1.4rem;fill:var(--bar)}
.bar{display:inline-block;vertical-align:middle;width:3rem;height:.5rem;margin-right:.5rem;fill:var(--bar)}
article{border:1px solid var(--line);border-radius:10px;background:var(--card);padding:1rem 1.25rem;margin:1rem 0;
break-inside:avoid}
article>header{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:baseline;justify-content:space-between}
article h3{margin:0;font-size:1.05rem}
article h3 .seq{font-size:1em}article>p{margin:.4rem 0 0}article>details{margin:.4rem 0 0}
article h3 .rank{color:var(--quiet);font-weight:400;margin-right:.5rem;font-variant-numeric:tabular-nums}
article .share{font-variant-numeric:tabular-nums;font-weight:600}
article .spark{width:100%;height:2.25rem;margin:.75rem 0 .25rem}
article .ends{display:flex;justify-content:space-between;font-size:.75rem;color:var(--quiet);
font-variant-numeric:tabular-nums}
dl.line{display:flex;flex-wrap:wrap;gap:.3rem 1.5rem;margin:.6rem 0;font-size:.8125rem}
dl.line div{display:flex;gap:.4rem}dl.line dt{color:var(--quiet)}dl.line dd{margin:0;overflow-wrap:anywhere}
.template{margin:.5rem 0;padding:.6rem .8rem .6rem 3.1rem;background:var(--soft);border-radius:6px;line-height:1.6;
max-height:26rem;overflow:auto;color:var(--ink)}
.template li::marker{color:var(--quiet);font-size:.75rem}
.template code{font-size:inherit;overflow-wrap:anywhere;white-space:pre-wrap}
mark{background:var(--mark);color:var(--mark-ink);border-radius:3px;padding:.05em .3em;cursor:help}
mark small,mark sup{font-size:.78em;line-height:0;margin-left:.35em;opacity:.85}
.hex,.times{color:var(--quiet)}
.fields{list-style:none;margin:.4rem 0 0;padding:0;font-size:.8125rem;color:var(--quiet)}
.fields li{overflow-wrap:anywhere}.fields mark{cursor:auto;font-size:.75rem}
details{margin:.5rem 0}td details{margin:0}td summary{color:var(--ink)}summary{cursor:pointer;color:var(--accent);font-size:.875rem}
.fold{display:inline-block;margin:0;max-width:100%}
footer{margin-top:4rem;padding-top:1rem;border-top:1px solid var(--line);font-size:.8125rem;color:var(--quiet)}
@media (max-width:64rem){body{display:block;padding:0 1rem;max-width:68rem;margin:0 auto}
nav{position:static;max-height:none;padding:1.5rem 0 0}nav ol{border:0;display:flex;flex-wrap:wrap;gap:.25rem .5rem}
nav a{padding:.15rem .6rem;border:1px solid var(--line);border-radius:999px}main{padding-top:1.5rem}
h2{margin-top:3rem}.tiles dd{font-size:1.25rem}
.tiles div{padding:.6rem .8rem}}
@media (max-width:36rem){.tiles{grid-template-columns:repeat(2,1fr)}}
@media print{:root{--bg:#fff;--card:#fff}html{font-size:10pt}body{display:block;padding:0}nav{display:none}
main{padding:0}h2{break-after:avoid;margin-top:2rem}figure,tr,.months>div{break-inside:avoid}
.scroll,.chart,.template{overflow:visible;max-height:none}a{color:inherit}.chart svg{min-width:0!important}}
`.trim();
