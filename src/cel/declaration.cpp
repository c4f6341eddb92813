#include "cel/declaration.h"

#include <array>

#include "base/text.h"

namespace stopgate::cel {

namespace {

struct NamedKind {
  std::string_view name;
  TypeKind kind;
};

constexpr std::array kNamedKinds = {
    NamedKind{"dyn", TypeKind::Dyn},
    NamedKind{"any", TypeKind::Dyn},
    NamedKind{"error", TypeKind::Error},
    NamedKind{"null_type", TypeKind::Null},
    NamedKind{"bool", TypeKind::Bool},
    NamedKind{"int", TypeKind::Int},
    NamedKind{"uint", TypeKind::Uint},
    NamedKind{"double", TypeKind::Double},
    NamedKind{"string", TypeKind::String},
    NamedKind{"bytes", TypeKind::Bytes},
    NamedKind{"list", TypeKind::List},
    NamedKind{"map", TypeKind::Map},
    NamedKind{"type", TypeKind::Type},
    NamedKind{"timestamp", TypeKind::Timestamp},
    NamedKind{"duration", TypeKind::Duration},
    NamedKind{"optional_type", TypeKind::Optional},
    NamedKind{"wrapper", TypeKind::Wrapper},
    NamedKind{"google.protobuf.Timestamp", TypeKind::Timestamp},
    NamedKind{"google.protobuf.Duration", TypeKind::Duration},
};

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.' || c == '@';
}

class DeclarationReader {
 public:
  explicit DeclarationReader(std::string_view text) : text_(text) {}

  std::optional<Type> type(std::size_t depth = 0) {
    blanks();
    if (depth > 20) return std::nullopt;
    if (accept('<')) {
      const auto parameter = name();
      if (parameter.empty() || !accept('>')) return std::nullopt;
      return Type::parameter(std::string(parameter));
    }
    const auto called = name();
    if (called.empty()) return std::nullopt;
    Type type{.kind = TypeKind::Abstract, .name = std::string(called)};
    for (const auto& known : kNamedKinds)
      if (known.name == called) type = Type::of(known.kind);
    if (!accept('(')) return with_defaults(std::move(type));
    while (!accept(')')) {
      auto parameter = this->type(depth + 1);
      if (!parameter) return std::nullopt;
      type.parameters.push_back(std::make_shared<const Type>(std::move(*parameter)));
      accept(',');
    }
    return type;
  }

  bool accept(char c) {
    blanks();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  std::string_view name() {
    blanks();
    const auto begin = at_;
    while (at_ < text_.size() && is_name_character(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  bool at_end() {
    blanks();
    return at_ == text_.size();
  }

 private:
  void blanks() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }

  // A bare "list" is a list of dyn.
  static Type with_defaults(Type type) {
    const auto dyn = std::make_shared<const Type>();
    if (type.kind == TypeKind::List || type.kind == TypeKind::Optional ||
        type.kind == TypeKind::Wrapper)
      type.parameters = {dyn};
    if (type.kind == TypeKind::Map) type.parameters = {dyn, dyn};
    return type;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

bool is_type_name(std::string_view name) {
  for (const auto& known : kNamedKinds)
    if (known.name == name) return true;
  // Abstract types have upper-case names, namespaces of functions do not.
  const auto dot = name.rfind('.');
  const char first = dot == name.npos ? name.front() : name[dot + 1];
  return first >= 'A' && first <= 'Z';
}

// Where the dot before the method's name is: after a type, outside of brackets.
std::size_t receiver_end(std::string_view head) {
  const auto dot = head.rfind('.');
  if (dot == head.npos || dot == 0) return head.npos;
  const auto before = head.substr(0, dot);
  if (before.back() == ')' || before.back() == '>' || is_type_name(before)) return dot;
  return head.npos;
}

}  // namespace

std::optional<Type> parse_type(std::string_view text) {
  DeclarationReader reader(text);
  auto type = reader.type();
  if (!type || !reader.at_end()) return std::nullopt;
  return type;
}

std::optional<Overload> parse_declaration(std::string_view text) {
  const auto arrow = text.rfind("->");
  if (arrow == text.npos) return std::nullopt;
  auto result = parse_type(trim(text.substr(arrow + 2)));
  const auto left = trim(text.substr(0, arrow));
  if (!result || left.empty() || left.back() != ')') return std::nullopt;
  std::size_t open = left.size() - 1;
  for (int depth = 0;; --open) {
    if (left[open] == ')') ++depth;
    if (left[open] == '(' && --depth == 0) break;
    if (open == 0) return std::nullopt;
  }
  Overload overload;
  overload.result = std::move(*result);
  const auto head = left.substr(0, open);
  const auto dot = receiver_end(head);
  if (dot != head.npos) {
    auto receiver = parse_type(head.substr(0, dot));
    if (!receiver) return std::nullopt;
    overload.is_member = true;
    overload.parameters.push_back(std::move(*receiver));
  }
  overload.name = std::string(dot == head.npos ? head : head.substr(dot + 1));
  DeclarationReader reader(left.substr(open + 1));
  while (!reader.accept(')')) {
    auto parameter = reader.type();
    if (!parameter) return std::nullopt;
    overload.parameters.push_back(std::move(*parameter));
    reader.accept(',');
  }
  return overload;
}

}  // namespace stopgate::cel
