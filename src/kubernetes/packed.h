#pragma once

// Large tables are compressed when they are built into the binary (pack_main.cpp), and unpacked
// when first asked for.

#include <string>
#include <string_view>

namespace stopgate::kubernetes {

// Packed bytes are ours: ones that do not unpack are our mistake.
[[nodiscard]] std::string unpack(std::string_view packed);

}  // namespace stopgate::kubernetes
