#include "workflow/commands.h"

#include <algorithm>
#include <array>
#include <deque>

#include "base/text.h"

namespace stopgate::workflow {

namespace {

// What stands before the program of a command.
constexpr std::array<std::string_view, 16> kBefore = {
    "sudo", "env", "if",   "then", "else", "elif",  "do",      "while",
    "time", "!",   "exec", "{",    "(",    "until", "command", "nohup"};

bool is_name_character(char c) {
  return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_assignment(std::string_view word) {
  const auto equals = word.find('=');
  return equals != std::string_view::npos && equals > 0 &&
         std::ranges::all_of(word.substr(0, equals), is_name_character);
}

class Splitter {
 public:
  Splitter(const PlacedText& script, std::vector<Command>& out)
      : script_(script), text_(script.text()), out_(out) {}

  bool split() {
    while (at_ < text_.size()) {
      if (out_.size() >= kMostCommands) return false;
      step();
    }
    end_command(text_.size());
    return true;
  }

 private:
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  [[nodiscard]] bool looking_at(std::string_view expected) const {
    return text_.substr(at_).starts_with(expected);
  }

  void step() {
    const char c = peek();
    if (c == '\n') {
      end_command(at_);
      ++at_;
      skip_documents();
    } else if (c == ' ' || c == '\t' || c == '\r') {
      end_word();
      ++at_;
    } else if (c == '#' && !in_word_) {
      end_command(at_);
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (c == '\\') {
      take_backslashes();
    } else if (looking_at("${{")) {
      take_through("}}");
    } else if (c == '\'' || c == '"') {
      take_quoted(c);
    } else if (looking_at("$(") || looking_at("${")) {
      take_substitution();
    } else if (looking_at("<<<")) {
      end_word();
      at_ += 3;
    } else if (looking_at("<<")) {
      take_here_document();
    } else if (c == '>') {
      take_redirection();
    } else if (c == ';' || c == '|' || (c == '&' && peek(1) != '>')) {
      take_operator();
    } else {
      add(c);
      ++at_;
    }
  }

  void add(char c) {
    if (!has_command_) begin_ = at_;
    has_command_ = in_word_ = true;
    word_ += c;
  }

  // Before a line break they continue the line: one in a shell, two in a string of Groovy.
  void take_backslashes() {
    auto end = at_;
    while (end < text_.size() && text_[end] == '\\') ++end;
    auto line_end = end;
    if (line_end < text_.size() && text_[line_end] == '\r') ++line_end;
    if (line_end < text_.size() && text_[line_end] == '\n') {
      end_word();
      at_ = line_end + 1;
      return;
    }
    ++at_;
    if (at_ < text_.size()) {
      add(text_[at_]);
      ++at_;
    }
  }

  void take_through(std::string_view end) {
    const auto found = text_.find(end, at_);
    const auto stop = found == std::string_view::npos ? text_.size() : found + end.size();
    while (at_ < stop) {
      add(text_[at_]);
      ++at_;
    }
  }

  void take_quoted(char quote) {
    if (!has_command_) begin_ = at_;
    has_command_ = in_word_ = true;
    ++at_;
    while (at_ < text_.size() && text_[at_] != quote) {
      if (quote == '"' && text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      word_ += text_[at_];
      ++at_;
    }
    if (at_ < text_.size()) ++at_;
  }

  void take_substitution() {
    const char open = text_[at_ + 1];
    const char close = open == '(' ? ')' : '}';
    std::size_t depth = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      add(c);
      ++at_;
      if (c == open) ++depth;
      if (c == close && --depth == 0) return;
    }
  }

  // cat <<EOF: the lines up to EOF are no commands.
  void take_here_document() {
    end_word();
    at_ += 2;
    if (peek() == '-') ++at_;
    while (peek() == ' ' || peek() == '\t') ++at_;
    std::string delimiter;
    while (at_ < text_.size() && (is_name_character(peek()) || peek() == '\'' || peek() == '"' ||
                                  peek() == '\\' || peek() == '-' || peek() == '.')) {
      if (is_name_character(peek()) || peek() == '-' || peek() == '.') delimiter += peek();
      ++at_;
    }
    if (!delimiter.empty()) documents_.push_back(delimiter);
  }

  void skip_documents() {
    while (!documents_.empty() && at_ < text_.size()) {
      const auto end = std::min(text_.find('\n', at_), text_.size());
      if (trim(text_.substr(at_, end - at_)) == documents_.front()) documents_.pop_front();
      at_ = std::min(end + 1, text_.size());
    }
  }

  void take_redirection() {
    // "2>" is no word of the command.
    if (word_ == "1" || word_ == "2" || word_ == "&") {
      word_.clear();
      in_word_ = false;
    }
    end_word();
    ++at_;
    if (peek() == '>') ++at_;
    if (peek() == '&') {
      ++at_;
      while (peek() >= '0' && peek() <= '9') ++at_;
      return;
    }
    is_redirected_ = true;
  }

  void take_operator() {
    const char c = peek();
    const bool is_pipe = c == '|' && peek(1) != '|';
    end_word();
    if (!out_.empty() || has_command_) is_piped_ = is_pipe;
    end_command(at_);
    at_ += (peek(1) == c) ? 2 : 1;
  }

  void end_word() {
    if (in_word_ && words_.size() < kMostWords) words_.push_back(word_);
    word_.clear();
    in_word_ = false;
  }

  void end_command(std::size_t end) {
    end_word();
    if (has_command_) {
      const auto program = std::ranges::find_if(words_, [](const std::string& word) {
        return std::ranges::find(kBefore, word) == kBefore.end() && !is_assignment(word);
      });
      const auto text = trim(text_.substr(begin_, end - begin_));
      out_.push_back({.text = std::string(text),
                      .words = {program, words_.end()},
                      .place = script_.place(begin_, begin_ + text.size()),
                      .is_piped = is_piped_,
                      .is_redirected = is_redirected_});
    }
    words_.clear();
    has_command_ = is_piped_ = is_redirected_ = false;
  }

  const PlacedText& script_;
  std::string_view text_;
  std::vector<Command>& out_;
  std::size_t at_ = 0;
  std::size_t begin_ = 0;
  std::string word_;
  std::vector<std::string> words_;
  std::deque<std::string> documents_;
  bool in_word_ = false;
  bool has_command_ = false;
  bool is_piped_ = false;
  bool is_redirected_ = false;
};

}  // namespace

bool add_commands(const PlacedText& script, std::vector<Command>& out) {
  return Splitter(script, out).split();
}

}  // namespace stopgate::workflow
