// Jenkinsfiles, declarative and scripted, read tolerantly: blocks are followed by their braces,
// stages become jobs, `sh` and its like become steps. What is Groovy besides is passed over.

#include <algorithm>
#include <array>

#include "workflow/groovy_tokens.h"
#include "workflow/readers.h"

namespace stopgate::workflow {

namespace {

constexpr std::array<std::string_view, 4> kShells = {"sh", "bat", "powershell", "pwsh"};
constexpr std::array<std::string_view, 7> kTriggers = {
    "cron", "pollSCM", "upstream", "githubPush", "gitlab", "GenericTrigger", "parameterizedCron"};

bool is_shell(std::string_view word) {
  return std::ranges::find(kShells, word) != kShells.end();
}

class Reader {
 public:
  Reader(const source::SourceMap& sources, const Limits& limits, Workflow& out)
      : sources_(sources),
        limits_(limits),
        out_(out),
        tokens_(groovy_tokens(sources.file(out.file).text())) {}

  void read() {
    for (at_ = 0; at_ < tokens_.size(); ++at_) {
      const auto& token = tokens_[at_];
      if (token.is("(") || token.is("[")) {
        ++brackets_;
      } else if (token.is(")") || token.is("]")) {
        if (brackets_ > 0) --brackets_;
      } else if (token.is("{")) {
        open();
      } else if (token.is("}")) {
        close();
      } else if (token.kind == TokenKind::Word && !follows_dot()) {
        read_word(token);
      } else if (token.kind == TokenKind::Word && (token.is("image") || token.is("withRegistry"))) {
        read_image(1);  // docker.image('maven')
      } else if (token.kind == TokenKind::String && !token.is_closed) {
        report(token, "a string does not end");
      }
    }
    if (!blocks_.empty())
      report(tokens_.back(), "the file ends inside of " + std::to_string(blocks_.size()) +
                                 " open block" + (blocks_.size() == 1 ? "" : "s"));
  }

 private:
  struct Block {
    std::string_view word;              // "stage", "steps", …
    std::size_t enclosing_job = kNone;  // the job around it
    bool is_secret = false;             // withCredentials, and what stands in it
    std::size_t brackets = 0;           // open around it
  };
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  [[nodiscard]] const Token* next(std::size_t ahead = 1) const {
    return at_ + ahead < tokens_.size() ? &tokens_[at_ + ahead] : nullptr;
  }
  [[nodiscard]] bool is_next(std::size_t ahead, std::string_view mark) const {
    const auto* token = next(ahead);
    return token != nullptr && token->is(mark);
  }
  [[nodiscard]] const Token* string_at(std::size_t ahead) const {
    const auto* token = next(ahead);
    return token != nullptr && token->kind == TokenKind::String ? token : nullptr;
  }
  [[nodiscard]] bool follows_dot() const { return at_ > 0 && tokens_[at_ - 1].is("."); }
  [[nodiscard]] source::Place place_of(const Token& token) const { return {out_.file, token.span}; }

  void report(const Token& token, std::string message) {
    if (out_.diagnostics.size() >= limits_.diagnostics) return;
    out_.diagnostics.push_back({.severity = source::Severity::Warning,
                                .message = std::move(message),
                                .help = "what follows may be read wrongly",
                                .place = place_of(token),
                                .path = {}});
  }

  void open() {
    if (blocks_.size() >= kDeepest) {
      if (blocks_.size() == kDeepest)
        report(tokens_[at_], "blocks lie more than " + std::to_string(kDeepest) + " deep");
      ++too_deep_;
      return;
    }
    const bool is_secret =
        pending_ == "withCredentials" || (!blocks_.empty() && blocks_.back().is_secret);
    blocks_.push_back({pending_, job_, is_secret, brackets_});
    brackets_ = 0;
    if (pending_ == "stage") {
      start_job(pending_stage_ == nullptr ? std::string_view{} : pending_stage_->text,
                pending_stage_ == nullptr ? place_of(tokens_[at_]) : place_of(*pending_stage_));
      pending_stage_ = nullptr;
    }
    pending_ = {};
  }

