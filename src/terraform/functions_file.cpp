// Functions over paths and files. Files are read through the FileSystem of the options only, which
// keeps them inside the repository; what lies outside is unknown to us.

#include "terraform/functions_file.h"

#include <algorithm>
#include <filesystem>

#include "base/base64.h"
#include "base/glob.h"
#include "base/text.h"
#include "terraform/evaluator.h"
#include "terraform/functions.h"
#include "terraform/text_codec.h"

namespace stopgate::terraform {

namespace {

std::string in_folder(const std::string& folder, std::string_view path) {
  return (std::filesystem::path(folder) / std::filesystem::path(path)).lexically_normal().string();
}

// Why a path is not for us to look at, whether or not something is there; nothing when it is.
std::optional<std::string> out_of_sight(const Invocation& call, const std::string& path) {
  const auto& options = call.evaluator.options();
  if (options.files == nullptr) return "files are not read here";
  if (path.starts_with('~')) return "the file lies in a home directory";
  const auto full = path_of_file(call, path);
  const auto& root = options.repository;
  const bool is_inside = root.empty() || root == "/" || full == root || full == root + "/" ||
                         full.starts_with(root + "/");
  if (!is_inside) return std::string(kOutsideRepository);
  // By way of a symbolic link.
  const auto real = options.files->canonical(full);
  if (!real && real.error().message.starts_with("lies outside"))
    return std::string(kOutsideRepository);
  return std::nullopt;
}

CtyValue not_seen(const std::string& reason, const std::string& path, const Type& type) {
  return CtyValue::unknown(type, {.reason = reason, .subject = printable(path), .not_null = true});
}

}  // namespace

std::string path_of_file(const Invocation& call, std::string_view path) {
  return in_folder(call.evaluator.options().folder, path);
}

std::string shown_path_of_file(const Invocation& call, std::string_view path) {
  const auto& options = call.evaluator.options();
  return in_folder(options.shown_folder.empty() ? options.folder : options.shown_folder, path);
}

FileText read_file_text(const Invocation& call, std::size_t argument) {
  const auto& options = call.evaluator.options();
  const auto& path = call.text(argument);
  if (const auto reason = out_of_sight(call, path))
    return {.text = {}, .outcome = not_seen(*reason, path, Type::string())};
  auto text = options.files->read(
      path_of_file(call, path),
      std::min<std::uint64_t>(options.limits.file_bytes, options.max_string_bytes));
  if (text) return {.text = std::move(*text), .outcome = {}};
  return {.text = {},
          .outcome = Outcome::wrong_argument(
              argument,
              "the file " + stopgate::quoted(path) + " cannot be read: " + text.error().message,
              "relative paths start at the root module: write ${path.module}/ before the name for "
              "a file of this module; the file must be in the repository")};
}

namespace {

Outcome file(const Invocation& call) {
  auto file = read_file_text(call, 0);
  if (file.outcome) return *file.outcome;
  if (find_invalid_utf8(file.text))
    return Outcome::wrong_argument(
        0, "the file " + stopgate::quoted(call.text(0)) + " is not UTF-8 text",
        "use filebase64() for binary files");
  return CtyValue::string(std::move(file.text));
}

template <typename Encode>
Outcome encoded(const Invocation& call, Encode&& encode) {
  const auto file = read_file_text(call, 0);
  if (file.outcome) return *file.outcome;
  return CtyValue::string(encode(file.text));
}

template <Digest kind>
Outcome file_digest(const Invocation& call) {
  return encoded(call, [](const std::string& text) { return hexadecimal(digest(kind, text)); });
}

template <Digest kind>
Outcome file_base64_digest(const Invocation& call) {
  return encoded(call, [](const std::string& text) { return base64_encode(digest(kind, text)); });
}

Outcome file_exists(const Invocation& call) {
  const auto& path = call.text(0);
  if (const auto reason = out_of_sight(call, path)) return not_seen(*reason, path, Type::boolean());
  const auto kind = call.evaluator.options().files->kind(path_of_file(call, path));
  if (kind == source::FileKind::Regular || kind == source::FileKind::Missing)
    return CtyValue::boolean(kind == source::FileKind::Regular);
  return Outcome::wrong_argument(0, stopgate::quoted(path) + " is not a regular file",
                                 "fileexists() is for files: fileset() lists those of a directory");
}

// Walks a folder for the files that match; links to folders are not followed.
class FileSet {
 public:
  FileSet(const source::FileSystem& files, std::string_view pattern, const Limits& limits)
      : files_(files), pattern_(pattern), limits_(limits) {
    // Without ** a match lies as deep as the pattern has levels.
    const bool is_recursive = pattern.find("**") != std::string_view::npos;
    levels_ = is_recursive ? limits.depth
                           : static_cast<std::size_t>(std::ranges::count(pattern, '/')) + 1;
  }

