#pragma once

// Attribute paths as people read them: root_block_device[0].encrypted, tags["a.b"].

#include <cstddef>
#include <string>
#include <string_view>

#include "value/value.h"

namespace stopgate::plan {

// Both append one step; a name that is no identifier is written in brackets and quotes.
void append_step(std::string& path, std::string_view name);
void append_step(std::string& path, std::size_t index);

// What stands at a path of names and indexes ("a.b[0].c", no quotes); null when there is nothing.
[[nodiscard]] value::Value value_at(const value::Value& root, std::string_view path);

// Of a list of names and indexes, as in replace_paths.
[[nodiscard]] std::string path_text(const value::Value& steps);

}  // namespace stopgate::plan
