// Functions over paths and files. Files are read through the FileSystem of the options only, which
// keeps them inside the repository; what lies outside is unknown to us.

#include "terraform/functions_file.h"

#include <algorithm>
#include <filesystem>

#include "base/glob.h"
#include "base/text.h"
#include "terraform/evaluator.h"
#include "terraform/functions.h"
#include "terraform/text_codec.h"

namespace stopgate::terraform {

std::string path_of_file(const Invocation& call, std::string_view path) {
  const auto& folder = call.evaluator.options().folder;
  return (std::filesystem::path(folder) / std::filesystem::path(path)).lexically_normal().string();
}

FileText read_file_text(const Invocation& call, std::size_t argument) {
  const auto& options = call.evaluator.options();
  const auto& path = call.text(argument);
  const auto out_of_sight = [&](const std::string& reason) {
    return FileText{.text = {}, .outcome = CtyValue::unknown(Type::string(), {.reason = reason, .subject = printable(path), .not_null = true})};
  };
  if (options.files == nullptr) return out_of_sight("files are not read here");
  if (path.starts_with('~')) return out_of_sight("the file lies in a home directory");
  auto text = options.files->read(path_of_file(call, path), std::min<std::uint64_t>(options.limits.file_bytes, options.max_string_bytes));
  if (text) return {.text = std::move(*text), .outcome = {}};
  if (text.error().message.starts_with("lies outside")) return out_of_sight("the file lies outside of the repository");
  return {.text = {}, .outcome = Outcome::wrong_argument(argument, "the file " + stopgate::quoted(path) + " cannot be read: " + text.error().message, "paths start at the root module: use ${path.module}/… for a file beside this one; it must be in the repository")};
}

namespace {

Outcome file(const Invocation& call) {
  auto file = read_file_text(call, 0);
  if (file.outcome) return *file.outcome;
  if (find_invalid_utf8(file.text)) return Outcome::wrong_argument(0, "the file " + stopgate::quoted(call.text(0)) + " is not UTF-8 text", "use filebase64() for binary files");
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
  return encoded(call, [](const std::string& text) { return base64(digest(kind, text)); });
}

Outcome file_exists(const Invocation& call) {
  const auto& files = call.evaluator.options().files;
  const auto& path = call.text(0);
  const auto unknown = [&](const std::string& reason) { return CtyValue::unknown(Type::boolean(), {.reason = reason, .subject = printable(path), .not_null = true}); };
  if (files == nullptr) return unknown("files are not read here");
  if (path.starts_with('~')) return unknown("the file lies in a home directory");
  switch (files->kind(path_of_file(call, path))) {
    case source::FileKind::Regular: return CtyValue::boolean(true);
    case source::FileKind::Missing: {
      const auto real = files->canonical(path_of_file(call, path));
      if (!real && real.error().message.starts_with("lies outside")) return unknown("the file lies outside of the repository");
      return CtyValue::boolean(false);
    }
    case source::FileKind::Directory:
    case source::FileKind::Other: break;
  }
  return Outcome::wrong_argument(0, stopgate::quoted(path) + " is not a regular file", "fileexists() is for files: fileset() lists those of a directory");
}

// Walks a folder for the files that match; links to folders are not followed.
class FileSet {
 public:
  FileSet(const source::FileSystem& files, std::string_view pattern, const Limits& limits) : files_(files), pattern_(pattern), limits_(limits) {
    // Without ** a match lies as deep as the pattern has levels.
    const bool is_recursive = pattern.find("**") != std::string_view::npos;
    levels_ = is_recursive ? limits.depth : static_cast<std::size_t>(std::ranges::count(pattern, '/')) + 1;
  }

  // False when a limit is hit.
  bool walk(const std::string& folder, const std::string& prefix, std::size_t level) {
    const auto entries = files_.list(folder);
    if (!entries || level >= levels_) return true;
    for (const auto& entry : *entries) {
      if (++seen_ > limits_.files) return false;
      const auto name = prefix + entry.name;
      if (entry.kind == source::FileKind::Regular && glob_match(pattern_, name, '/')) found.push_back(CtyValue::string(name));
      if (entry.kind == source::FileKind::Directory && !entry.is_link && !walk(folder + "/" + entry.name, name + "/", level + 1)) return false;
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
  const auto type = Type::set(Type::string());
  const auto unknown = [&](const std::string& reason) { return CtyValue::unknown(type, {.reason = reason, .subject = printable(call.text(0)), .not_null = true}); };
  if (options.files == nullptr) return unknown("files are not read here");
  const auto folder = path_of_file(call, call.text(0));
  const auto real = options.files->canonical(folder);
  if (!real && real.error().message.starts_with("lies outside")) return unknown("the folder lies outside of the repository");
  std::string_view pattern = call.text(1);
  if (pattern.starts_with("./")) pattern.remove_prefix(2);
  FileSet set(*options.files, pattern, options.limits);
  if (!set.walk(folder, "", 0)) return Outcome::wrong("more than " + std::to_string(options.limits.files) + " files lie in " + stopgate::quoted(call.text(0)), "name a smaller folder");
  return CtyValue::set(Type::string(), std::move(set.found));
}

Outcome abs_path(const Invocation& call) {
  if (call.evaluator.options().folder.starts_with('/')) {
    auto path = path_of_file(call, call.text(0));
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    return CtyValue::string(std::move(path));
  }
  return CtyValue::unknown(Type::string(), {.reason = "the working directory is not known", .subject = "abspath", .not_null = true, .prefix = "/"});
}

Outcome path_expand(const Invocation& call) {
  if (!call.text(0).starts_with('~')) return call[0];
  return CtyValue::unknown(Type::string(), {.reason = "the home directory of whoever applies this is not known", .subject = "pathexpand", .not_null = true, .prefix = "/"});
}

Outcome base_name(const Invocation& call) {
  auto path = call.text(0);
  if (path.empty()) return CtyValue::string(".");
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  const auto slash = path.rfind('/');
  return CtyValue::string(path.size() > 1 && slash != std::string::npos ? path.substr(slash + 1) : path);
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
      {"filebase64", {path}, {}, string, [](const Invocation& c) { return encoded(c, base64); }},
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
