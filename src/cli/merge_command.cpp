#include "cli/merge_command.h"

#include <CLI/CLI.hpp>
#include <fstream>
#include <ostream>

#include "base/text.h"
#include "cli/judge.h"
#include "plan/redaction.h"
#include "report/merge_json.h"

namespace stopgate::cli {

namespace {

constexpr std::uint64_t kReportBytes = 256U << 20U;

// The report as it was put together: made from the Review, it would lack what only it knows.
Result<void> write_json(const Format& format, const std::string& json, const World& world) {
  if (format.file.empty()) {
    world.out << json << std::flush;
    return {};
  }
  std::ofstream file(format.file, std::ios::binary | std::ios::trunc);
  file << json << std::flush;
  if (!file) return fail("cannot write " + stopgate::quoted(format.file));
  return {};
}

report::Options report_options(const MergeArguments& arguments, const World& world) {
  report::Options out;
  out.version = kVersion;
  const bool is_colored =
      arguments.color == "always" || (arguments.color == "auto" && world.out_is_terminal);
  out.colors = is_colored ? report::Colors::Always : report::Colors::Never;
  out.width = world.out_is_terminal ? world.width : 0;
  return out;
}

}  // namespace

void add_merge_options(CLI::App& command, MergeArguments& to) {
  command
      .add_option("REPORT", to.files,
                  "reports written with --format json=FILE: all shards of a run, or others")
      ->required();
  command
      .add_option("--format", to.formats,
                  "as for check; json when none is given; F=FILE writes to a file; repeatable")
      ->type_name("F[=FILE]")
      ->allow_extra_args(false);
  command.add_option("--color", to.color, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str();
}

int run_merge_command(const MergeArguments& arguments, const World& world) {
  const auto formats = parse_formats(arguments.formats.empty() ? std::vector<std::string>{"json"}
                                                               : arguments.formats);
  if (!formats) return wrong_use(world, formats.error().message);
  std::vector<report::NamedReport> reports;
  for (const auto& path : arguments.files) {
    auto text = world.files.read(path, kReportBytes);
    if (!text)
      return wrong_use(world, stopgate::quoted(path) + " cannot be read: " + text.error().message);
    reports.push_back({path, std::move(*text)});
  }
  const auto merged = report::merge_json_reports(reports);
  if (!merged) return wrong_use(world, merged.error().message);
  // What must not be shown was taken out when the reports were written.
  const plan::Redactor redactor;
  for (const auto& format : *formats) {
    const auto written = format.name == "json"
                             ? write_json(format, merged->json, world)
                             : write_report(format, merged->read.review, *merged->read.sources,
                                            redactor, report_options(arguments, world), world);
    if (!written) return wrong_use(world, written.error().message);
  }
  return review::exit_status(merged->read.review);
}

}  // namespace stopgate::cli
