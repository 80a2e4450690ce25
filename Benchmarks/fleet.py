"""`berth serve` with three nodes, as processes of their own, for the benchmarks that measure tasks on them."""
import http.client, json, os, subprocess, sys, time

BERTH = os.environ.get("BERTH", ".build/release/berth")


class Connection:
    def __init__(self, address):
        self.http = http.client.HTTPConnection(address, timeout=120)

    def call(self, method, path, body=None):
        self.http.request(method, path, json.dumps(body) if body is not None else None,
                          {"Content-Type": "application/json"})
        answer = self.http.getresponse()
        return answer.status, answer.read()


class Fleet:
    """Up when each node's distance is measured."""

    def __init__(self, data, port, nodes):
        """nodes: the options of each kind's node."""
        self.address = f"127.0.0.1:{port}"
        self.processes = []
        self.nodes = {}
        try:
            self.start("serve", "--http", self.address, "--data-dir", data)
            for kind, options in nodes.items():
                self.start("node", "--kind", kind, "--name", f"{kind}-1", "--listen", "127.0.0.1:0", "--log-level",
                           "warning", "--join", f"http://{self.address}", *map(str, options))
            self.wait(len(nodes))
        except BaseException:
            self.stop()
            raise

    def start(self, *arguments):
        self.processes.append(subprocess.Popen([BERTH, *arguments], env={**os.environ, "BERTH_LOG_LEVEL": "warning"}))

    def wait(self, count):
        deadline = time.time() + 60
        while time.time() < deadline:
            try:
                self.nodes = {node["kind"]: node for node in self.ask("GET", "/api/node-status")["nodes"]}
                if len(self.nodes) == count and all(node["latencyMS"] for node in self.nodes.values()):
                    return
            except OSError:
                pass
            time.sleep(0.1)
        sys.exit("the nodes did not join")

    def ask(self, method, path, body=None):
        status, text = Connection(self.address).call(method, path, body)
        if status >= 400:
            sys.exit(f"{method} {path}: {status} {text.decode()}")
        return json.loads(text)

    def stop(self):
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            process.wait(60)


def learn_simulated(data, folder, runs):
    """A first model of domain `task`, from as many simulated tasks."""
    with open(f"{folder}/tasks.csv", "w") as file:
        subprocess.run([BERTH, "demo", "--domain", "task", "--csv", "--runs", str(runs)], check=True, stdout=file)
    for command in (["runs", "import", f"{folder}/tasks.csv"], ["train"]):
        subprocess.run([BERTH, *command, "--domain", "task", "--data-dir", data], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
