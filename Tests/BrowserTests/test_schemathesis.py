"""The API against its own description, by thousands of requests that nobody would think of.

What is checked: no server error, every status and type and body as described, what is wrong refused, other methods
refused with the right ones named, nothing open that says it needs a token.
"""

import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

import pytest

from house import House

# Positive data that we refuse all the same is no mistake: whether an area or a move exists is the city pack's to say.
CHECKS = ",".join([
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance",
    "negative_data_rejection", "unsupported_method", "allow_header_conformance", "missing_required_header", "ignored_auth",
])
SCOPES = [
    "matters:read", "matters:write", "moves:write", "contacts:read", "figures:read", "directory:read", "links:read",
    "webhooks:manage",
]
# Who may manage webhooks and accounts, who works on matters, and nobody.
WHO = {"administrator": "lu.yumin", "dispatcher": "hu.lingjun", "nobody": None}
# More by LIANXIN_EXAMPLES=25 or so; these few find what is new within a minute each.
EXAMPLES = int(os.environ.get("LIANXIN_EXAMPLES", "8"))
PROGRAM = pathlib.Path(sys.executable).with_name("schemathesis")


@pytest.fixture(scope="module")
def tried_house():
    """A city of its own: the requests of this file change it beyond recognition."""
    house = House()
    # What is asked here in a second is more than anybody may ask in a minute; limits have tests of their own.
    os.environ["LIANXIN_VISITOR_BUDGET"] = "0"
    try:
        house.run("demo", "--matters", "200", seconds=300)
        yield house.start()
    finally:
        del os.environ["LIANXIN_VISITOR_BUDGET"]
        house.stop()


def token(house, login):
    flags = [flag for scope in SCOPES for flag in ("--scope", scope)]
    return house.run("account", "token", login, "--name", "schemathesis", *flags).strip()


def test_every_path_refuses_other_methods_and_names_the_right_ones(tried_house):
    """Also those that the description leaves out, such as TRACE; and HEAD goes wherever GET goes."""
    house = tried_house
    described = house.get("/openapi.json").json["paths"]
    bearer = {"Authorization": f"Bearer {token(house, WHO['dispatcher'])}"}

    def refused(path, methods):
        place = re.sub(r"\{\w+\}", "1", path)
        allowed = {method.upper() for method in methods} | ({"HEAD"} if "get" in methods else set())
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"} - allowed:
            answer = house.ask(method, place, headers=bearer)
            assert answer.status == 405, f"{method} {place}: {answer.status}"
            named = {each.strip() for each in answer.headers["Allow"].split(",")}
            assert allowed <= named, f"{method} {place}: {named}"
            assert answer.headers["Content-Type"] == "application/problem+json"

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for each in [pool.submit(refused, path, methods) for path, methods in described.items()]:
            each.result()


def tried(house, folder, login, phases, examples, *flags):
    """Runs schemathesis to its end; how many requests it made."""
    header = f"Authorization: Bearer {token(house, login)}" if login else "Accept-Language: en"
    done = subprocess.run([
        PROGRAM, "run", house.address + "/openapi.json", "--header", header, "--checks", CHECKS, "--seed", "20261122",
        "--max-examples", str(examples), "--phases", phases, "--continue-on-failure",
        "--request-timeout", "30", "--no-color", "--no-shrink", "--generation-database", "none", *flags,
    ], cwd=folder, capture_output=True, text=True, timeout=240)
    told = re.search(r"Test cases:\s+(.*)", done.stdout)
    print(f"\n    {phases} by {login or 'nobody'}: {told.group(1) if told else 'nothing told'}", end="")
    assert done.returncode == 0, done.stdout[-12_000:] + done.stderr[-2000:]
    assert "incident" not in house.log, house.log[-4000:]
    assert house.get("/healthz").status == 200
    return int(re.search(r"([\d,]+) generated", done.stdout).group(1).replace(",", ""))


@pytest.mark.parametrize("who", WHO)
def test_the_api_is_as_it_is_described(tried_house, tmp_path, who):
    assert tried(tried_house, tmp_path, WHO[who], "examples,coverage,fuzzing", EXAMPLES) > 1000


def test_what_was_filed_answers_as_described_wherever_its_links_lead(tried_house, tmp_path):
    """Files matters, then reads, moves and takes back what came of them, in any order."""
    described = tried_house.get("/openapi.json").json["paths"]["/api/v1/matters"]["post"]["responses"]["201"]["links"]
    assert {"getMattersNumber", "postMattersNumberMoves", "getTracksToken"} <= set(described)
    count = tried(
        tried_house, tmp_path, WHO["dispatcher"], "stateful", 2 * EXAMPLES,
        "--include-path-regex", "^/api/v1/(matters|tracks|moves)")
    assert count > 50
