#pragma once

// The in-memory FileSystem, under the name that tests use.

#include "source/memory_file_system.h"

namespace stopgate::test {

using source::MemoryFileSystem;

}  // namespace stopgate::test
