// Build tool: compresses a table and writes it as the string_view NAMESPACE::NAME, for unpack().
//
//   stopgate_pack INPUT OUTPUT.cpp NAMESPACE NAME

#include <lzma.h>

#include <cstdint>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

namespace {

// The bytes of a string literal: what is not printable in octal, three digits.
std::string literal(const std::vector<std::uint8_t>& bytes) {
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i % 64 == 0) out += "\"\n    \"";
    out += '\\';
    for (const auto shift : {6U, 3U, 0U})
      out += static_cast<char>('0' + ((bytes[i] >> shift) & 7U));
  }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "usage: stopgate_pack INPUT OUTPUT.cpp NAMESPACE NAME\n";
    return 2;
  }
  std::ifstream in(argv[1], std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  if (text.empty()) {
    std::cerr << argv[1] << ": cannot be read\n";
    return 1;
  }
  std::vector<std::uint8_t> packed;
  for (std::size_t i = 0, size = text.size(); i < 4; ++i, size >>= 8U)
    packed.push_back(static_cast<std::uint8_t>(size));
  std::size_t used = packed.size();
  packed.resize(used + lzma_stream_buffer_bound(text.size()));
  if (lzma_easy_buffer_encode(9 | LZMA_PRESET_EXTREME, LZMA_CHECK_CRC32, nullptr,
                              reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
                              packed.data(), &used, packed.size()) != LZMA_OK) {
    std::cerr << argv[1] << ": cannot be compressed\n";
    return 1;
  }
  packed.resize(used);
  std::ofstream(argv[2]) << "// " << argv[1] << ", compressed by stopgate_pack.\n\n"
                         << "#include <string_view>\n\n#ifdef __clang__\n"
                         << "#pragma clang diagnostic ignored \"-Woverlength-strings\"\n#endif\n\n"
                         << "namespace " << argv[3] << " {\n\nextern const std::string_view "
                         << argv[4] << ";\nconstinit const std::string_view " << argv[4]
                         << "{\n    \"" << literal(packed) << "\", " << packed.size()
                         << "};\n\n}  // namespace " << argv[3] << "\n";
  return 0;
}