  void close() {
    if (too_deep_ > 0) {
      --too_deep_;
      return;
    }
    if (blocks_.empty()) return;
    job_ = blocks_.back().enclosing_job;
    brackets_ = blocks_.back().brackets;
    blocks_.pop_back();
    pending_ = {};
  }

  void start_job(std::string_view id, source::Place place) {
    Job job;
    job.id = id;
    job.place = place;
    job.approval = is_approved_ ? Approval::Given : Approval::None;
    job_ = out_.jobs.size();
    out_.jobs.push_back(std::move(job));
  }

  Job& job() {
    if (job_ == kNone) start_job("pipeline", {out_.file, {0, 0}});
    return out_.jobs[job_];
  }

  void read_word(const Token& word) {
    const auto text = word.text;
    if (text == "stage") {
      pending_stage_ = string_at(1) != nullptr ? string_at(1)
                       : is_next(1, "(")       ? string_at(2)
                                               : nullptr;
      if (pending_stage_ != nullptr || is_next(1, "(")) pending_ = text;
    } else if (text == "input" && !is_next(1, "=") && !is_next(1, ":") && !is_next(1, ".")) {
      approve();
    } else if (is_shell(text)) {
      read_shell(word);
    } else if (text == "image" && !blocks_.empty()) {
      read_image(1);  // agent { docker { image 'maven:3' } }
    } else if (text == "docker") {
      read_image(1);  // agent { docker 'maven:3' }
    } else if (std::ranges::find(kTriggers, text) != kTriggers.end()) {
      out_.triggers.push_back(text);
      pending_ = text;
    } else if (is_next(1, "=") && string_at(2) != nullptr && !blocks_.empty() &&
               blocks_.back().word == "environment") {
      const auto& value = *string_at(2);
      out_.variables.push_back({text, value.text, place_of(value)});
    } else if (brackets_ == 0 && (pending_.empty() || word.starts_line)) {
      // `withCredentials([…]) {` has its arguments between the word and the brace.
      pending_ = text;
    }
  }

  // Somebody is asked: whatever follows waits for the answer.
  void approve() {
    is_approved_ = true;
    if (job_ == kNone) return;
    out_.jobs[job_].approval = Approval::Given;
  }

  void read_image(std::size_t ahead) {
    const auto* image = is_next(ahead, "(") ? string_at(ahead + 1) : string_at(ahead);
    if (image == nullptr || tokens_[at_].is("withRegistry")) return;
    job().images.push_back({image->text, place_of(*image)});
  }

  // sh 'make' · sh(script: "make", returnStdout: true) · sh label: 'x', script: 'make'
  void read_shell(const Token& word) {
    const Token* script = string_at(1);
    if (script == nullptr) script = is_next(1, "(") ? string_at(2) : nullptr;
    if (script == nullptr) {
      constexpr std::size_t kFarthest = 24;
      for (std::size_t i = 1; i < kFarthest && next(i) != nullptr; ++i) {
        if (next(i)->is("{") || next(i)->is("}")) break;
        if (!next(i)->is("script") || !is_next(i + 1, ":")) continue;
        script = string_at(i + 2);
        break;
      }
    }
    if (script == nullptr) return;
    Step step;
    step.section = word.text;
    step.place = place_of(*script);
    step.approval = is_approved_ ? Approval::Given : Approval::None;
    step.has_secrets = !blocks_.empty() && blocks_.back().is_secret;
    add_script(PlacedText::of_source(sources_, place_of(*script)), step, out_);
    step.name = name_of_commands(step);
    if (!step.commands.empty()) step.place = step.commands.front().place;
    job().steps.push_back(std::move(step));
  }

  static constexpr std::size_t kDeepest = 1'000;

  const source::SourceMap& sources_;
  const Limits& limits_;
  Workflow& out_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  std::vector<Block> blocks_;
  std::size_t too_deep_ = 0;
  std::size_t brackets_ = 0;  // open since the last brace
  std::size_t job_ = kNone;
  std::string_view pending_;  // the word that the next brace belongs to
  const Token* pending_stage_ = nullptr;
  bool is_approved_ = false;
};

}  // namespace

void read_jenkins(const source::SourceMap& sources, const Limits& limits, Workflow& out) {
  Reader(sources, limits, out).read();
}

}  // namespace stopgate::workflow
