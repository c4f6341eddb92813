#pragma once

// stopgate post REPORT…: what was found, in the pull request.

#include <cstdint>
#include <string>
#include <vector>

#include "cli/app.h"
#include "forge/target.h"

namespace CLI {
class App;
}

namespace stopgate::cli {

struct PostArguments {
  std::vector<std::string> files;  // JSON reports
  forge::Wish wish{.to = "auto"};
  std::string key = "default";
  std::string lines = "added";
  std::string on_empty = "update";
  std::string expected_head;
  std::string source_url;
  std::string ca_file;
  std::size_t max_inline = 25;
  int timeout_seconds = 20;
  int retries = 4;
  std::int64_t max_wait_seconds = 120;
  bool without_status = false;
  bool is_dry_run = false;
  bool is_strict = false;
  bool with_explanation = false;
};

void add_post_options(CLI::App& command, PostArguments& to);

// 0 also when nothing could be posted, unless that is what was asked for: a gate has answered
// before. 2 wrong use, 3 not posted and --strict-post.
[[nodiscard]] int run_post_command(const PostArguments& arguments, const World& world);

}  // namespace stopgate::cli
