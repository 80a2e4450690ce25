"""Berth and its nodes as processes of their own, on ports that the system chooses."""

import json
import os
import pathlib
import subprocess
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Where CI builds, or where a developer did last.
BERTH = os.environ.get("BERTH") or str(ROOT / ".build/debug/berth")


class Process:
    """One `berth`, whose log tells where it listens."""

    def __init__(self, folder, name, arguments):
        self.log = pathlib.Path(folder, f"{name}.log")
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [BERTH, *arguments], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=log)
        self.address = self._address()

    def _address(self):
        limit = time.monotonic() + 60
        while time.monotonic() < limit:
            for line in reversed(self.log.read_text().splitlines()):
                if '"message":"listening"' in line:
                    return json.loads(line)["address"]
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError(f"it did not come up:\n{self.log.read_text()[-2000:]}")

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Fleet:
    """A service with an edge, a cloud and a GPU node, in a folder of its own."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="berth-browser-")
        self.processes = []
        try:
            self.service = self.serve("127.0.0.1:0")
            self.address = self.service.address
            for kind, extra in (("edge", ["--distance-ms", "2"]), ("cloud", ["--distance-ms", "20"]),
                                ("gpu", ["--distance-ms", "40"])):
                self.processes.append(Process(self.folder.name, kind, [
                    "node", "--kind", kind, "--name", f"{kind}-1", "--listen", "127.0.0.1:0", "--slots", "2",
                    "--price-per-hour", {"edge": "0.04", "cloud": "0.12", "gpu": "0.9"}[kind], "--join", self.address, *extra]))
            self.wait(lambda: len([node for node in self.get("/api/node-status")["nodes"] if node["status"] == "ready"]) == 3)
        except BaseException:
            self.stop()
            raise

    def serve(self, address):
        process = Process(self.folder.name, "serve", [
            "serve", "--http", address, "--data-dir", "data", "--domains", str(ROOT / "domains")])
        self.processes.append(process)
        return process

    def restart(self):
        """The service again, at the address that it had."""
        pathlib.Path(self.folder.name, "serve.log").unlink()
        self.service = self.serve(self.address.removeprefix("http://"))

    def get(self, path):
        with urllib.request.urlopen(self.address + path, timeout=10) as answer:
            return json.load(answer)

    def post(self, path, body):
        request = urllib.request.Request(
            self.address + path, json.dumps(body).encode(), {"Content-Type": "application/json"}, method="POST")
        with urllib.request.urlopen(request, timeout=70) as answer:
            return json.load(answer)

    @staticmethod
    def wait(condition, seconds=30):
        limit = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > limit:
                raise RuntimeError("it did not happen in time")
            time.sleep(0.1)

    def stop(self):
        for process in reversed(self.processes):
            process.stop()
        self.folder.cleanup()
