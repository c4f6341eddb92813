#include "report/html_data.h"

#include <deque>
#include <string_view>
#include <unordered_map>

#include "base/text.h"
#include "report/place.h"
#include "report/snippet.h"

namespace stopgate::report {

namespace {

constexpr std::size_t kSnippetColumns = 110;
constexpr std::size_t kTextBytes = 2'000;
constexpr std::size_t kShownInstances = 200;

// Line by line as a terminal could show it, so that nothing turns the text around or hides in it.
std::string shown(std::string_view text) {
  std::string out;
  text = text.substr(0, kTextBytes);
  for (const auto line : split(text, '\n'))
    out += (out.empty() && line.data() == text.data() ? "" : "\n") + printable(line, kTextBytes);
  return out;
}

// A JSON string. `<` and `&` are escaped, so that no text ends the element or opens a comment.
void append_string(std::string& out, std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (byte < 0x20 || c == '<' || c == '>' || c == '&') {
      out += "\\u00";
      out += kDigits[byte >> 4U];
      out += kDigits[byte & 15U];
    } else {
      out += c;
    }
  }
  out += '"';
}

class DataWriter {
 public:
  DataWriter(const review::Review& review, const source::SourceMap& sources, const Options& options)
      : review_(review), sources_(sources), options_(options), secrets_(review) {}

  std::string write() && {
    out_ = "{\"url\":";
    append_string(out_, options_.source_url);
    out_ += ",\"gate\":" + std::to_string(static_cast<int>(review_.gate));
    list("findings", review_.findings, [this](const auto& item) { finding(item); });
    list("changes", review_.changes, [this](const auto& item) { change(item); });
    list("groups", review_.groups, [this](const auto& item) { group(item); });
    list("drift", review_.drift, [this](const auto& item) { drift(item); });
    list("outputs", review_.outputs, [this](const auto& item) {
      strings({item.name, item.action, item.before, item.after});
    });
    list("notes", review_.diagnostics, [this](const auto& item) { note(item); });
    list("strings", texts_, [this](const std::string& text) { append_string(out_, text); });
    return std::move(out_) + "}";
  }

 private:
  template <typename Items, typename Write>
  void list(std::string_view name, const Items& items, Write&& write) {
    out_ += ",\"";
    out_ += name;
    out_ += "\":[";
    bool is_first = true;
    for (const auto& item : items) {
      if (!is_first) out_ += ',';
      is_first = false;
      write(item);
    }
    out_ += ']';
  }

  // The number of a text in the table.
  void text(std::string_view raw) {
    const auto found = numbers_.find(raw);
    if (found != numbers_.end()) return number(found->second);
    texts_.push_back(shown(raw));
    numbers_.emplace(std::string(raw), texts_.size() - 1);
    number(texts_.size() - 1);
  }

  void number(std::size_t value) { out_ += std::to_string(value); }

  void member(std::string_view name, std::string_view value) {
    out_ += ",\"";
    out_ += name;
    out_ += "\":";
    append_string(out_, shown(value));
  }

  // The number of the file, -1 for none, and the line.
  void location(const source::Location& location, std::string_view between) {
    if (location.file.empty()) {
      out_ += "-1";
    } else {
      text(location.file);
    }
    out_ += between;
    number(location.begin.line);
  }

