// The table of domain functions, for the documentation.

#include <array>

#include "policy/environment.h"

namespace stopgate::policy {

namespace {

constexpr std::array kFunctions{
    FunctionInfo{"objects(kind) -> list",
                 "objects of that kind in the same set of manifests, in any namespace"},
    FunctionInfo{"objects(kind, namespace) -> list",
                 "objects of that kind in one namespace; '' is the one that the set goes to"},
    FunctionInfo{"lookup(kind, namespace, name) -> object or null",
                 "one object of the same set of manifests"},
    FunctionInfo{"podsMatching(selector, namespace) -> list",
                 "pods (as the variable pod) of that namespace, or of all when it is '*', that a "
                 "label selector matches"},
    FunctionInfo{"selects(selector, labels) -> bool",
                 "whether a label selector, or a plain map of labels, matches; {} matches all, "
                 "null nothing"},
    FunctionInfo{"apiLifecycle(apiVersion, kind) -> map or null",
                 "introduced, deprecated, removed, planned (minors of Kubernetes, or null); "
                 "component, deprecatedIn, removedIn (versions of the project that "
                 "ships the kind); replacement (apiVersion or ''), replacementKind"},
    FunctionInfo{"apiServed(apiVersion, kind, minor) -> bool or null",
                 "whether that minor of Kubernetes serves the kind; null for custom resources and "
                 "for minors before 1.25"},
    FunctionInfo{"podTotal(spec, resource, requests or limits) -> int",
                 "what one pod asks for, in thousandths: containers and sidecars, or the init "
                 "container that needs more, and its overhead"},
    FunctionInfo{"milli(quantity) -> int", "a quantity in thousandths: \"1500m\" is 1500"},
    FunctionInfo{"cronGapMinutes(schedule) -> int or null",
                 "the longest time between two runs of a cron schedule; null for what is none"},
    FunctionInfo{"resources(type) -> list",
                 "arguments of every resource of that type in the same root or plan"},
    FunctionInfo{"referrers(type, argument) -> list",
                 "arguments of the resources of that type whose argument names this resource, by "
                 "reference or by value; unknown where that cannot be told"},
    FunctionInfo{"referred(argument) -> list",
                 "arguments of the resources that an argument of this resource names"},
    FunctionInfo{
        "isTrue(any) -> bool",
        "whether Terraform reads an argument as true: true, \"true\" or \"1\"; null is not"},
    FunctionInfo{
        "isFalse(any) -> bool",
        "whether Terraform reads an argument as false: false, \"false\" or \"0\"; null is not"},
    FunctionInfo{"json(text) -> dyn", "a JSON text parsed; an error when it is none"},
    FunctionInfo{"endOfLife(product, version) -> map or null",
                 "when support of a version ends: ends (\"2025-09-01\"; compare it with asOf), "
                 "replacement or '', source; null where nothing is known"},
    FunctionInfo{"secretKind(text) -> string",
                 "what kind of credential a text is by its form (\"AWS access key\", \"private "
                 "key\"), '' for none"},
    FunctionInfo{"looksRandom(text) -> bool",
                 "whether a text looks made by a generator of secrets: long, mixed, no words"},
    FunctionInfo{"isPlaceholder(text) -> bool",
                 "whether a text stands for a value put in later: changeme, ${VAR}, <password>, "
                 "vault:…, empty"},
};

}  // namespace

std::span<const FunctionInfo> domain_functions() {
  return kFunctions;
}

}  // namespace stopgate::policy
