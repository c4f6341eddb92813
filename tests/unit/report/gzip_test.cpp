#include "report/gzip.h"

#include <zlib.h>

#include <catch2/catch.hpp>
#include <string>

#include "report/html.h"
#include "sample.h"

namespace stopgate::report {

namespace {

std::string gunzip(std::string packed, std::size_t size) {
  std::string out(size + 1, '\0');
  z_stream stream{};
  stream.next_in = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
  CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
  inflateEnd(&stream);
  out.resize(stream.total_out);
  return out;
}

}  // namespace

TEST_CASE("what is packed comes back") {
  std::string noise;
  for (unsigned state = 1; noise.size() < 200'000; state = state * 1664525U + 1013904223U)
    noise += static_cast<char>(state >> 24U);
  for (const auto& bytes :
       {std::string(), std::string("a"), std::string(65'536, 'b'), std::string(65'537, 'c'), noise})
    CHECK(gunzip(gzip(bytes), bytes.size()) == bytes);
}

TEST_CASE("a long page carries its data packed, a short one as it is") {
  source::SourceMap sources;
  auto review = test::sample(sources);
  CHECK(html_report(review, sources, {}).find("type=\"application/json\"") != std::string::npos);
  const auto finding = review.findings.front();
  for (int i = 0; i < 2'000; ++i) {
    review.findings.push_back(finding);
    review.findings.back().message = "finding " + std::to_string(i) + std::string(200, 'x');
  }
  const auto page = html_report(review, sources, {});
  CHECK(page.find("type=\"application/gzip\"") != std::string::npos);
  CHECK(page.size() < std::size_t{400} << 10U);
}

}  // namespace stopgate::report
