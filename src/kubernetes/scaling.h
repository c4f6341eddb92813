#pragma once

// What other objects say about pods: who sends them traffic, who keeps how many of them alive.

#include "kubernetes/render.h"

namespace stopgate::kubernetes {

// Pod::services and Pod::disruption_budgets.
void attach_selectors(Render& render);

// Pod::autoscalers, and replicas as the autoscaler keeps them: HorizontalPodAutoscaler,
// ScaledObject.
void attach_autoscalers(Render& render);

}  // namespace stopgate::kubernetes
