#include "yaml/composer.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "base/text.h"

namespace stopgate::yaml {

using source::Span;
using value::Value;

Composer::End Composer::compose(EventReader& events, const Event& start, CommentFinder& comments,
                                Document& document) {
  frames_.clear();
  pending_.clear();
  items_.clear();
  item_places_.clear();
  anchors_.clear();
  nodes_ = alias_nodes_ = 0;
  root_ = {};
  if (context_.dialect == Dialect::Kubernetes && !start.is_version_1_1) {
    context_.problems.error(
        start.span,
        "the document asks for another YAML version than 1.1, which the API server refuses",
        "remove the '%YAML' line");
    return End::Broken;
  }
  while (true) {
    const auto& event = events.next();
    if (event.kind == EventKind::DocumentEnd) {
      comments.advance(event.span.begin);
      document.span.end = std::max(document.span.end, event.span.end);
      document.root = {root_.value, {context_.file, root_.span}};
      return End::Complete;
    }
    if (event.kind == EventKind::Failure) {
      report(events.failure());
      return End::Broken;
    }
    if (event.kind == EventKind::Scalar && event.span.size() > 0)
      comments.skip_scalar(event.span, event.is_block);
    if (!take(event)) return End::Broken;
  }
}

void Composer::report(const Failure& failure) {
  auto message = failure.message;
  if (!failure.context_name.empty()) {
    message += ' ';
    message += failure.context_name;
    const auto line = context_.problems.line(failure.context.begin);
    if (line != context_.problems.line(failure.span.begin)) message += " that starts on " + line;
  }
  context_.problems.error(failure.span, std::move(message), failure.help);
}

bool Composer::take(const Event& event) {
  switch (event.kind) {
    case EventKind::Scalar:
      return take_scalar(event);
    case EventKind::Alias:
      return take_alias(event);
    case EventKind::ListStart:
    case EventKind::MapStart:
      return open(event);
    case EventKind::ListEnd:
    case EventKind::MapEnd:
      return close(event);
    case EventKind::DocumentStart:
    case EventKind::DocumentEnd:
    case EventKind::StreamEnd:
    case EventKind::Failure:
      break;
  }
  return false;
}

bool Composer::count(std::size_t nodes, Span span) {
  nodes_ += nodes;
  if (nodes_ <= context_.limits.nodes) return true;
  context_.problems.error(
      span, "the document has more than " + std::to_string(context_.limits.nodes) + " nodes",
      "split it, or raise the limit on nodes");
  return false;
}

bool Composer::open(const Event& event) {
  if (!count(1, event.span)) return false;
  if (frames_.size() >= context_.limits.depth) {
    context_.problems.error(
        event.span, "nested deeper than " + std::to_string(context_.limits.depth) + " levels",
        "flatten the document, or raise the limit on depth");
    return false;
  }
  auto& frame = frames_.emplace_back();
  frame.is_map = event.kind == EventKind::MapStart;
  frame.first = frame.is_map ? pending_.size() : items_.size();
  frame.span = event.span;
  if (event.anchor.empty()) return true;
  frame.anchor = context_.arena.copy(event.anchor);
  anchors_.insert_or_assign(std::string(frame.anchor), Anchor{.is_open = true});
  return true;
}

bool Composer::close(const Event& event) {
  auto frame = frames_.back();
  // A bracket has a width; the end of an indented block is wherever the next token happens to be,
  // so such a block ends with its last child.
  if (event.span.size() > 0) frame.span.end = event.span.end;
  Child child{frame.is_map ? finish_map(frame) : finish_list(frame), frame.span, frame.nodes,
              frame.height};
  frames_.pop_back();
  if (!frame.anchor.empty()) {
    // An anchor of the same name further down has taken over.
    auto& anchor = anchors_.find(frame.anchor)->second;
    if (anchor.is_open)
      anchor = {{child.value, {context_.file, child.span}}, child.nodes, child.height, false};
  }
  add(child);
  return true;
}

bool Composer::take_alias(const Event& event) {
  const auto found = anchors_.find(event.anchor);
  if (found == anchors_.end()) {
    if (!count(1, event.span)) return false;
    add({unreadable(event.span,
                    "alias " + quoted(event.anchor) + " names no anchor of this document",
                    "quote a value that starts with '*'"),
         event.span});
    return true;
  }
  const auto& anchor = found->second;
  if (anchor.is_open) {
    if (!count(1, event.span)) return false;
    add({unreadable(event.span, "anchor " + quoted(event.anchor) + " contains itself",
                    "remove the alias"),
         event.span});
    return true;
  }
  alias_nodes_ += anchor.nodes;
  if (alias_nodes_ > context_.limits.alias_nodes) {
    context_.problems.error(event.span,
                            "aliases add more than " + std::to_string(context_.limits.alias_nodes) +
                                " nodes to this document",
                            "write the values out, or raise the limit on alias nodes");
    return false;
  }
  if (frames_.size() + anchor.height > context_.limits.depth) {
    context_.problems.error(event.span,
                            "aliases nest this document deeper than " +
                                std::to_string(context_.limits.depth) + " levels",
                            "write the values out, or raise the limit on depth");
    return false;
  }
  add({anchor.node.value, event.span, anchor.nodes, anchor.height});
  return true;
}

bool Composer::take_scalar(const Event& event) {
  if (!count(1, event.span)) return false;
  const bool is_key = !frames_.empty() && frames_.back().is_map && !frames_.back().has_key;
  if (is_key && event.anchor.empty()) {
    take_key(event);
    return true;
  }
  const Child child{scalar_value(event), event.span};
  if (!event.anchor.empty())
    anchors_.insert_or_assign(std::string(event.anchor),
                              Anchor{.node = {child.value, {context_.file, child.span}}});
  if (is_key)
    take_key(event);
  else
    add(child);
  return true;
}

std::optional<Scalar> Composer::resolve(const Event& event) const {
  const auto tag = standard_tag(event.tag);
  if (event.tag.empty() ? !event.is_plain : tag.empty()) return Scalar{};
  const auto resolved = context_.dialect == Dialect::Kubernetes ? resolve_kubernetes(event.text)
                                                                : resolve_core(event.text);
  return tag.empty() ? std::optional(resolved) : apply_tag(tag, resolved);
}

Value Composer::scalar_value(const Event& event) {
  const auto scalar = resolve(event);
  if (!scalar)
    return unreadable(event.span,
                      quoted(event.text) + " is not what its tag '!!" +
                          printable(standard_tag(event.tag)) + "' says",
                      "remove the tag or correct the value");
  if (scalar->kind == Scalar::Kind::Text)
    return standard_tag(event.tag) == "binary" ? binary_value(event)
                                               : text_value(event.text, event.span);
  if (context_.dialect == Dialect::Ordinary) return core_value(*scalar);
  if (const auto value = kubernetes_value(*scalar)) return *value;
  return unreadable(event.span,
                    "the number " + quoted(event.text) +
                        " has no JSON form, so the API server refuses this document",
                    "quote it if text is meant");
}

Value Composer::text_value(std::string_view text, Span span) {
  // Most scalars stand in the file as they are, up to a closing quote: then the value is a view of
  // it.
  for (const std::size_t quote : {0U, 1U}) {
    if (text.size() + quote > span.size()) break;
    const auto written = context_.text.substr(span.end - quote - text.size(), text.size());
    if (written == text) return Value::string(written);
  }
  return Value::string(context_.arena, text);
}

Value Composer::binary_value(const Event& event) {
  const auto bytes = decode_base64(event.text);
  if (!bytes)
    return unreadable(event.span, "the value behind '!!binary' is not base64",
                      "correct it, or remove the tag");
  // JSON holds text only: each byte that is not UTF-8 becomes U+FFFD on the way to the API server.
  std::string text;
  std::string_view rest = *bytes;
  while (const auto bad = find_invalid_utf8(rest)) {
    text += rest.substr(0, *bad);
    append_utf8(text, 0xFFFD);
    rest.remove_prefix(*bad + 1);
  }
  text += rest;
  return Value::string(context_.arena, text);
}

Value Composer::unreadable(Span span, std::string message, std::string help) {
  const auto reason = context_.arena.copy(message);
  context_.problems.error(span, std::move(message), std::move(help));
  return Value::unknown(context_.arena, {.reason = reason, .subject = {}});
}

void Composer::take_key(const Event& event) {
  auto& frame = frames_.back();
  ++frame.nodes;
  frame.span.end = std::max(frame.span.end, event.span.end);
  const bool may_merge = event.tag.empty() ? event.is_plain : standard_tag(event.tag) == "merge";
  if (may_merge && event.text == "<<") {
    frame.is_merge = frame.has_key = true;
    frame.key_span = event.span;
    return;
  }
  if (context_.dialect == Dialect::Ordinary) return set_key(frame, event.text, event.span);
  const auto scalar = resolve(event);
  if (!scalar)
    return refuse_key(frame, event.span,
                      "the key " + quoted(event.text) + " is not what its tag says");
  if (scalar->kind == Scalar::Kind::Text) return set_key(frame, event.text, event.span);
  const auto key = kubernetes_key(*scalar);
  if (key) return set_key(frame, *key, event.span);
  refuse_key(frame, event.span,
             scalar->kind == Scalar::Kind::Null
                 ? "the key is null"
                 : "the key " + quoted(event.text) + " is too large a number");
}

// A key that is a list, a map or an alias.
void Composer::take_key_value(const Child& child) {
  auto& frame = frames_.back();
  if (const auto text = child.value.string_if()) return set_key(frame, *text, child.span);
  const auto kind = child.value.kind();
  if (kind == value::Kind::Bool || kind == value::Kind::Int || kind == value::Kind::Double)
    return set_key(frame, value::to_text(child.value), child.span);
  refuse_key(frame, child.span, "the key is a " + std::string(value::name_of(kind)));
}

void Composer::set_key(Frame& frame, std::string_view text, Span span) {
  frame.key = context_.symbols.find(text);
  frame.key_span = span;
  frame.has_key = true;
}

void Composer::refuse_key(Frame& frame, Span span, std::string message) {
  context_.problems.error(span, std::move(message) + ", where only text can be one",
                          "quote it, or check what the line before leaves open");
  frame.key_span = span;
  frame.has_key = frame.drops_value = true;
}

void Composer::add(const Child& child) {
  if (frames_.empty()) {
    root_ = child;
    return;
  }
  auto& frame = frames_.back();
  frame.nodes += child.nodes;
  frame.height = std::max(frame.height, child.height + 1);
  frame.span.end = std::max(frame.span.end, child.span.end);
  if (!frame.is_map) {
    items_.push_back(child.value);
    item_places_.push_back({context_.file, child.span});
  } else if (frame.has_key) {
    add_member(frame, child);
  } else {
    take_key_value(child);
  }
}

void Composer::add_member(Frame& frame, const Child& child) {
  if (frame.is_merge)
    merge(frame, child);
  else if (!frame.drops_value)
    pending_.push_back({frame.key, child.value, {context_.file, frame.key_span, child.span}});
  frame.has_key = frame.is_merge = frame.drops_value = false;
}

void Composer::merge(Frame& frame, const Child& child) {
  if (child.value.is_map()) return merge_map(child.value.as_map());
  const auto items = child.value.items();
  if (child.value.is_list() && std::ranges::all_of(items, &Value::is_map)) {
    // The first map of the list has the last word.
    for (auto i = items.size(); i-- > 0;) merge_map(items[i].as_map());
    return;
  }
  if (child.value.is_unknown()) return;  // told already
  context_.problems.error(frame.key_span,
                          "the merge key '<<' needs a map or a list of maps, not a " +
                              std::string(value::name_of(child.value.kind())),
                          "merge an alias of a map, or quote the key");
}

void Composer::merge_map(const value::Map& map) {
  for (std::size_t i = 0; i < map.size(); ++i) {
    const auto& member = map.members()[i];
    pending_.push_back({member.key,
                        member.value,
                        {context_.file, map.key_place(i).span, map.place(i).span},
                        true});
  }
}

Value Composer::finish_list(const Frame& frame) {
  const auto list = value::List::make(context_.arena, std::span(items_).subspan(frame.first),
                                      std::span(item_places_).subspan(frame.first));
  items_.resize(frame.first);
  item_places_.resize(frame.first);
  return list;
}

namespace {
constexpr std::size_t kFree = std::numeric_limits<std::size_t>::max();
// Up to here a walk over the keys is faster than a table.
constexpr std::size_t kWalkedUpTo = 16;
}  // namespace

// Where the member with this key stands in members_; adds its place at the end to the table if
// there is none.
std::size_t Composer::find_member(Symbol key, std::size_t pending) {
  const auto size = members_.size();
  if (pending <= kWalkedUpTo) {
    std::size_t at = 0;
    while (at < size && members_[at].key != key) ++at;
    return at;
  }
  // Addresses, unlike the hash of the text, cannot be chosen by whoever wrote the file.
  const auto address = reinterpret_cast<std::uintptr_t>(key.text().data());
  const auto mask = slots_.size() - 1;
  for (auto at = (address >> 3U) * 0x9E3779B97F4A7C15ULL >> 20U;; ++at) {
    auto& slot = slots_[at & mask];
    if (slot == kFree) slot = size;
    if (slot == size || members_[slot].key == key) return slot;
  }
}

Value Composer::finish_map(const Frame& frame) {
  const auto pending = std::span(pending_).subspan(frame.first);
  members_.clear();
  places_.clear();
  merged_.clear();
  if (pending.size() > kWalkedUpTo) {
    std::size_t size = 32;
    while (size < pending.size() * 2) size *= 2;
    slots_.assign(size, kFree);
  }
  for (const auto& member : pending) {
    if (const auto at = find_member(member.key, pending.size()); at < members_.size()) {
      collide(at, member);
      continue;
    }
    members_.push_back({member.key, member.value});
    places_.push_back(member.place);
    merged_.push_back(member.is_merged ? 1 : 0);
  }
  pending_.resize(frame.first);
  return value::Map::make(context_.arena, members_, places_);
}

// The API server's reader lets the last one win, even when that is a merge after a key of its own;
// elsewhere a key of its own always wins.
void Composer::collide(std::size_t earlier, const PendingMember& later) {
  const bool was_merged = merged_[earlier] != 0;
  const bool is_ordinary = context_.dialect == Dialect::Ordinary;
  if (!context_.problems.is_full() && (!is_ordinary || (!was_merged && !later.is_merged))) {
    const auto before = context_.problems.line(places_[earlier].key.begin);
    const auto here = context_.problems.line(later.place.key.begin);
    if (!was_merged && !later.is_merged)
      context_.problems.warning(later.place.key,
                                "duplicate key " + quoted(later.key.text()) + ", already set on " +
                                    before + ": the last one wins",
                                "remove one of the two");
    else
      context_.problems.warning(
          later.is_merged ? places_[earlier].key : later.place.key,
          "key " + quoted(later.key.text()) + " is set on " + before + " and on " + here +
              ", by a merge: strict decoding refuses that, and otherwise " + here + " wins",
          "write the key once");
  }
  if (is_ordinary && later.is_merged && !was_merged) return;
  members_[earlier].value = later.value;
  places_[earlier] = later.place;
  merged_[earlier] = later.is_merged ? 1 : 0;
}

}  // namespace stopgate::yaml
