"""Forges on loopback: they remember what is posted, and refuse what the real ones refuse.

Each class answers the calls of one forge on one pull request, which changes `main.tf` (lines 1 to 4 added) and adds `web.yaml`
(lines 1 to 40). Trouble can be ordered: a list of (status, headers, body) that the next writes are answered with.
"""
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

DIFF = (
    "diff --git a/main.tf b/main.tf\n--- a/main.tf\n+++ b/main.tf\n@@ -0,0 +1,4 @@\n" + "+line\n" * 4
    + "diff --git a/web.yaml b/web.yaml\nnew file mode 100644\n--- /dev/null\n+++ b/web.yaml\n@@ -0,0 +1,40 @@\n" + "+line\n" * 40
)
HEAD = "a" * 40
BODY_LIMIT = 65536


class Forge:
    """State that every forge has: comments, line comments, statuses, requests."""

    def __init__(self):
        self.lock = threading.Lock()
        self.next_id = 0
        self.comments = []  # {"id", "body", "author"}
        self.lines = []  # {"id", "path", "line", "body", "author", "replies", "resolved"}
        self.statuses = []
        self.writes = []  # (method, path)
        self.trouble = []
        self.refused_lines = set()
        self.token = "secret-token"

    def new_id(self):
        self.next_id += 1
        return self.next_id

    def find(self, items, wanted):
        return next((item for item in items if str(item["id"]) == str(wanted)), None)

    def say_as_somebody(self, body):
        self.comments.append({"id": self.new_id(), "body": body, "author": "human"})

    def allows(self, headers):
        return self.token in (headers.get("Authorization") or "") or headers.get("PRIVATE-TOKEN") == self.token

    def answer(self, method, path, headers, body):
        with self.lock:
            if not self.allows(headers):
                return 401, {}, {"message": "Bad credentials"}
            if method != "GET":
                self.writes.append((method, path))
                if self.trouble:
                    return self.trouble.pop(0)
            return self.handle(method, path, body)

    def add_comment(self, body):
        if len(body) > BODY_LIMIT:
            return 422, {}, {"message": "Validation Failed", "errors": [{"message": "Body is too long"}]}
        self.comments.append({"id": self.new_id(), "body": body, "author": "bot"})
        return self.comments[-1]

    def add_line(self, path, line, body):
        self.lines.append({"id": self.new_id(), "path": path, "line": line, "body": body, "author": "bot", "replies": 0, "resolved": False})
        return self.lines[-1]

    def is_in_diff(self, path, line):
        return (path, line) not in self.refused_lines and (path == "main.tf" and 1 <= line <= 4 or path == "web.yaml" and 1 <= line <= 40)


class GitHub(Forge):
    name = "github"

    def comment_json(self, comment):
        return {"id": comment["id"], "body": comment["body"], "user": {"login": comment["author"]}, "html_url": f"https://forge/c/{comment['id']}"}

    def line_json(self, line):
        return {"id": line["id"], "body": line["body"], "path": line["path"], "line": line["line"], "user": {"login": line["author"]}}

    def handle(self, method, path, body):
        path, _, query = path.partition("?")
        if path == "/user":
            return 200, {}, {"login": "bot"}
        repo = "/repos/o/r"
        if path == f"{repo}/pulls/7":
            if body == "diff":
                return 200, {}, DIFF
            return 200, {}, {"number": 7, "head": {"sha": HEAD}}
        if path == f"{repo}/commits/{HEAD}/pulls":
            return 200, {}, [{"number": 7, "state": "open"}]
        if path == f"{repo}/issues/7/comments":
            if method == "POST":
                made = self.add_comment(body["body"])
                return made if isinstance(made, tuple) else (201, {}, self.comment_json(made))
            page = int(re.search(r"[?&]page=(\d+)", "?" + query).group(1))
            shown = self.comments[(page - 1) * 30:page * 30]  # a server that ignores the page's size
            link = f'<{self.base}{path}?page={page + 1}>; rel="next"' if len(self.comments) > page * 30 else ""
            return 200, {"Link": link} if link else {}, [self.comment_json(c) for c in shown]
        if match := re.fullmatch(rf"{repo}/issues/comments/(\d+)", path):
            found = self.find(self.comments, match[1])
            if found is None:
                return 404, {}, {"message": "Not Found"}
            if method == "DELETE":
                self.comments.remove(found)
                return 204, {}, None
            if len(body["body"]) > BODY_LIMIT:
                return 422, {}, {"message": "Body is too long"}
            found["body"] = body["body"]
            return 200, {}, self.comment_json(found)
        if path == f"{repo}/pulls/7/comments" and method == "GET":
            replies = [{"id": 10_000 + line["id"], "body": "why?", "user": {"login": "human"}, "in_reply_to_id": line["id"]}
                       for line in self.lines if line["replies"]]
            return 200, {}, [self.line_json(line) for line in self.lines] + replies
        if path == f"{repo}/pulls/7/reviews":
            if not all(self.is_in_diff(c["path"], c["line"]) for c in body["comments"]):
                return 422, {}, {"message": "Unprocessable Entity", "errors": ["Line could not be resolved"]}
            for comment in body["comments"]:
                self.add_line(comment["path"], comment["line"], comment["body"])
            return 200, {}, {"id": self.new_id(), "state": "COMMENTED"}
        if path == f"{repo}/pulls/7/comments":
            if not self.is_in_diff(body["path"], body["line"]):
                return 422, {}, {"message": "line must be part of the diff"}
            return 201, {}, self.line_json(self.add_line(body["path"], body["line"], body["body"]))
        if match := re.fullmatch(rf"{repo}/pulls/comments/(\d+)", path):
            self.lines.remove(self.find(self.lines, match[1]))
            return 204, {}, None
        if path == f"{repo}/statuses/{HEAD}":
            assert body["state"] in ("success", "failure", "error", "pending") and len(body["description"]) <= 140
            self.statuses.append(body["state"])
            return 201, {}, {}
        return 404, {}, {"message": "Not Found"}


