#include "forge/poster.h"

namespace stopgate::forge {

std::unique_ptr<Poster> make_poster(const Target& target, HttpClient& client) {
  switch (target.kind) {
    case Kind::GitHub:
      return make_github(target, client);
    case Kind::Gitea:
      return make_gitea(target, client);
    case Kind::GitLab:
      return make_gitlab(target, client);
    case Kind::Bitbucket:
      return make_bitbucket(target, client);
    case Kind::BitbucketServer:
      return make_bitbucket_server(target, client);
    case Kind::Azure:
      return make_azure(target, client);
  }
  return nullptr;
}

Refusal no_pull_request() {
  return {.status = 0,
          .message = "no pull request is known to post on; run in a job for one, or give --pr"};
}

}  // namespace stopgate::forge
