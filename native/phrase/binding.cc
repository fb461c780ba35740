#include <napi.h>

static Napi::Object init(Napi::Env, Napi::Object exports) { return exports; }
NODE_API_MODULE(NODE_GYP_MODULE_NAME, init)