  void finding(const finding::Finding& finding) {
    out_ += "{\"severity\":" + std::to_string(static_cast<int>(finding.severity));
    member("status", name_of(finding.status));
    member("policy", finding.policy);
    member("message", finding.message);
    // The same for every finding of a policy.
    out_ += ",\"incident\":";
    text(finding.incident);
    out_ += ",\"remediation\":";
    text(finding.remediation);
    out_ += ",\"subject\":";
    text(finding::to_string(finding.subject));
    out_ += ",\"file\":";
    location(location_of(finding, sources_), ",\"line\":");
    out_ += ",\"instances\":[";
    for (std::size_t i = 0; i < std::min(finding.instances.size(), kShownInstances); ++i) {
      if (i > 0) out_ += ',';
      append_string(out_, shown(finding.instances[i]));
    }
    out_ += "],\"snippet\":[";
    bool is_first = true;
    for (const auto& line : snippet_of(finding.place, sources_, secrets_, kSnippetColumns).lines) {
      out_ += is_first ? "[" : ",[";
      is_first = false;
      number(line.number);
      out_ += ',';
      append_string(out_, line.text);
      out_ += ',' + std::to_string(line.mark_begin) + ',' + std::to_string(line.mark_width) + ']';
    }
    out_ += "]}";
  }

  void change(const review::ChangeLine& change) {
    out_ += '[';
    for (const auto* part : {&change.address, &change.action, &change.type, &change.reason,
                             &change.loss, &change.loss_note, &change.module}) {
      text(*part);
      out_ += ',';
    }
    location(location_of(change.place, "", sources_), ",");
    out_ += change.creates_first ? ",1,[" : ",0,[";
    bool is_first = true;
    for (const auto& attribute : change.attributes) {
      if (!is_first) out_ += ',';
      is_first = false;
      row(attribute);
    }
    out_ += "]," + std::to_string(change.attributes_left_out) + ",[";
    for (std::size_t i = 0; i < change.why.size(); ++i) {
      if (i > 0) out_ += ',';
      text(change.why[i]);
    }
    out_ += "],";
    text(plan::name_of(change.light));
    out_ += ']';
  }

  void row(const review::AttributeLine& attribute) {
    const auto& edit = attribute.edit;
    const int flags =
        (edit.forces_replacement ? 1 : 0) + (edit.is_unknown ? 2 : 0) + (edit.is_sensitive ? 4 : 0);
    text(edit.path);
    out_ += ',' + std::to_string(static_cast<int>(edit.edit)) + ',' +
            std::to_string(static_cast<int>(edit.noise)) + ',';
    text(edit.before);
    out_ += ',';
    text(edit.after);
    out_ += ',' + std::to_string(flags) + ',';
    number(location_of(attribute.place, "", sources_).begin.line);
  }

  void group(const review::ChangeGroup& group) {
    out_ += "[[";
    for (std::size_t i = 0; i < group.changes.size(); ++i) {
      if (i > 0) out_ += ',';
      number(group.changes[i]);
    }
    out_ += "],[";
    for (std::size_t i = 0; i < group.findings.size(); ++i) {
      const auto& mark = group.findings[i];
      if (i > 0) out_ += ',';
      number(mark.finding);
      out_ += ',';
      out_ += mark.attribute == review::FindingMark::kWhole ? "-1" : std::to_string(mark.attribute);
    }
    out_ += "]]";
  }

  void strings(const std::vector<std::string>& texts) {
    out_ += '[';
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (i > 0) out_ += ',';
      append_string(out_, shown(texts[i]));
    }
    out_ += ']';
  }

  void drift(const review::DriftLine& drift) {
    std::vector<std::string> texts{drift.address, drift.action, drift.outcome};
    texts.insert(texts.end(), drift.rows.begin(), drift.rows.end());
    strings(texts);
  }

  void note(const source::Diagnostic& diagnostic) {
    constexpr const char* kNames[] = {"note", "warning", "error"};
    strings({kNames[static_cast<std::size_t>(diagnostic.severity)],
             to_string(location_of(diagnostic.place, diagnostic.path, sources_)),
             diagnostic.message, diagnostic.help});
  }

  const review::Review& review_;
  const source::SourceMap& sources_;
  const Options& options_;
  SecretPlaces secrets_;
  std::string out_;
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>> numbers_;
  std::deque<std::string> texts_;
};

}  // namespace

std::string html_data(const review::Review& review, const source::SourceMap& sources,
                      const Options& options) {
  return DataWriter(review, sources, options).write();
}

}  // namespace stopgate::report
