#include "git/tree_files.h"

#include <algorithm>
#include <deque>

#include "base/text.h"

namespace stopgate::git {

namespace {

using source::FileKind;

constexpr std::string_view kMissing = "no such file or directory";
constexpr std::string_view kPointer = "version https://git-lfs.github.com/spec/";

void push_front(std::deque<std::string>& waiting, std::string_view path) {
  const auto parts = split(path, '/');
  for (auto part = parts.rbegin(); part != parts.rend(); ++part)
    if (!part->empty() && *part != ".") waiting.emplace_front(*part);
}

}  // namespace

TreeFiles::TreeFiles(const Repository& repository, const Listing& listing, std::string here)
    : repository_(repository), top_(repository.top()), here_(std::move(here)) {
  nodes_[""];
  for (const auto& entry : listing.entries) add(entry);
  // The repository ends here, as it does in a worktree.
  nodes_[".git"];
}

void TreeFiles::add(const Entry& entry) {
  auto& node = nodes_[entry.path];
  node.entry = &entry;
  node.is_link = entry.kind == EntryKind::Link;
  // What a submodule holds is in another repository.
  node.kind = entry.kind == EntryKind::Submodule ? FileKind::Directory : FileKind::Regular;
  for (std::string_view path = entry.path; !path.empty();) {
    const auto slash = path.rfind('/');
    const auto parent =
        slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
    const auto name = slash == std::string_view::npos ? path : path.substr(slash + 1);
    auto& names = nodes_[std::string(parent)].names;
    if (!names.empty() && names.back() == name) break;
    names.push_back(name);
    path = parent;
  }
}

const TreeFiles::Node* TreeFiles::find(std::string_view inside) const {
  const auto found = nodes_.find(std::string(inside));
  return found == nodes_.end() ? nullptr : &found->second;
}

Result<std::string> TreeFiles::resolve(std::string_view path) const {
  constexpr std::size_t kLinks = 40;
  constexpr std::size_t kComponents = 4'096;
  const auto full = path.starts_with('/') ? std::string(path) : here_ + "/" + std::string(path);
  // `..` above the top is the way out of the repository and, maybe, back in.
  std::deque<std::string> waiting;
  push_front(waiting, full);
  std::vector<std::string> at;  // from the root of the disk
  std::size_t links = 0;
  for (std::size_t steps = 0; !waiting.empty(); ++steps) {
    if (steps > kComponents) return fail("too many components");
    auto name = std::move(waiting.front());
    waiting.pop_front();
    if (name == "..") {
      if (!at.empty()) at.pop_back();
      continue;
    }
    at.push_back(std::move(name));
    const auto absolute = "/" + join(at, "/");
    if (!absolute.starts_with(top_ + "/")) continue;
    const auto* node = find(std::string_view(absolute).substr(top_.size() + 1));
    if (node == nullptr || !node->is_link) continue;
    if (++links > kLinks) return fail("too many symbolic links");
    constexpr std::uint64_t kTargetBytes = 4'096;
    STOPGATE_TRY(const auto target, repository_.read(node->entry->id, kTargetBytes));
    at.pop_back();
    if (target.starts_with('/')) at.clear();
    push_front(waiting, target);
  }
  const auto absolute = "/" + join(at, "/");
  if (absolute == top_) return std::string();
  if (!absolute.starts_with(top_ + "/")) return fail("lies outside of the repository");
  return absolute.substr(top_.size() + 1);
}

FileKind TreeFiles::kind(std::string_view path) const {
  const auto inside = resolve(path);
  const auto* node = inside ? find(*inside) : nullptr;
  return node == nullptr ? FileKind::Missing : node->kind;
}

Result<std::string> TreeFiles::read(std::string_view path, std::uint64_t limit) const {
  STOPGATE_TRY(const auto inside, resolve(path));
  const auto* node = find(inside);
  if (node == nullptr) return fail(std::string(kMissing));
  if (node->kind == FileKind::Directory) return fail("is a directory");
  STOPGATE_TRY(auto text, repository_.read(node->entry->id, limit));
  if (text.starts_with(kPointer))
    return fail(
        "is a Git LFS pointer: its content is not in this repository; 'git lfs pull' and "
        "review the worktree");
  return text;
}

Result<std::vector<source::DirectoryEntry>> TreeFiles::list(std::string_view path) const {
  STOPGATE_TRY(const auto inside, resolve(path));
  const auto* node = find(inside);
  if (node == nullptr) return fail(std::string(kMissing));
  if (node->kind != FileKind::Directory) return fail("is not a directory");
  std::vector<source::DirectoryEntry> out;
  for (const auto name : node->names) {
    const auto full = inside.empty() ? std::string(name) : inside + "/" + std::string(name);
    const auto* child = find(full);
    const bool is_link = child->is_link;
    out.push_back({.name = std::string(name),
                   .kind = is_link ? kind(top_ + "/" + full) : child->kind,
                   .is_link = is_link});
  }
  std::ranges::sort(out, {}, &source::DirectoryEntry::name);
  return out;
}

Result<std::string> TreeFiles::canonical(std::string_view path) const {
  STOPGATE_TRY(const auto inside, resolve(path));
  if (find(inside) == nullptr) return fail(std::string(kMissing));
  return inside.empty() ? top_ : top_ + "/" + inside;
}

}  // namespace stopgate::git