class Gitea(GitHub):
    name = "gitea"

    def handle(self, method, path, body):
        plain = path.partition("?")[0]
        repo = "/repos/o/r"
        if plain == f"{repo}/pulls/7.diff":
            return 200, {}, DIFF
        if plain == f"{repo}/pulls/7/reviews" and method == "GET":
            pending = [{"id": 900, "state": "PENDING", "user": {"login": "bot"}}] if getattr(self, "pending", None) else []
            return 200, {}, [{"id": 1, "state": "COMMENT", "user": {"login": "bot"}}] + pending
        if plain == f"{repo}/pulls/7/reviews/1/comments":
            lines = [dict(self.line_json(line), position=line["line"]) for line in self.lines]
            replies = [{"id": 10_000 + line["id"], "body": "why?", "user": {"login": "human"}, "path": line["path"], "position": line["line"]}
                       for line in self.lines if line["replies"]]
            return 200, {}, lines + replies
        if plain == f"{repo}/pulls/7/reviews/900" and method == "DELETE":
            self.pending = None
            return 204, {}, None
        if plain == f"{repo}/pulls/7/reviews/900/comments":
            return 200, {}, []
        if plain == f"{repo}/pulls/7/reviews":
            # Not atomic: what came before a bad line stays behind, and goes out with the next review.
            taken = list(getattr(self, "pending", None) or [])
            self.pending = None
            for comment in body["comments"]:
                if not self.is_in_diff(comment["path"], comment["new_position"]):
                    self.pending = taken
                    return 500, {}, {"message": ""}
                taken.append(comment)
            for comment in taken:
                self.add_line(comment["path"], comment["new_position"], comment["body"])
            return 200, {}, {"id": 1, "state": "COMMENT" if body["event"] == "COMMENT" else "PENDING"}
        if match := re.fullmatch(rf"{repo}/issues/comments/(\d+)", plain):
            line = self.find(self.lines, match[1])
            if line is not None and method == "DELETE":
                self.lines.remove(line)
                return 204, {}, None
        return super().handle(method, path, body)


class GitLab(Forge):
    name = "gitlab"

    def note(self, comment):
        return {"id": comment["id"], "body": comment["body"], "author": {"id": 5 if comment["author"] == "bot" else 6}}

    def handle(self, method, path, body):
        path = path.partition("?")[0]
        request = "/projects/o%2Fr/merge_requests/7"
        if path == "/user":
            return 200, {}, {"id": 5}
        if path == f"{request}/versions":
            return 200, {}, [{"id": 3, "base_commit_sha": "b", "start_commit_sha": "c", "head_commit_sha": HEAD}]
        if path == f"{request}/versions/3":
            return 200, {}, {"diffs": [
                {"old_path": "main.tf", "new_path": "main.tf", "diff": "@@ -0,0 +1,4 @@\n" + "+line\n" * 4},
                {"old_path": "web.yaml", "new_path": "web.yaml", "diff": "@@ -0,0 +1,40 @@\n" + "+line\n" * 40}]}
        if path == f"{request}/notes":
            if method == "POST":
                made = self.add_comment(body["body"])
                return made if isinstance(made, tuple) else (201, {}, self.note(made))
            return 200, {}, [self.note(c) for c in self.comments]
        if match := re.fullmatch(rf"{request}/notes/(\d+)", path):
            found = self.find(self.comments, match[1])
            if method == "DELETE":
                self.comments.remove(found)
                return 204, {}, None
            found["body"] = body["body"]
            return 200, {}, self.note(found)
        if path == f"{request}/discussions":
            if method == "GET":
                return 200, {}, [{"id": f"d{line['id']}", "notes": [dict(self.note(line), position={"new_line": line["line"]}, resolved=line["resolved"])]
                                  + [{"id": 1, "body": "why?", "author": {"id": 6}}] * line["replies"]} for line in self.lines]
            position = body["position"]
            if not self.is_in_diff(position["new_path"], position["new_line"]) or "old_line" in position:
                return 400, {}, {"message": "400 Bad request - Note {:line_code=>[\"can't be blank\"]}"}
            made = self.add_line(position["new_path"], position["new_line"], body["body"])
            return 201, {}, {"id": f"d{made['id']}"}
        if match := re.fullmatch(rf"{request}/discussions/d(\d+)", path):
            self.find(self.lines, match[1])["resolved"] = body["resolved"]
            return 200, {}, {}
        if path == f"/projects/o%2Fr/statuses/{HEAD}":
            assert body["state"] in ("success", "failed", "pending")
            self.statuses.append(body["state"])
            return 201, {}, {}
        return 404, {}, {"message": "404 Not Found"}


