"""The program under test: started from its binary, spoken to over HTTP, stopped at the end."""

import csv
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
CITY = pathlib.Path(os.environ.get("LIANXIN_CITY", ROOT / "Cities/demo"))
BINARY = pathlib.Path(os.environ.get("LIANXIN_BINARY", ROOT / ".build/debug/lianxin"))
LANGUAGES = ("zh", "en")


CROWD_MAPPING = """\
source: crowd
format: csv
fields:
  sourceID: "{id}"
  text: "{text}"
  raisedAt: "{at}"
"""


class Words:
    """The sentences of one language, read from the same files the program reads."""

    def __init__(self, language):
        self.language = language
        self.sentences = {}
        for file in sorted(ROOT.glob(f"Sources/*/Language/{language}.words")):
            for line in file.read_text(encoding="utf-8").splitlines():
                if ": " in line and not line.startswith("#"):
                    key, text = line.split(": ", 1)
                    self.sentences[key.strip()] = text.strip().removeprefix('"').removesuffix('"')

    def __call__(self, key, **values):
        text = self.sentences[key]
        for name, value in values.items():
            text = text.replace("{" + name + "}", str(value))
        return text

    def pattern(self, key):
        """The sentence as a pattern, with anything where a value goes."""
        parts = re.split(r"\{\w+\}", self.sentences[key])
        return re.compile(".+".join(re.escape(part) for part in parts))


WORDS = {language: Words(language) for language in LANGUAGES}


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Answer:
    """What came back over HTTP."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def text(self):
        return self.body.decode()


class House:
    """One running `lianxin serve` with a database of its own."""

    # All residents of a demo share the one address of this machine.
    DEMO = ("--demo", "--visitor-forms", "0")

    def __init__(self, demo=True, city=CITY):
        if not BINARY.exists():
            raise RuntimeError(f"{BINARY} is not built; run `swift build` first.")
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="lianxin-browser-"))
        self.place = ["--database", f"sqlite:{self.folder}/test.db", "--city", str(city)]
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.demo = demo
        self.process = None
        self._tokens, self._kinds = {}, {}

    def run(self, *words, seconds=120):
        """Runs a command against the same database and gives what it prints."""
        done = subprocess.run(
            [BINARY, *words, *self.place], cwd=self.folder, capture_output=True, text=True, timeout=seconds)
        if done.returncode != 0:
            raise RuntimeError(f"lianxin {' '.join(words)}: {done.stdout}{done.stderr}")
        return done.stdout

    def crowd(self, folder, count, seconds=120):
        """So many open matters, taken in from a file."""
        (folder / "map.yaml").write_text(CROWD_MAPPING, encoding="utf-8")
        with open(folder / "crowd.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["id", "text", "at"])
            for number in range(count):
                day = f"2026-{1 + number % 10:02}-{1 + number % 28:02}T09:00:00Z"
                writer.writerow([number, f"第{number}号：路灯不亮，巷口积水。", day])
        self.run(
            "import", "matters", str(folder / "crowd.csv"), "--mapping", str(folder / "map.yaml"), seconds=seconds)

    def start(self):
        log = open(self.folder / "serve.log", "wb")
        words = ["serve", "--port", str(self.port), "--log-level", "warning"]
        self.process = subprocess.Popen(
            [BINARY, *words, *(self.DEMO if self.demo else []), *self.place],
            cwd=self.folder, stdout=log, stderr=subprocess.STDOUT)
        for _ in range(200):
            if self.process.poll() is not None:
                raise RuntimeError(f"serve ended: {self.log}")
            try:
                if self.get("/healthz").status == 200:
                    return self
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"serve does not answer: {self.log}")

    @property
    def log(self):
        return (self.folder / "serve.log").read_text(encoding="utf-8", errors="replace")

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(25)
            except subprocess.TimeoutExpired:
                self.process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    # Over HTTP

    def get(self, path, headers=None):
        return self.ask("GET", path, headers=headers)

    def ask(self, method, path, body=None, headers=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data=data, method=method, headers=headers or {})
        if data is not None:
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as refusal:
            return Answer(refusal.code, refusal.headers, refusal.read())

    def token(self, login):
        """An API token of a person of the city pack, made by command once."""
        if login not in self._tokens:
            scopes = ["matters:read", "matters:write", "moves:write"]
            flags = [flag for scope in scopes for flag in ("--scope", scope)]
            self._tokens[login] = self.run("account", "token", login, "--name", "tests", *flags).strip()
        return self._tokens[login]

    # What the city's procedures call their moves and stages

    def named(self, part, name, language, kind="request", field="text"):
        if kind not in self._kinds:
            self._kinds[kind] = self.get(f"/api/v1/kinds/{kind}").json
        found = next(each for each in self._kinds[kind][part] if each["name"] == name)
        return found[field][language]

    def move_name(self, name, language):
        return self.named("moves", name, language)

    def move_told(self, name, language):
        return self.named("moves", name, language, field="told")

    def stage_name(self, name, language):
        return self.named("stages", name, language)

    # Matters, quickly

    def raise_matter(self, text, **more):
        answer = self.ask("POST", "/api/v1/matters", {"text": text, **more})
        assert answer.status == 201, answer.text
        return Raised(self, answer.json)

    def move(self, login, number, move, **inputs):
        answer = self.ask(
            "POST", f"/api/v1/matters/{number}/moves", {"move": move, "inputs": inputs},
            {"Authorization": f"Bearer {self.token(login)}"})
        assert answer.status == 200, answer.text
        return answer.json

    def numbers(self, words, login="hu.lingjun"):
        """The numbers of all matters with these words."""
        answer = self.ask(
            "GET", "/api/v1/matters?" + urllib.parse.urlencode({"q": words}),
            headers={"Authorization": f"Bearer {self.token(login)}"})
        assert answer.status == 200, answer.text
        return [matter["number"] for matter in answer.json["matters"]]


class Raised:
    """A matter that a resident raised, and the quick ways on from there."""

    def __init__(self, house, answer):
        self.house = house
        self.number, self.token = answer["number"], answer["token"]
        self.path = f"/track/{self.token}"

    def registered(self, category="0201"):
        self.house.move("hu.lingjun", self.number, "register", category=category)
        return self

    def dispatched(self, unit="SANITATION"):
        self.registered()
        self.house.move("hu.lingjun", self.number, "dispatch", unit=unit)
        return self

    def answered(self, unit="SANITATION"):
        self.dispatched(unit)
        self.house.move(HANDLERS[unit], self.number, "answer", answer="路灯已经修好，当晚试亮正常。")
        return self

    def rated(self, solved, satisfied, **more):
        answer = self.house.ask(
            "POST", f"/api/v1/tracks/{self.token}/moves",
            {"move": "rate", "inputs": {"solved": solved, "satisfied": satisfied, **more}})
        assert answer.status == 200, answer.text
        return self


def _handlers():
    first = {}
    for line in (CITY / "posts.csv").read_text(encoding="utf-8").splitlines()[1:]:
        login, _, _, role, unit, _ = line.split(",")
        if role == "handler":
            first.setdefault(unit, login)
    return first


HANDLERS = _handlers()
