#include "hcl/print.h"

#include <array>

#include "base/text.h"
#include "hcl/parser.h"

namespace stopgate::hcl {
namespace {

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      case '"':
      case '\\':
        out += '\\';
        out += c;
        break;
      default:
        out += c;
    }
  }
  return out + '"';
}

class Printer {
 public:
  std::string text;

  void body(const Body& body, std::size_t indent) {
    // Attributes and blocks as they stand in the file.
    auto block = body.blocks.begin();
    for (const auto& attribute : body.attributes) {
      for (; block != body.blocks.end() && (*block)->span.begin < attribute.span.begin; ++block)
        print_block(**block, indent);
      text.append(indent, ' ');
      text.append(attribute.name.text.text()).append(" = ");
      expression(*attribute.value);
      text += '\n';
    }
    for (; block != body.blocks.end(); ++block) print_block(**block, indent);
    if (body.has_errors) text.append(indent, ' ').append("…errors\n");
  }

  void expression(const Expression& node) {
    using enum ExpressionKind;
    switch (node.kind) {
      case Invalid:
        text += "invalid";
        return;
      case Null:
        text += "null";
        return;
      case Bool:
        text += node.flag ? "true" : "false";
        return;
      case Number:
        text += node.text;
        return;
      case String:
        text += node.flag ? "heredoc " : "";
        text += in_quotes(node.text);
        return;
      case Template:
        return print_template(node);
      case Variable:
        text += node.name.text.empty() ? "each" : node.name.text.text();
        return;
      case Attribute:
        return open("."), value(node.operand), space(), (void)text.append(node.name.text.text()),
               close();
      case Index:
        return open(node.flag ? "legacy-index" : "index"), value(node.operand), space(),
               value(node.index), close();
      case Splat:
        open(node.flag ? "[*]" : ".*");
        value(node.operand);
        if (node.each != nullptr) space(), value(node.each);
        return close();
      case Call:
        open("call ");
        text += node.name.text.text();
        for (const auto* argument : node.elements) space(), value(argument);
        text += node.flag ? " ..." : "";
        return close();
      case Tuple:
        text += "[";
        for (const auto* element : node.elements)
          value(element), element == node.elements.back() ? void() : space();
        text += "]";
        return;
      case Object:
        return print_object(node);
      case ForTuple:
      case ForObject:
        return print_for(node);
      case Conditional:
        return open("?"), value(node.operand), space(), value(node.left), space(),
               value(node.right), close();
      case Unary:
        return open(symbol_of(node.op)), value(node.left), close();
      case Binary:
        return open(symbol_of(node.op)), value(node.left), space(), value(node.right), close();
      case Parentheses:
        return open("paren"), value(node.operand), close();
    }
  }

 private:
  void open(std::string_view what) {
    text += '(';
    text += what;
    if (!what.ends_with(' ')) text += ' ';
  }
  void close() { text += ')'; }
  void space() { text += ' '; }
  void value(const Expression* node) { expression(*node); }

  void print_block(const Block& block, std::size_t indent) {
    text.append(indent, ' ').append(block.type.text.text());
    for (const auto& label : block.labels)
      text.append(" ").append(label.is_quoted ? in_quotes(label.text) : std::string(label.text));
    text += '\n';
    body(block.body, indent + 2);
  }

  void print_object(const Expression& node) {
    text += "{";
    bool is_first = true;
    for (const auto& item : node.items) {
      if (!is_first) text += ", ";
      is_first = false;
      if (item.key_is_name) {
        text += item.key->text;
      } else {
        value(item.key);
      }
      text += ": ";
      value(item.value);
    }
    text += "}";
  }

  void print_for(const Expression& node) {
    open(node.kind == ExpressionKind::ForTuple ? "for-tuple " : "for-object ");
    if (!node.key_name.text.empty()) text.append(node.key_name.text.text()).append(", ");
    text.append(node.value_name.text.text()).append(" in ");
    value(node.operand);
    text += " : ";
    if (node.left != nullptr) value(node.left), text += " => ";
    value(node.right);
    if (node.flag) text += "...";
    if (node.condition != nullptr) text += " if ", value(node.condition);
    close();
  }

  void print_template(const Expression& node) {
    open(node.flag ? "heredoc" : "template");
    bool is_first = true;
    for (const auto& part : node.parts) {
      if (!is_first) space();
      is_first = false;
      print_part(part);
    }
    close();
  }

  void print_part(const TemplatePart& part) {
    using enum TemplatePart::Kind;
    switch (part.kind) {
      case Text:
        text += in_quotes(part.text);
        return;
      case Interpolation:
        return value(part.expression);
      case If:
        text += "%if ";
        return value(part.expression);
      case Else:
        text += "%else";
        return;
      case EndIf:
        text += "%endif";
        return;
      case For:
        text += "%for ";
        if (!part.key_name.text.empty()) text.append(part.key_name.text.text()).append(", ");
        text.append(part.value_name.text.text()).append(" in ");
        return value(part.expression);
      case EndFor:
        text += "%endfor";
        return;
    }
  }
};

}  // namespace

std::string print(const Body& body) {
  Printer printer;
  printer.body(body, 0);
  return std::move(printer.text);
}

std::string print(const Expression& expression) {
  Printer printer;
  printer.expression(expression);
  return std::move(printer.text);
}

}  // namespace stopgate::hcl
