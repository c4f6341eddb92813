#pragma once

// One reader a format, and what they share. Each fills a Workflow whose format and file are set.

#include <string_view>

#include "base/limits.h"
#include "workflow/workflow.h"

namespace stopgate::workflow {

void read_github(const source::SourceMap& sources, const Limits& limits, Workflow& out);
void read_action(const source::SourceMap& sources, const Limits& limits, Workflow& out);
void read_gitlab(const source::SourceMap& sources, const Limits& limits, Workflow& out);
void read_jenkins(const source::SourceMap& sources, const Limits& limits, Workflow& out);

// A list of strings, or one string.
[[nodiscard]] std::vector<value::Node> texts_of(const value::Node& node);
[[nodiscard]] value::Node child(const value::Node& node, std::string_view key);
[[nodiscard]] std::string_view text_of(const value::Node& node);
// The texts of a mapping of names to texts; GitLab also writes {value: text}.
[[nodiscard]] std::vector<Variable> variables_of(const value::Node& node);
// Adds the commands of a script, and says so when there are too many.
void add_script(const PlacedText& script, Step& step, Workflow& out);
// What a step is called that has no name: the start of its first command.
[[nodiscard]] std::string name_of_commands(const Step& step);

}  // namespace stopgate::workflow
