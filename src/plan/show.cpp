#include "plan/show.h"

#include "base/text.h"
#include "plan/path.h"

namespace stopgate::plan {

namespace {

using value::Value;

// Cuts between characters.
std::string cut(std::string text, std::size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0U) == 0x80U) --limit;
  text.resize(limit);
  return text + "…";
}

// The depth is that of the input, which its reader has bounded.
class Writer {
 public:
  explicit Writer(std::size_t limit) : limit_(limit) {}

  void write(const Value& value, bool is_inner) {
    if (out_.size() > limit_) return;
    if (value.is_sensitive()) {
      out_ += "(sensitive)";
    } else if (value.is_unknown()) {
      out_ += "(known after apply)";
    } else if (value.is_null()) {
      out_ += "(none)";
    } else if (value.is_string()) {
      write_string(value.as_string(), is_inner);
    } else if (value.is_list()) {
      write_list(value);
    } else if (value.is_map()) {
      write_map(value);
    } else {
      out_ += value::to_text(value);
    }
  }

  [[nodiscard]] std::string take() && { return cut(std::move(out_), limit_); }

 private:
  // Quoted where a blank or a bracket would be taken for the writer's own.
  void write_string(std::string_view text, bool is_inner) {
    const bool is_quoted =
        text.empty() || (is_inner && text.find_first_of(" ,=[]{}\n\"") != std::string_view::npos);
    const auto shown = text.substr(0, limit_ + 4);
    out_ += is_quoted ? "\"" + std::string(shown) + "\"" : std::string(shown);
  }

  void write_list(const Value& list) {
    out_ += '[';
    bool is_first = true;
    for (const auto& item : list.items()) {
      if (out_.size() > limit_) return;
      if (!is_first) out_ += ", ";
      is_first = false;
      write(item, true);
    }
    out_ += ']';
  }

  void write_map(const Value& map) {
    out_ += '{';
    bool is_first = true;
    for (const auto& member : map.members()) {
      if (out_.size() > limit_) return;
      if (is_blank(member.value)) continue;
      if (!is_first) out_ += ", ";
      is_first = false;
      std::string name;
      append_step(name, member.key.text());
      out_ += name + " = ";
      write(member.value, true);
    }
    out_ += '}';
  }

  std::size_t limit_;
  std::string out_;
};

}  // namespace

bool is_blank(const Value& value) {
  if (value.is_null()) return true;
  if (value.is_string()) return value.as_string().empty();
  if (value.is_list()) return value.items().empty();
  return value.is_map() && value.members().empty();
}

std::string show(const Value& value, std::size_t limit) {
  Writer writer(limit);
  writer.write(value, false);
  return std::move(writer).take();
}

}  // namespace stopgate::plan
