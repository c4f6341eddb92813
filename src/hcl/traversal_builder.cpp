#include "base/text.h"
#include "hcl/builder.h"

namespace stopgate::hcl {

// What follows the root of a traversal, one step a dot or bracket; nothing where a step is not
// allowed.
std::vector<Builder::Step> Builder::steps(const Node& node) {
  std::vector<Step> found;
  const bool ends_at_newline = node.kind == NodeKind::LineTraversal;
  auto part = children(node).begin();
  const auto last = children(node).end();
  for (++part; part != last; ++part) {
    const bool is_index = raw(*part) == "[";
    const Node& open = *part;
    const Node& what = *++part;
    Step step{.node = &what};
    if (is_index) {
      step.kind = what.kind == NodeKind::Token ? Step::Kind::FullSplat : Step::Kind::Index;
      step.end = (*++part).span.end;
      const auto between = text_.substr(open.span.end, what.span.begin - open.span.end);
      if (step.kind == Step::Kind::FullSplat && ends_at_newline &&
          between.find('\n') != std::string_view::npos) {
        error(what.span, "'*' stands on another line than its '['", "write [*]");
        return {};
      }
    } else {
      step.end = what.span.end;
      step.kind = what.kind == NodeKind::Token    ? Step::Kind::AttributeSplat
                  : what.kind == NodeKind::Number ? Step::Kind::LegacyIndex
                                                  : Step::Kind::Attribute;
      const auto text = raw(what);
      if (const auto dot = text.find('.');
          step.kind == Step::Kind::LegacyIndex && dot != std::string_view::npos) {
        error(what.span, "two indexes in a row after a dot: " + stopgate::quoted(text),
              "write [" + std::string(text.substr(0, dot)) + "][" +
                  std::string(text.substr(dot + 1)) + "]");
        return {};
      }
    }
    found.push_back(step);
  }
  return found;
}

const Expression* Builder::traversal(const Node& node) {
  const auto found = steps(node);
  if (found.empty()) return invalid(node.span);
  if (is_deep(found.size())) return too_deep(node.span);
  depth_ += found.size();
  const auto* root = expression(*children(node).begin());
  const auto* built = apply(root, node.span.begin, found);
  depth_ -= found.size();
  return built;
}

const Expression* Builder::apply(const Expression* root, std::uint32_t begin,
                                 std::span<const Step> steps) {
  const Expression* built = root;
  while (!steps.empty()) {
    const Step& step = steps.front();
    steps = steps.subspan(1);
    if (step.kind != Step::Kind::AttributeSplat && step.kind != Step::Kind::FullSplat) {
      built = apply_one(built, begin, step);
      continue;
    }
    auto* splat = make(ExpressionKind::Splat, {begin, step.end});
    splat->operand = built;
    splat->flag = step.kind == Step::Kind::FullSplat;
    // `[*]` takes all that follows, `.*` only names and numbers after dots.
    std::size_t taken = 0;
    while (taken < steps.size() && (splat->flag || steps[taken].kind == Step::Kind::Attribute ||
                                    steps[taken].kind == Step::Kind::LegacyIndex)) {
      ++taken;
    }
    if (taken < steps.size() && steps[taken].kind == Step::Kind::AttributeSplat) {
      error(steps[taken].node->span, "'.*' stands inside another '.*'", "write [*] for the first");
      return invalid({begin, steps.back().end});
    }
    if (taken > 0) {
      const auto* item = make(ExpressionKind::Variable, {step.end, step.end});
      splat->each = apply(item, step.end, steps.first(taken));
      splat->span.end = splat->each->span.end;
      steps = steps.subspan(taken);
    }
    built = splat;
  }
  return built;
}

const Expression* Builder::apply_one(const Expression* operand, std::uint32_t begin,
                                     const Step& step) {
  const bool is_attribute = step.kind == Step::Kind::Attribute;
  auto* made =
      make(is_attribute ? ExpressionKind::Attribute : ExpressionKind::Index, {begin, step.end});
  made->operand = operand;
  made->flag = step.kind == Step::Kind::LegacyIndex;
  if (is_attribute) {
    made->name = name(*step.node);
  } else {
    made->index = expression(*step.node);
  }
  return made;
}

}  // namespace stopgate::hcl
