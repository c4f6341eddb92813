#include "plan/plan.h"

namespace stopgate::plan {

std::string_view name_of(Action action) {
  switch (action) {
    case Action::NoOp:
      return "no-op";
    case Action::Create:
      return "create";
    case Action::Read:
      return "read";
    case Action::Update:
      return "update";
    case Action::Delete:
      return "delete";
    case Action::Forget:
      return "forget";
    case Action::Replace:
    case Action::CreateThenDelete:
    case Action::CreateThenForget:
      return "replace";
  }
  return "";
}

}  // namespace stopgate::plan