class Bitbucket(Forge):
    name = "bitbucket"

    def json_of(self, item):
        out = {"id": item["id"], "content": {"raw": item["body"]}, "user": {"uuid": "{b}" if item["author"] == "bot" else "{h}"}}
        if "path" in item:
            out["inline"] = {"path": item["path"], "to": item["line"]}
        return out

    def handle(self, method, path, body):
        path, _, query = path.partition("?")
        repo = "/repositories/o/r"
        pull = f"{repo}/pullrequests/7"
        if path == "/user":
            return 200, {}, {"uuid": "{b}"}
        if path == pull:
            return 200, {}, {"id": 7, "source": {"commit": {"hash": HEAD}}}
        if path == f"{pull}/diff":
            return 302, {"Location": f"{self.base}{repo}/diff/elsewhere"}, None
        if path == f"{repo}/diff/elsewhere":
            return 200, {}, DIFF
        if path == f"{pull}/comments" and method == "GET":
            everything = [self.json_of(c) for c in self.comments + self.lines]
            everything += [{"id": 9_000 + line["id"], "content": {"raw": "why?"}, "user": {"uuid": "{h}"}, "parent": {"id": line["id"]}}
                           for line in self.lines if line["replies"]]
            page = int((re.search(r"page=(\d+)$", query) or [0, 1])[1]) if "&page=" in query else 1
            out = {"values": everything[(page - 1) * 10:page * 10]}
            if len(everything) > page * 10:
                out["next"] = f"{self.base}{path}?pagelen=100&page={page + 1}"
            return 200, {}, out
        if path == f"{pull}/comments":
            if "inline" in body:
                if not self.is_in_diff(body["inline"]["path"], body["inline"]["to"]):
                    return 400, {}, {"error": {"message": "line not in diff"}}
                return 201, {}, self.json_of(self.add_line(body["inline"]["path"], body["inline"]["to"], body["content"]["raw"]))
            made = self.add_comment(body["content"]["raw"])
            return made if isinstance(made, tuple) else (201, {}, self.json_of(made))
        if match := re.fullmatch(rf"{pull}/comments/(\d+)", path):
            found = self.find(self.comments, match[1]) or self.find(self.lines, match[1])
            if method == "DELETE":
                (self.lines if "path" in found else self.comments).remove(found)
                return 204, {}, None
            found["body"] = body["content"]["raw"]
            return 200, {}, self.json_of(found)
        if path == f"{repo}/commit/{HEAD}/statuses/build":
            assert body["state"] in ("SUCCESSFUL", "FAILED") and body["url"]
            self.statuses.append(body["state"])
            return 201, {}, {}
        return 404, {}, {"error": {"message": "not found"}}


