// moved, removed and import blocks: addresses that cannot go together.

#include <map>

#include "base/text.h"
#include "terraform/checks.h"
#include "terraform/source_text.h"

namespace stopgate::terraform {

namespace {

enum class AddressKind : std::uint8_t { Resource, Module };

// "module.a", "module.a["x"].module.b" name modules; anything after that is a resource.
AddressKind kind_of(std::string_view address) {
  while (address.starts_with("module.")) {
    address.remove_prefix(7);
    bool is_quoted = false;
    std::size_t at = 0;
    for (int open = 0; at < address.size(); ++at) {
      const char c = address[at];
      if (c == '"') is_quoted = !is_quoted;
      if (is_quoted) continue;
      if (c == '[') ++open;
      if (c == ']') --open;
      if (c == '.' && open == 0) break;
    }
    if (at >= address.size()) return AddressKind::Module;
    address.remove_prefix(at + 1);
  }
  return AddressKind::Resource;
}

class StatementCheck {
 public:
  StatementCheck(const ModuleSyntax& module, const source::SourceMap& sources,
                 source::Diagnostics& diagnostics)
      : module_(module), sources_(sources), diagnostics_(diagnostics) {}

  void moved(const Declaration& declaration);
  void removed(const Declaration& declaration);
  void import(const Declaration& declaration);

 private:
  [[nodiscard]] std::string address(const Declaration& declaration, std::string_view name) const {
    const auto* argument = declaration.content.find(name);
    return argument == nullptr ? std::string()
                               : text_of(argument->expression(), argument->file, sources_);
  }
  void report(source::Severity severity, source::Place place, std::string message,
              std::string help) {
    diagnostics_.push_back({.severity = severity,
                            .message = std::move(message),
                            .help = std::move(help),
                            .place = place,
                            .path = {}});
  }

  const ModuleSyntax& module_;
  const source::SourceMap& sources_;
  source::Diagnostics& diagnostics_;
  std::map<std::string, std::string> imports_;  // address, and the first place of its import
};

void StatementCheck::moved(const Declaration& declaration) {
  const auto from = address(declaration, "from");
  const auto to = address(declaration, "to");
  if (from.empty() || to.empty()) return;
  const auto place = declaration.syntax.header();
  if (kind_of(from) != kind_of(to)) {
    report(source::Severity::Error, place,
           quoted(kind_of(from) == AddressKind::Module ? from : to) + " is a module, " +
               quoted(kind_of(from) == AddressKind::Module ? to : from) + " is a resource",
           "move a resource to a resource, or a module to a module");
  } else if (from == to) {
    // Terraform says so only when it plans.
    report(source::Severity::Warning, place, quoted(from) + " is moved to itself",
           "remove the block, or correct one of the addresses");
  } else if (module_.resources.contains(from) && to.find('[') == std::string::npos) {
    report(source::Severity::Warning, place,
           quoted(from) + " is moved to " + quoted(to) + ", but is still declared",
           "remove the old resource block, or the moved block");
  }
}

void StatementCheck::removed(const Declaration& declaration) {
  const auto from = address(declaration, "from");
  if (!module_.resources.contains(from)) return;
  report(source::Severity::Warning, declaration.syntax.header(),
         quoted(from) + " is to be removed, but is still declared",
         "remove the resource block, or the removed block");
}

void StatementCheck::import(const Declaration& declaration) {
  const auto* argument = declaration.content.find("to");
  // With for_each the address names a different instance each time.
  if (argument == nullptr || declaration.content.find("for_each") != nullptr) return;
  const auto to = text_of(argument->expression(), argument->file, sources_);
  const auto location = sources_.locate(declaration.syntax.header());
  const auto [first, is_new] =
      imports_.emplace(to, location.file + ":" + std::to_string(location.begin.line));
  if (is_new) return;
  report(source::Severity::Error, argument->place(),
         quoted(to) + " is imported twice; the first time at " + first->second,
         "remove one of the import blocks");
}

}  // namespace

void check_statements(const ModuleSyntax& module, const source::SourceMap& sources,
                      source::Diagnostics& diagnostics) {
  StatementCheck check(module, sources, diagnostics);
  for (const auto& declaration : module.others) {
    const auto type = declaration.syntax.type().text();
    if (type == "moved") check.moved(declaration);
    if (type == "removed") check.removed(declaration);
    if (type == "import") check.import(declaration);
  }
}

}  // namespace stopgate::terraform
