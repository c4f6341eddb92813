#include "cli/masking.h"

#include <algorithm>

namespace stopgate::cli {

namespace {

class Mask {
 public:
  explicit Mask(const plan::Redactor& redactor) : redactor_(redactor) {}

  void apply(std::string& text) const { text = redactor_.scrub_cut(text); }

  void apply(source::Diagnostic& diagnostic) const {
    apply(diagnostic.message);
    apply(diagnostic.help);
  }

  void apply(finding::Subject& subject) const {
    for (auto* text : {&subject.address, &subject.name}) apply(*text);
  }

  void apply(finding::Finding& finding) const {
    for (auto* text :
         {&finding.message, &finding.incident, &finding.remediation, &finding.attribute})
      apply(*text);
    apply(finding.subject);
    for (auto& related : finding.related) apply(related.message);
    for (auto& address : finding.instances) apply(address);
    // A fix with a hole in it would write the hole.
    if (finding.fix && std::ranges::any_of(finding.fix->edits, [&](const finding::Edit& edit) {
          return redactor_.contains(edit.text);
        }))
      finding.fix.reset();
  }

  void apply(review::ChangeLine& change) const {
    for (auto* text : {&change.address, &change.reason, &change.loss_note}) apply(*text);
    for (auto& line : change.attributes) {
      for (auto* text : {&line.edit.path, &line.edit.before, &line.edit.after}) apply(*text);
      line.edit.attribute_size = std::min(line.edit.attribute_size, line.edit.path.size());
    }
  }

  void apply(review::Undecided& undecided) const {
    apply(undecided.reason);
    apply(undecided.subject);
  }

 private:
  const plan::Redactor& redactor_;
};

}  // namespace

void mask(review::Parts& parts, const plan::Redactor& redactor) {
  if (redactor.is_empty()) return;
  const Mask mask(redactor);
  for (auto& finding : parts.findings) mask.apply(finding);
  for (auto& change : parts.changes) mask.apply(change);
  for (auto& diagnostic : parts.diagnostics) mask.apply(diagnostic);
  for (auto& undecided : parts.coverage.undecided) mask.apply(undecided);
}

}  // namespace stopgate::cli
