#pragma once

// Files of which only the name and some places are known: a JSON report holds no source text. Every
// line of a stand-in has the same length, so an offset is a line and a column.

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "source/source_file.h"

namespace stopgate::report {

inline constexpr std::size_t kPathBytes = 4'096;

class StandIns {
 public:
  explicit StandIns(source::SourceMap& sources) : sources_(sources) {}

  // Call for every location first, then make() once, then place().
  void see(const nlohmann::json& location);
  void make();
  [[nodiscard]] source::Place place(const nlohmann::json& location) const;

 private:
  source::SourceMap& sources_;
  std::map<std::string, std::uint32_t> lines_;
  std::map<std::string, source::FileId> files_;
};

}  // namespace stopgate::report
