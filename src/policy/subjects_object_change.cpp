// Objects as they were before the change and as they will be: only where there is a base.

#include "policy/base_objects.h"
#include "policy/copy.h"
#include "policy/subjects.h"

namespace stopgate::policy {

namespace {

class ObjectChangeSubjects final : public Subjects {
 public:
  explicit ObjectChangeSubjects(const model::Model& model) : model_(model), base_(model) {}

  std::size_t size() const override { return base_.has_base() ? base_.pairs().size() : 0; }

  std::string key(std::size_t i) const override {
    return std::string(object(i).group) + "/" + std::string(object(i).kind);
  }

  bool matches(const Match& match, std::size_t i) const override {
    return match.kinds.empty() || matches_any(match.kinds, object(i).kind) ||
           matches_any(match.kinds, key(i));
  }

  void bind(std::size_t i, Binder& binder) const override {
    const auto& pair = base_.pairs()[i];
    binder.bind("object", pair.is_there() ? pair.after.object().root : value::Node{});
    // Places of the base are of another set of files.
    binder.bind("oldObject", pair.was_there()
                                 ? copy_tree(binder.arena(), pair.before.object().root.value)
                                 : value::Value::null());
  }

  Host host(std::size_t i) const override {
    const auto& pair = base_.pairs()[i];
    const auto& at = pair.is_there() ? pair.after : pair.before;
    Host host;
    host.render = at.render;
    host.name_space = at.render->namespace_of(at.object());
    return host;
  }

  Description describe(std::size_t i) const override {
    const auto& pair = base_.pairs()[i];
    Description out;
    out.subject = {.address = {},
                   .kind = std::string(object(i).kind),
                   .name_space = std::string(object(i).name_space),
                   .name = std::string(object(i).name)};
    if (pair.is_there())
      out.place = object(i).name_place;
    else
      out.path = model_.base->sources->file(object(i).file).path();
    return out;
  }

 private:
  [[nodiscard]] const kubernetes::Object& object(std::size_t i) const {
    const auto& pair = base_.pairs()[i];
    return (pair.is_there() ? pair.after : pair.before).object();
  }

  const model::Model& model_;
  BaseObjects base_;
};

}  // namespace

std::unique_ptr<Subjects> make_object_change_subjects(const model::Model& model) {
  return std::make_unique<ObjectChangeSubjects>(model);
}

}  // namespace stopgate::policy
