#include "kubernetes/data.h"

#include <cassert>

namespace stopgate::kubernetes::data {

Table::Table(std::string path, std::string_view text) {
  const auto file = sources_.add(std::move(path), std::string(text));
  stream_ = yaml::read(sources_, file, {}, {.dialect = yaml::Dialect::Ordinary});
  assert(stream_.documents.size() == 1 && stream_.diagnostics.empty());
}

}  // namespace stopgate::kubernetes::data
