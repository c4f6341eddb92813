#include "cli/post_command.h"

#include <CLI/CLI.hpp>
#include <fstream>
#include <memory>
#include <optional>
#include <ostream>

#include "base/text.h"
#include "cli/mistakes.h"
#include "forge/curl_client.h"
#include "forge/post.h"
#include "forge/recording.h"
#include "forge/retry.h"
#include "forge/system_clock.h"
#include "report/read_json.h"

namespace stopgate::cli {

namespace {

constexpr std::uint64_t kReportBytes = 256U << 20U;

struct Report {
  std::string name;
  report::ReadReport read;
};

// "out/prod-network.json" is shown as "prod-network".
std::string name_of(const std::string& path) {
  auto name = path.substr(path.find_last_of('/') + 1);
  if (name.ends_with(".json")) name.resize(name.size() - 5);
  return name;
}

Result<std::vector<Report>> read_reports(const std::vector<std::string>& files,
                                         const World& world) {
  std::vector<Report> out;
  for (const auto& path : files) {
    auto text = world.files.read(path, kReportBytes);
    if (!text) return fail(stopgate::quoted(path) + " cannot be read: " + text.error().message);
    STOPGATE_TRY(auto report, report::read_json_report(*text, path));
    out.push_back({name_of(path), std::move(report)});
  }
  return out;
}

forge::Environment environment_of(const World& world) {
  return {world.environment.begin(), world.environment.end()};
}

std::string value_of(const World& world, std::string_view name) {
  for (const auto& [key, value] : world.environment)
    if (key == name) return value;
  return {};
}

forge::PostOptions post_options(const PostArguments& arguments, const forge::Target& target) {
  forge::PostOptions out;
  out.key = arguments.key;
  out.order = target.order;
  out.version = kVersion;
  out.run_url = target.run_url;
  out.source_url = arguments.source_url;
  out.max_inline = arguments.max_inline;
  out.inline_comments = arguments.lines == "none"      ? forge::Inline::None
                        : arguments.lines == "context" ? forge::Inline::Context
                                                       : forge::Inline::Added;
  out.on_empty = arguments.on_empty == "delete" ? forge::OnEmpty::Delete
                 : arguments.on_empty == "keep" ? forge::OnEmpty::Keep
                                                : forge::OnEmpty::Update;
  out.with_status = !arguments.without_status;
  return out;
}

// The next rungs down: the page of the job, and the log. Nothing that was found is lost.
void degrade(const std::vector<forge::Part>& parts, const forge::PostOptions& options,
             const World& world) {
  const auto page = value_of(world, "GITHUB_STEP_SUMMARY");
  if (!page.empty()) {
    std::ofstream file(page, std::ios::binary | std::ios::app);
    file << forge::summary_body(parts, options, 1'000'000) << std::flush;
    if (file) {
      world.out << "the report is on the page of this job instead\n";
      return;
    }
  }
  world.out << "the report:\n\n" << forge::summary_body(parts, options, 1'000'000);
}

int post_reports(const PostArguments& arguments, const std::vector<Report>& reports,
                 const forge::Target& target, const World& world) {
  std::vector<forge::Part> parts;
  for (const auto& report : reports)
    parts.push_back({report.name, &report.read.review, report.read.sources.get()});
  const auto options = post_options(arguments, target);

  const auto curl = forge::make_curl_client({.timeout_seconds = arguments.timeout_seconds,
                                             .ca_file = arguments.ca_file,
                                             .user_agent = "stopgate/" + std::string(kVersion)});
  forge::SystemClock clock;
  forge::RetryingClient retrying(
      *curl, clock, {.retries = arguments.retries, .max_wait_seconds = arguments.max_wait_seconds});
  std::optional<forge::RecordingClient> recording;
  if (arguments.is_dry_run) recording.emplace(retrying, world.out);
  forge::HttpClient& client = recording ? static_cast<forge::HttpClient&>(*recording) : retrying;
  const auto poster = forge::make_poster(target, client);
  const auto outcome = forge::post(*poster, parts, options);
  for (const auto& line : outcome.done) world.out << "stopgate: " << line << '\n';
  if (!outcome.url.empty()) world.out << printable(outcome.url) << '\n';
  for (const auto& problem : outcome.problems) world.err << "stopgate: " << problem << '\n';
  if (!outcome.is_posted) degrade(parts, options, world);
  return arguments.is_strict && !outcome.problems.empty() ? 3 : 0;
}

}  // namespace

void add_post_options(CLI::App& command, PostArguments& to) {
  command.add_option("REPORT", to.files, "reports written with --format json=FILE")->required();
  command
      .add_option("--to", to.wish.to,
                  "auto, github, gitea, gitlab, bitbucket, bitbucket-dc or azure")
      ->capture_default_str();
  command.add_option("--api-url", to.wish.api_url, "address of the forge's API");
  command.add_option("--repo", to.wish.repository, "OWNER/NAME, or a GitLab project's id or path");
  command.add_option("--pr", to.wish.number, "number of the pull request");
  command.add_option("--head", to.wish.head, "commit that was reviewed");
  command.add_option("--token-env", to.wish.token_variable,
                     "variable of the environment that holds the token");
  command.add_option("--key", to.key, "which comment, where several jobs post on one pull request")
      ->capture_default_str();
  command.add_option("--inline", to.lines, "comment on added lines, on context lines too, or none")
      ->check(CLI::IsMember({"added", "context", "none"}))
      ->capture_default_str();
  command.add_option("--max-inline", to.max_inline, "at most so many comments on lines")
      ->capture_default_str();
  command.add_option("--on-empty", to.on_empty, "what to do with the comment when all is well")
      ->check(CLI::IsMember({"update", "delete", "keep"}))
      ->capture_default_str();
  command.add_option("--source-url", to.source_url,
                     "address of a line, with {path} and {line} in it");
  command.add_option("--expect-head", to.expected_head,
                     "post nothing when the pull request is at another commit");
  command.add_flag("--no-status", to.without_status, "set no commit status");
  command.add_flag("--dry-run", to.is_dry_run, "print the requests that would change something");
  command.add_flag("--strict-post", to.is_strict, "status 3 when something could not be posted");
  command.add_flag("--explain", to.with_explanation, "print what was found out, and from where");
  command.add_option("--timeout", to.timeout_seconds, "seconds for one request")
      ->capture_default_str();
  command.add_option("--retries", to.retries, "tries after the first")->capture_default_str();
  command.add_option("--max-wait", to.max_wait_seconds, "seconds of waiting over the whole run")
      ->capture_default_str();
  command.add_option("--ca-file", to.ca_file, "certificates to trust instead of the system's");
}

int run_post_command(const PostArguments& arguments, const World& world) {
  auto reports = read_reports(arguments.files, world);
  if (!reports) return wrong_use(world, reports.error().message);
  const auto read_file = [&](const std::string& path) -> std::optional<std::string> {
    auto text = world.files.read(path, 32U << 20U);
    return text ? std::optional(std::move(*text)) : std::nullopt;
  };
  auto target = forge::detect(arguments.wish, environment_of(world), read_file);
  if (!target) return wrong_use(world, target.error().message);
  if (arguments.with_explanation)
    for (const auto& line : target->explanation) world.out << line << '\n';
  if (!arguments.expected_head.empty() && !target->head.empty() &&
      target->head != arguments.expected_head) {
    world.err << "stopgate: the pull request is at " << printable(target->head) << ", not at "
              << printable(arguments.expected_head) << "; nothing was posted\n";
    return arguments.is_strict ? 3 : 0;
  }
  if (target->is_fork && target->token.empty())
    world.err << "stopgate: the change comes from a fork and there is no token; post from a job "
                 "that is trusted (workflow_run; see README)\n";
  return post_reports(arguments, *reports, *target, world);
}

}  // namespace stopgate::cli
