#include "workflow/pushed_images.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace stopgate::workflow {

namespace {

constexpr std::array<std::string_view, 4> kPrograms = {"docker", "podman", "buildah", "nerdctl"};

bool has_word(const Command& command, std::string_view word) {
  return std::ranges::find(command.words, word) != command.words.end();
}

// docker buildx build --push -t web:1 --tag=web:2 .
void add_tags(const Command& command, std::vector<PushedImage>& out) {
  for (std::size_t i = 0; i < command.words.size(); ++i) {
    const std::string_view word = command.words[i];
    if ((word == "-t" || word == "--tag") && i + 1 < command.words.size())
      out.push_back({command.words[i + 1], command.place});
    if (word.starts_with("--tag=")) out.push_back({std::string(word.substr(6)), command.place});
  }
}

void add_of_command(const Command& command, std::vector<PushedImage>& out) {
  if (command.words.size() < 3) return;
  if (std::ranges::find(kPrograms, command.words[0]) == kPrograms.end()) return;
  const bool is_build = has_word(command, "build");
  if (is_build && has_word(command, "--push")) {
    add_tags(command, out);
  } else if (!is_build && has_word(command, "push")) {
    const auto& last = command.words.back();
    if (!last.starts_with('-') && last != "push") out.push_back({last, command.place});
  }
}

}  // namespace

std::vector<PushedImage> pushed_images(const Step& step) {
  std::vector<PushedImage> out;
  for (const auto& command : step.commands) add_of_command(command, out);
  if (!step.uses.starts_with("docker/build-push-action")) return out;
  const auto with = value::step(step.node, intern("with"));
  const auto push = with.value.get("push");
  if (push.bool_if() != true && push.string_if() != "true") return out;
  const auto tags = value::step(with, intern("tags"));
  for (const auto line : split(tags.value.string_if().value_or(""), '\n'))
    for (const auto tag : split(line, ','))
      if (!trim(tag).empty()) out.push_back({std::string(trim(tag)), tags.place});
  return out;
}

}  // namespace stopgate::workflow
