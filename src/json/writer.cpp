#include "json/writer.h"

#include <cmath>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string_view>

namespace stopgate::json {

namespace {

using value::Kind;
using value::Value;

enum class Layout : bool { Compact, Pretty };

// nlohmann writes the strings and doubles; the containers are ours, since its numbers cannot carry
// a lexeme of more digits than a double has. Trees are as deep as the readers' limits let them be.
class Writer {
 public:
  explicit Writer(Layout layout) : layout_(layout) {}

  void write(const Value& value) {
    if (value.is_sensitive()) {
      write_string("(sensitive)");
      return;
    }
    switch (value.kind()) {
      case Kind::Null:
        out_ += "null";
        return;
      case Kind::Bool:
        out_ += value.as_bool() ? "true" : "false";
        return;
      case Kind::Int:
        out_ += std::to_string(value.as_int());
        return;
      case Kind::Uint:
        out_ += std::to_string(value.as_uint());
        return;
      case Kind::Double:
        write_double(value);
        return;
      case Kind::String:
        write_string(value.as_string());
        return;
      case Kind::Unknown:
        write_string("(unknown: " + std::string(value.as_unknown().reason) + ")");
        return;
      case Kind::List:
        write_list(value);
        return;
      case Kind::Map:
        write_map(value);
        return;
    }
  }

  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void write_string(std::string_view text) {
    out_ += nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  }

  void write_double(const Value& value) {
    if (!value.lexeme().empty()) {
      out_ += value.lexeme();
    } else {
      out_ += nlohmann::json(value.as_double()).dump();  // null, when it is not finite
    }
  }

  void write_list(const Value& value) {
    out_ += '[';
    ++depth_;
    for (std::size_t i = 0; i < value.items().size(); ++i) {
      begin_child(i);
      write(value.items()[i]);
    }
    end_container(value.items().empty());
    out_ += ']';
  }

  void write_map(const Value& value) {
    out_ += '{';
    ++depth_;
    for (std::size_t i = 0; i < value.members().size(); ++i) {
      begin_child(i);
      write_string(value.members()[i].key.text());
      out_ += layout_ == Layout::Pretty ? ": " : ":";
      write(value.members()[i].value);
    }
    end_container(value.members().empty());
    out_ += '}';
  }

  void begin_child(std::size_t index) {
    if (index > 0) out_ += ',';
    new_line();
  }

  void end_container(bool is_empty) {
    --depth_;
    if (!is_empty) new_line();
  }

  void new_line() {
    if (layout_ == Layout::Compact) return;
    out_ += '\n';
    out_.append(depth_ * 2, ' ');
  }

  Layout layout_;
  std::size_t depth_ = 0;
  std::string out_;
};

std::string write(const Value& value, Layout layout) {
  Writer writer(layout);
  writer.write(value);
  return writer.take();
}

}  // namespace

std::string write(const Value& value) {
  return write(value, Layout::Compact);
}
std::string write_pretty(const Value& value) {
  return write(value, Layout::Pretty);
}

}  // namespace stopgate::json
