{
  # Every folder of native/ that has a binding.cc is one addon; the core beside it knows nothing of JavaScript.
  "target_defaults": {
    "dependencies": ["<!(node -p \"require('node-addon-api').targets\"):node_addon_api_except_all"],
    "include_dirs": ["native"],
    "defines": ["NAPI_VERSION=9"],
    "cflags_cc": ["-std=c++20", "-O3", "-Wall", "-Wextra", "-ffp-contract=off", "-fvisibility=hidden"],
    "cflags_cc!": ["-std=gnu++17", "-std=gnu++20", "-fno-rtti"],
    "xcode_settings": {
      "CLANG_CXX_LANGUAGE_STANDARD": "c++20",
      "MACOSX_DEPLOYMENT_TARGET": "13.0",
      "OTHER_CPLUSPLUSFLAGS": ["-O3", "-ffp-contract=off"],
    },
  },
  "targets": [
    {
      "target_name": "packet_decoder",
      "sources": ["<!@(ls native/packet/*.cc)"],
      "conditions": [["OS=='linux'", {"libraries": ["-ldl"]}]],
    },
    {
      "target_name": "source_aggregator",
      "sources": ["<!@(ls native/sources/*.cc)", "native/packet/packet_row.cc"],
    },
    {"target_name": "itemset_miner", "sources": ["<!@(ls native/itemset/*.cc)"]},
    {
      "target_name": "packet_table",
      "sources": [
        "<!@(ls native/table/*.cc)",
        "native/packet/packet_row.cc", "native/packet/sha256.cc",
        "native/sources/blob_store.cc", "native/sources/phrase_render.cc",
      ],
    },
    {"target_name": "phrase_matcher", "sources": ["<!@(ls native/phrase/*.cc)"]},
    {
      "target_name": "stack_matcher",
      "sources": ["<!@(ls native/fingerprint/*.cc)", "native/packet/packet_row.cc"],
    },
  ],
}
