#pragma once

// Field names that the room looks up again and again, interned once.

#include "base/symbol.h"

namespace stopgate::kubernetes::names {

inline const Symbol kAnnotations = intern("annotations");
inline const Symbol kApiVersion = intern("apiVersion");
inline const Symbol kContainers = intern("containers");
inline const Symbol kGenerateName = intern("generateName");
inline const Symbol kHelmHook = intern("helm.sh/hook");
inline const Symbol kImage = intern("image");
inline const Symbol kItems = intern("items");
inline const Symbol kKey = intern("key");
inline const Symbol kKind = intern("kind");
inline const Symbol kLabels = intern("labels");
inline const Symbol kMatchExpressions = intern("matchExpressions");
inline const Symbol kMatchLabels = intern("matchLabels");
inline const Symbol kMaxReplicas = intern("maxReplicas");
inline const Symbol kMetadata = intern("metadata");
inline const Symbol kMinReplicas = intern("minReplicas");
inline const Symbol kName = intern("name");
inline const Symbol kNamespace = intern("namespace");
inline const Symbol kOperator = intern("operator");
inline const Symbol kReplicas = intern("replicas");
inline const Symbol kRestartPolicy = intern("restartPolicy");
inline const Symbol kSecurityContext = intern("securityContext");
inline const Symbol kSelector = intern("selector");
inline const Symbol kSpec = intern("spec");
inline const Symbol kTemplate = intern("template");
inline const Symbol kValues = intern("values");

}  // namespace stopgate::kubernetes::names
