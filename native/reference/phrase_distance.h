// The phrase distance straight from its definition, whole matrix and all. For tests and fuzzers
// only.
#pragma once

#include <cstdint>
#include <string>

#include "phrase/phrase_costs.h"

namespace honeysift::reference {

// Bytes are characters; `set` lists those of words.
double phrase_distance(const std::string& a, const std::string& b, const std::string& set,
                       const phrase::Options& options);

}  // namespace honeysift::reference
