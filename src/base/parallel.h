#pragma once

// Runs independent pieces of work on several threads and returns when all are done.

#include <cstddef>
#include <functional>

namespace stopgate {

// Number of threads to use for `jobs` asked (0: one a core).
[[nodiscard]] std::size_t thread_count(std::size_t jobs);

// Calls work(i) once for each i below `count`, on up to `jobs` threads (0: one a core). Order is
// not defined: write results by index and merge them in order afterwards. `work` must not throw.
void parallel_for(std::size_t count, std::size_t jobs,
                  const std::function<void(std::size_t)>& work);

}  // namespace stopgate