class BitbucketServer(Forge):
    name = "bitbucket-dc"

    def json_of(self, item):
        return {"id": item["id"], "version": item.setdefault("version", 0), "text": item["body"],
                "permittedOperations": {"editable": item["author"] == "bot"}, "comments": [{"id": 1}] * item.get("replies", 0)}

    def handle(self, method, path, body):
        path, _, query = path.partition("?")
        pull = "/projects/o/repos/r/pull-requests/7"
        if path == pull:
            return 200, {}, {"id": 7, "fromRef": {"latestCommit": HEAD}}
        if path == f"{pull}.diff":
            return 200, {}, DIFF.replace(" a/", " src://").replace(" b/", " dst://")
        if path == f"{pull}/activities":
            start = int(re.search(r"start=(\d+)", query)[1])
            items = [{"action": "COMMENTED", "comment": self.json_of(c)} for c in self.comments]
            items += [{"action": "COMMENTED", "comment": self.json_of(line), "commentAnchor": {"path": line["path"]}} for line in self.lines]
            is_last = start + 5 >= len(items)
            return 200, {}, {"values": items[start:start + 5], "isLastPage": is_last} | ({} if is_last else {"nextPageStart": start + 5})
        if path == f"{pull}/comments":
            if "anchor" in body:
                anchor = body["anchor"]
                if not self.is_in_diff(anchor["path"], anchor["line"]) or anchor["lineType"] != "ADDED":
                    return 400, {}, {"errors": [{"message": "no such line"}]}
                return 201, {}, self.json_of(self.add_line(anchor["path"], anchor["line"], body["text"]))
            made = self.add_comment(body["text"])
            return made if isinstance(made, tuple) else (201, {}, self.json_of(made))
        if match := re.fullmatch(rf"{pull}/comments/(\d+)", path):
            found = self.find(self.comments, match[1]) or self.find(self.lines, match[1])
            version = int(re.search(r"version=(\d+)", query)[1]) if method == "DELETE" else body["version"]
            if version != found["version"]:
                return 409, {}, {"errors": [{"message": "the comment has been changed meanwhile"}]}
            if method == "DELETE":
                (self.lines if "path" in found else self.comments).remove(found)
                return 204, {}, None
            found["version"] += 1
            found["body"] = body["text"]
            return 200, {}, self.json_of(found)
        if path == f"/projects/o/repos/r/commits/{HEAD}/builds":
            self.statuses.append(body["state"])
            return 204, {}, None
        return 404, {}, {"errors": [{"message": "not found"}]}


class Azure(Forge):
    name = "azure"

    def thread(self, item):
        out = {"id": item["id"], "status": "fixed" if item.get("resolved") else "active",
               "comments": [{"id": 1, "content": item["body"], "author": {"id": "b" if item["author"] == "bot" else "h"}}]
               + [{"id": 2, "content": "why?", "author": {"id": "h"}}] * item.get("replies", 0)}
        if "path" in item:
            out["threadContext"] = {"filePath": "/" + item["path"]}
        return out

    def handle(self, method, path, body):
        path, _, query = path.partition("?")
        assert "api-version=7.1" in query or path.endswith("connectionData"), path
        pull = "/o/_apis/git/repositories/r/pullRequests/7"
        if path == "/_apis/connectionData":
            return 200, {}, {"authenticatedUser": {"id": "b"}}
        if path == pull:
            return 200, {}, {"lastMergeSourceCommit": {"commitId": HEAD}}
        if path == f"{pull}/iterations":
            return 200, {}, {"value": [{"id": 1}]}
        if path == f"{pull}/iterations/1/changes":
            return 200, {}, {"changeEntries": [{"item": {"path": "/main.tf"}}, {"item": {"path": "/web.yaml"}}]}
        if path == f"{pull}/threads":
            if method == "GET":
                return 200, {}, {"value": [self.thread(item) for item in self.comments + self.lines]}
            text = body["comments"][0]["content"]
            if "threadContext" in body:
                context = body["threadContext"]
                return 200, {}, self.thread(self.add_line(context["filePath"][1:], context["rightFileStart"]["line"], text))
            made = self.add_comment(text)
            return made if isinstance(made, tuple) else (200, {}, self.thread(made))
        if match := re.fullmatch(rf"{pull}/threads/(\d+)(/comments/1)?", path):
            found = self.find(self.comments, match[1]) or self.find(self.lines, match[1])
            if match[2] is None:
                found["resolved"] = body["status"] in ("fixed", "closed")
            elif method == "DELETE":
                self.comments.remove(found)
            else:
                found["body"] = body["content"]
            return 200, {}, {}
        if path == f"{pull}/statuses":
            assert body["state"] in ("succeeded", "failed", "error")
            self.statuses.append(body["state"])
            return 200, {}, {}
        return 404, {}, {"message": "not found"}


FORGES = [GitHub, Gitea, GitLab, Bitbucket, BitbucketServer, Azure]


def serve(forge):
    """Starts a server for a forge in a thread; gives it."""

    class Handler(BaseHTTPRequestHandler):
        def respond(self):
            size = int(self.headers.get("Content-Length") or 0)
            text = self.rfile.read(size)
            body = json.loads(text) if text else None
            if "diff" in (self.headers.get("Accept") or ""):
                body = "diff"
            status, headers, answer = forge.answer(self.command, self.path.removeprefix("/api"), self.headers, body)
            data = b"" if answer is None else answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = respond

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    forge.base = f"http://127.0.0.1:{server.server_port}/api"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
