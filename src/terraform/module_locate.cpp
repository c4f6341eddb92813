#include "terraform/module_locate.h"

#include <algorithm>

#include "base/text.h"
#include "json/reader.h"

namespace stopgate::terraform {

namespace {

constexpr std::string_view kManifest = ".terraform/modules/modules.json";

// Terraform writes registry sources in full: "registry.terraform.io/ns/name/provider".
bool is_same_source(std::string_view installed, std::string_view written) {
  return installed == written || installed.ends_with("/" + std::string(written));
}

// What is left of a source without how and in which version to fetch it:
// "github.com/a/b//modules/c" of "git::https://github.com/a/b.git//modules/c?ref=v1". Empty for
// what names no place.
std::string place_of_source(std::string_view source) {
  source = source.substr(0, source.find('?'));
  for (const std::string_view prefix :
       {"git::", "https://", "http://", "ssh://", "git@", "registry.terraform.io/"})
    if (source.starts_with(prefix)) source.remove_prefix(prefix.size());
  std::string place(source);
  if (place.ends_with(".git")) place.resize(place.size() - 4);
  if (const auto at = place.find(".git//"); at != std::string::npos) place.erase(at, 4);
  if (const auto colon = place.find(':'); colon != std::string::npos) place[colon] = '/';
  for (const auto part : split(place, '/'))
    if (part == ".." || part == ".") return {};
  return place.starts_with('/') ? std::string() : place;
}

}  // namespace

bool is_local_source(std::string_view source) {
  return source.starts_with("./") || source.starts_with("../") || source == "." || source == "..";
}

ModuleLocator::ModuleLocator(const source::FileSystem& files, const Folder& root,
                             const Limits& limits)
    : files_(files), root_(root) {
  read_manifest(limits);
}

void ModuleLocator::read_manifest(const Limits& limits) {
  const auto path = join_path(root_.path, kManifest);
  if (files_.kind(path) != source::FileKind::Regular) return;
  const auto shown = join_path(root_.shown, kManifest);
  const auto text = files_.read(path, limits.file_bytes);
  if (!text) {
    diagnostics.push_back({.severity = source::Severity::Warning,
                           .message = "cannot be read: " + text.error().message,
                           .path = shown});
    return;
  }
  const auto document = json::parse(*text, limits);
  if (source::has_errors(document.diagnostics)) {
    diagnostics.push_back({.severity = source::Severity::Warning,
                           .message = "is not JSON: " + document.diagnostics.front().message,
                           .help = "run terraform init again",
                           .path = shown});
    return;
  }
  for (const auto& module : document.root.value.get("Modules").items()) {
    const auto key = module.get("Key").string_if();
    const auto source = module.get("Source").string_if();
    const auto directory = module.get("Dir").string_if();
    if (key && source && directory)
      installed_[std::string(*key)] = {std::string(*source), std::string(*directory)};
  }
}

ModuleLocation ModuleLocator::local(const Folder& caller, std::string_view source) const {
  const auto path = files_.canonical(caller.path + "/" + std::string(source));
  const auto shown = join_path(caller.shown, source);
  if (!path) {
    return {.folder = std::nullopt,
            .severity = source::Severity::Error,
            .message =
                "the module's folder " + quoted(shown) + " cannot be read: " + path.error().message,
            .help = "correct the source, or check from a folder that holds it"};
  }
  if (files_.kind(*path) != source::FileKind::Directory) {
    return {.folder = std::nullopt,
            .severity = source::Severity::Error,
            .message = "the module's source " + quoted(shown) + " is not a folder",
            .help = {}};
  }
  return {.folder = Folder{*path, shown}, .message = {}, .help = {}};
}

std::optional<Folder> ModuleLocator::vendored(std::string_view source) const {
  const auto place = place_of_source(source);
  if (place.empty()) return std::nullopt;
  std::string up;
  // What lies above the repository is not there for the files we are given.
  for (auto at = root_.path; at.size() > 1;
       at.resize(std::max<std::size_t>(at.find_last_of('/'), 1)), up += "../") {
    const auto path = files_.canonical(join_path(at, "vendor/" + place));
    if (path && files_.kind(*path) == source::FileKind::Directory)
      return Folder{*path, join_path(root_.shown, up + "vendor/" + place)};
  }
  return std::nullopt;
}

ModuleLocation ModuleLocator::installed(std::string_view key, std::string_view source) const {
  const auto found = installed_.find(key);
  if (found != installed_.end() && is_same_source(found->second.source, source)) {
    const auto path = files_.canonical(root_.path + "/" + found->second.directory);
    if (path && files_.kind(*path) == source::FileKind::Directory) {
      return {.folder = Folder{*path, join_path(root_.shown, found->second.directory)},
              .message = {},
              .help = {}};
    }
  }
  if (auto copy = vendored(source)) return {.folder = std::move(copy), .message = {}, .help = {}};
  return {.folder = std::nullopt,
          .message = "the module " + quoted(source) +
                     " is not installed: its resources are not seen, its outputs are unknown",
          .help = "run terraform init before the check, or check the plan JSON"};
}

ModuleLocation ModuleLocator::locate(const Folder& caller, std::string_view key,
                                     std::string_view source) const {
  return is_local_source(source) ? local(caller, source) : installed(key, source);
}

}  // namespace stopgate::terraform
