"""Open311 against the running server: a client that others wrote, a form-encoded one of our own, and the schemas."""

import datetime
import json
import os
import pathlib
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest

from house import ROOT, Answer

georeport = pytest.importorskip("georeport")
jsonschema = pytest.importorskip("jsonschema")

SCHEMAS = pathlib.Path(os.environ.get("LIANXIN_OPEN311_DATA", ROOT.parent / "shared/data/open311"))
PLACE = {"lat": "30.59750", "long": "110.21307"}


class Client:
    """What a city's app does: forms out, JSON or XML back."""

    def __init__(self, house, key):
        self.house, self.key = house, key
        self.root = house.address + "/open311/v2"

    def get(self, path, **query):
        tail = "?" + urllib.parse.urlencode(query) if query else ""
        return self.house.get(f"/open311/v2/{path}{tail}")

    def post(self, path, headers=None, **form):
        body = urllib.parse.urlencode({"api_key": self.key, **form}).encode()
        request = urllib.request.Request(f"{self.root}/{path}", data=body, headers=headers or {})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as refusal:
            return Answer(refusal.code, refusal.headers, refusal.read())

    def file(self, **more):
        answer = self.post("requests.json", **{
            "service_code": "0101", "description": "门口的垃圾三天没有清运。", **PLACE, **more})
        assert answer.status == 200, answer.text
        return answer.json[0]["service_request_id"]


@pytest.fixture(scope="module")
def client(house):
    return Client(house, house.run("token", "create", "tests", "--scope", "open311").strip())


def until(check, seconds=20):
    """Lists are made by a follower: they come within seconds."""
    for _ in range(seconds * 5):
        found = check()
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError("it did not come")


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_client_that_others_wrote_reads_everything(client, form):
    number = client.file(service_code="0201", **{"attribute[FAULT]": "dark"})
    reader = georeport.GeoReport(client.root, api_key=client.key, output_format=form)
    services = reader.get_service_list()
    assert {"0101", "0201", "other"} <= {each["service_code"] for each in services}
    definition = reader.get_service_definition("0201")
    assert "0201" in json.dumps(definition) and "FAULT" in json.dumps(definition)
    assert number in json.dumps(reader.get_service_request(number))
    listed = until(lambda: [row for row in rows(reader.get_service_requests()) if row["service_request_id"] == number])
    assert listed[0]["service_code"] == "0201" and float(listed[0]["lat"]) == 30.5975


def rows(answer):
    if isinstance(answer, list):
        return answer
    inner = answer.get("service_requests", answer)
    found = (inner or {}).get("request", [])
    return found if isinstance(found, list) else [found]


def test_a_request_goes_round_with_its_updates(client, house):
    number = client.file(email="somebody@example.org", phone="13800138000")
    one = client.get(f"requests/{number}.json").json[0]
    assert one["status"] == "open" and one["service_code"] == "0101"
    assert "13800138000" not in json.dumps(one) and "example.org" not in json.dumps(one)
    house.move("hu.lingjun", number, "dispatch", unit="SANITATION")
    from house import HANDLERS
    house.move(HANDLERS["SANITATION"], number, "answer", answer="已经清运。")
    told = until(lambda: [row for row in client.get("servicerequestupdates.json", api_key=client.key).json
                          if row["service_request_id"] == number and row["status"] == "FIXED"])
    assert told[0]["description"] == "已经清运。"

    def say(update, **more):
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        answer = client.post("servicerequestupdates.json", **{
            "service_request_id": number, "update_id": update, "status": "OPEN", "updated_datetime": now, **more})
        assert answer.status == 200 and answer.json == [{"update_id": update}], answer.text

    say("1", status="CLOSED")
    say("2", status="FIXED", description="他们说办好了")
    assert client.get(f"requests/{number}.json").json[0]["status"] == "open"
    say("3", **{"attribute[solved]": "yes", "attribute[satisfied]": "yes"})
    assert client.get(f"requests/{number}.json").json[0]["status"] == "closed"
    until(lambda: number in [row["service_request_id"] for row in
                             client.get("requests.json", status="closed", service_code="0101").json])


def test_lists_are_filtered(client):
    number = client.file(description="巷口积水没过脚面，测试筛选。")
    until(lambda: number in client.get("requests.json").text)
    found = client.get("requests.json", q="测试筛选", status="open", service_code="0101,0102", page_size=5).json
    assert number in [row["service_request_id"] for row in found]
    assert client.get("requests.json", q="测试筛选", status="closed").json == []
    assert client.get("requests.json", bbox="111,31,112,32").json == []
    assert client.get("requests.json", page_size="2", page="1").headers["Link"]
    assert client.get("requests.json", start_date="2026-01-01T00:00:00Z", end_date="2026-06-01T00:00:00Z").status == 400
    assert client.get("bulk.csv").body.startswith("\ufeffservice_request_id,".encode())


def test_the_same_twice_is_one(client):
    form = {"service_code": "0102", "description": "公厕没有水", **PLACE}
    first = client.post("requests.json", {"Idempotency-Key": "browser-1"}, **form)
    second = client.post("requests.json", {"Idempotency-Key": "browser-1"}, **form)
    assert first.status == second.status == 200 and first.json == second.json
    assert client.post("requests.json", {"Idempotency-Key": "browser-1"}, **{**form, "description": "x"}).status == 409


def test_errors_are_lists_in_the_asked_format(client):
    wrong = Client(client.house, "lxk_" + "0" * 48)
    refused = wrong.post("requests.xml", service_code="0101", description="x", **PLACE)
    assert refused.status == 403 and refused.text.startswith("<?xml") and "<errors><error><code>" in refused.text
    several = client.post("requests.json", service_code="0201", lat="91", long="0")
    assert several.status == 400 and len(several.json) >= 2
    lost = client.get("nothing.json")
    assert lost.status == 404 and lost.json[0]["code"] and "Set-Cookie" not in lost.headers


def test_answers_hold_to_the_schemas(client):
    if not SCHEMAS.is_dir():
        pytest.skip(f"the schemas of Open311 are not at {SCHEMAS}; set LIANXIN_OPEN311_DATA")

    def schema(name):
        return json.loads((SCHEMAS / f"schema-{name}.json").read_text(encoding="utf-8"))

    def check(value, name):
        jsonschema.Draft4Validator(schema(name)).validate(value)

    number = client.file(address_string="人民路8号")
    until(lambda: number in client.get("requests.json").text)
    services = client.get("services.json").json
    for service in services:
        check(service, "service")
        check(client.get(f"services/{service['service_code']}.json").json, "service-definition")
    requests = client.get("requests.json").json
    assert len(requests) >= 1
    for request in requests + client.get(f"requests/{number}.json").json:
        check(request, "request")
    for answer, name in ((services, "services"), (requests, "requests")):
        assert isinstance(answer, list) and schema(name)["type"] == "array"
