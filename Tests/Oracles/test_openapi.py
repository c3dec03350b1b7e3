# SPDX-License-Identifier: AGPL-3.0-or-later
"""The API's description, judged by the specification's own schema and by asking the server."""

import json
import re
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Browser"))
from server import Server  # noqa: E402


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    folder = tmp_path_factory.mktemp("openapi")
    with Server(folder / "house", folder, world=False) as running:
        yield running


@pytest.fixture(scope="module")
def description(house):
    return json.load(urllib.request.urlopen(house.address + "/api/v1/openapi.json", timeout=10))


def operations(description):
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def ask(house, path, method):
    """The reply to somebody who sends nothing and is nobody."""
    path = re.sub(r"\{\w*[nN]umber\}", "7", path)
    path = re.sub(r"\{\w+\}", "01HZZZZZZZZZZZZZZZZZZZZZZZ", path)
    request = urllib.request.Request(
        house.address + path, method=method.upper(), data=b"{}" if method == "post" else None,
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as reply:
            return reply.status, json.load(reply)
    except urllib.error.HTTPError as refusal:
        return refusal.code, json.load(refusal)


def test_it_is_valid_openapi_3_1(description):
    assert description["openapi"].startswith("3.1")
    assert [str(error) for error in OpenAPIV31SpecValidator(description).iter_errors()] == []


def test_every_operation_has_a_name_of_its_own(description):
    names = [operation["operationId"] for _, _, operation in operations(description)]
    assert len(names) == len(set(names)) > 20


def test_nobody_gets_what_is_for_members_and_hears_so_as_a_problem(house, description):
    problem = Draft202012Validator(description["components"]["schemas"]["Problem"])
    for path, method, operation in operations(description):
        if not operation["security"]:
            continue
        status, body = ask(house, path, method)
        assert status == 401, f"{method} {path}: {status}"
        assert [error.message for error in problem.iter_errors(body)] == []
        assert str(status) in operation["responses"]
