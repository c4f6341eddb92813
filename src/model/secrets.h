#pragma once

// What no report may show: every value that Terraform was told is sensitive.

#include "model/model.h"
#include "plan/redaction.h"

namespace stopgate::model {

// Of all plans and configurations, those of the base too. A value that is also a word of some resource's address is no
// secret: hiding it would hide the resource.
[[nodiscard]] plan::Redactor redactor_of(const Model& model);

}  // namespace stopgate::model