  // False when a limit is hit.
  bool walk(const std::string& folder, const std::string& prefix, std::size_t level) {
    const auto entries = files_.list(folder);
    if (!entries || level >= levels_) return true;
    for (const auto& entry : *entries) {
      if (++seen_ > limits_.files) return false;
      const auto name = prefix + entry.name;
      if (entry.kind == source::FileKind::Regular && glob_match(pattern_, name, '/'))
        found.push_back(CtyValue::string(name));
      if (entry.kind == source::FileKind::Directory && !entry.is_link &&
          !walk(folder + "/" + entry.name, name + "/", level + 1))
        return false;
    }
    return true;
  }

  std::vector<CtyValue> found;

 private:
  const source::FileSystem& files_;
  std::string_view pattern_;
  const Limits& limits_;
  std::size_t levels_ = 0;
  std::size_t seen_ = 0;
};

Outcome file_set(const Invocation& call) {
  const auto& options = call.evaluator.options();
  if (const auto reason = out_of_sight(call, call.text(0)))
    return not_seen(*reason, call.text(0), Type::set(Type::string()));
  std::string_view pattern = call.text(1);
  if (pattern.starts_with("./")) pattern.remove_prefix(2);
  FileSet set(*options.files, pattern, options.limits);
  if (!set.walk(path_of_file(call, call.text(0)), "", 0))
    return Outcome::wrong("more than " + std::to_string(options.limits.files) + " files lie in " +
                              stopgate::quoted(call.text(0)),
                          "name a smaller folder");
  return CtyValue::set(Type::string(), std::move(set.found));
}

Outcome abs_path(const Invocation& call) {
  if (call.evaluator.options().folder.starts_with('/')) {
    auto path = path_of_file(call, call.text(0));
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    return CtyValue::string(std::move(path));
  }
  return CtyValue::unknown(Type::string(), {.reason = "the working directory is not known",
                                            .subject = "abspath",
                                            .not_null = true,
                                            .prefix = "/"});
}

Outcome path_expand(const Invocation& call) {
  if (!call.text(0).starts_with('~')) return call[0];
  return CtyValue::unknown(Type::string(),
                           {.reason = "the home directory of whoever applies this is not known",
                            .subject = "pathexpand",
                            .not_null = true,
                            .prefix = "/"});
}

Outcome base_name(const Invocation& call) {
  auto path = call.text(0);
  if (path.empty()) return CtyValue::string(".");
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  const auto slash = path.rfind('/');
  return CtyValue::string(path.size() > 1 && slash != std::string::npos ? path.substr(slash + 1)
                                                                        : path);
}

Outcome dir_name(const Invocation& call) {
  const auto& path = call.text(0);
  const auto slash = path.rfind('/');
  if (slash == std::string::npos) return CtyValue::string(".");
  auto folder = std::filesystem::path(path.substr(0, slash + 1)).lexically_normal().string();
  while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
  return CtyValue::string(std::move(folder));
}

}  // namespace

std::vector<Function> file_functions() {
  const auto string = Type::string();
  const Parameter path{"path", string};
  return {
      {"abspath", {path}, {}, string, abs_path},
      {"basename", {path}, {}, string, base_name},
      {"dirname", {path}, {}, string, dir_name},
      {"file", {path}, {}, string, file},
      {"filebase64",
       {path},
       {},
       string,
       [](const Invocation& c) { return encoded(c, base64_encode); }},
      {"filebase64sha256", {path}, {}, string, file_base64_digest<Digest::Sha256>},
      {"filebase64sha512", {path}, {}, string, file_base64_digest<Digest::Sha512>},
      {"fileexists", {path}, {}, Type::boolean(), file_exists},
      {"filemd5", {path}, {}, string, file_digest<Digest::Md5>},
      {"fileset", {path, {"pattern", string}}, {}, Type::set(string), file_set},
      {"filesha1", {path}, {}, string, file_digest<Digest::Sha1>},
      {"filesha256", {path}, {}, string, file_digest<Digest::Sha256>},
      {"filesha512", {path}, {}, string, file_digest<Digest::Sha512>},
      {"pathexpand", {path}, {}, string, path_expand},
  };
}

}  // namespace stopgate::terraform
