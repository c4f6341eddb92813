#pragma once

// What policies see of workloads, pods and containers, as lenient maps: a member that is not there
// reads as absent, where the objects inside stay as strict as they were read.
//
// Members that come from a manifest keep their places, so that a finding lands on the line that was
// written: pod.spec.hostNetwork, security.runAsUser.

#include "base/arena.h"
#include "kubernetes/render.h"

namespace stopgate::kubernetes {

// kind, name, namespace, apiVersion, group, replicas (the least), maxReplicas, replicasDeclared,
// autoscaled, replicasKnown, longRunning, helmHook, selector, podLabels, podAnnotations,
// services (names), disruptionBudgets, autoscalers (objects), partial, object.
[[nodiscard]] value::Value workload_facts(const Render& render, const Pod& pod, Arena& arena);

// spec, metadata, labels, annotations, path, longRunning, helmHook, partial, receivesTraffic,
// services (objects), serviceAccountName ("default" when none is written), namespace, replicas,
// containers: [{container, name, type, security}].
[[nodiscard]] value::Value pod_facts(const Render& render, const Pod& pod, Arena& arena);

// The security context a container runs with: its own settings over those of its pod, member by
// member, each with the place where it was written. What nobody wrote is absent: defaults differ by
// runtime, and a policy says what it takes for granted. Two members are computed:
// allowPrivilegeEscalation is true for privileged containers and those with CAP_SYS_ADMIN, and
// appArmorProfile comes from the pod's annotation where no field says otherwise.
[[nodiscard]] value::Value container_security(const Pod& pod, const Container& container,
                                              Arena& arena);

}  // namespace stopgate::kubernetes
