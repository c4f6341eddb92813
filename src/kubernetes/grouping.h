#pragma once

// Which files are applied together.
//
// The files of a run are one Render, unless something says otherwise:
//  1. Documents of one file stay together.
//  2. Files that Helm rendered belong to their chart: each chart name ("# Source: chart/…") is a
//  Render
//     of its own. A file without that comment joins the chart of its directory, when there is
//     exactly one, and otherwise the files of no chart.
//  3. No cluster holds two objects of one kind, namespace and name: if two files of a Render
//  declare the
//     same object (environments side by side, bases and overlays), it falls apart by directory, and
//     a directory with such files falls apart by file. Objects without a name never collide.
//
// Objects without a namespace go to the release's: the one in the options, else, in a chart, the
// only one that its other objects name or, when none does, the subjects of its bindings
// (kube-system aside), else "default".

#include <string>
#include <vector>

#include "kubernetes/relations.h"
#include "kubernetes/render.h"
#include "source/source_file.h"

namespace stopgate::kubernetes {

struct RenderOptions {
  std::string release_namespace;
  World world;
};

// Sorted by name. Files without objects belong to no Render. Take the diagnostics out of the
// Manifests before: Renders have none.
[[nodiscard]] std::vector<Render> group_renders(std::vector<Manifests>&& manifests,
                                                const source::SourceMap& sources,
                                                const RenderOptions& options = {});

// One Render of all the files, whatever they hold.
[[nodiscard]] Render make_render(std::string name, std::vector<Manifests>&& manifests,
                                 const source::SourceMap& sources,
                                 const RenderOptions& options = {});

}  // namespace stopgate::kubernetes
