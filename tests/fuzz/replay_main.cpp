// Runs a fuzz target over its seeds, without a fuzzer: each file of the folder, and each beginning
// of the small ones, since a parser's errors are at the ends of things.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr std::size_t kTruncatedUpTo = 4096;

// From memory of exactly that size, so that a sanitizer sees a read past the end.
void run(const std::string& text, std::size_t size) {
  const std::vector<std::uint8_t> bytes(text.begin(),
                                        text.begin() + static_cast<std::ptrdiff_t>(size));
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2 || !std::filesystem::is_directory(argv[1])) {
    std::fprintf(stderr, "usage: %s FOLDER, where FOLDER holds the seeds\n", argv[0]);
    return 2;
  }
  std::vector<std::filesystem::path> seeds;
  for (const auto& entry : std::filesystem::directory_iterator(argv[1]))
    if (entry.is_regular_file()) seeds.push_back(entry.path());
  std::ranges::sort(seeds);
  std::size_t runs = 0;
  for (const auto& seed : seeds) {
    std::ifstream in(seed, std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(in), {});
    std::printf("%s, %zu bytes\n", seed.filename().c_str(), text.size());
    std::fflush(stdout);
    run(text, text.size());
    ++runs;
    for (std::size_t size = 0; text.size() <= kTruncatedUpTo && size < text.size(); ++size, ++runs)
      run(text, size);
  }
  std::printf("%zu seeds, %zu runs\n", seeds.size(), runs);
  return seeds.empty() ? 1 : 0;
}
