#!/usr/bin/env python3
"""Speed and memory of the service, beside FastAPI + LightGBM in the same run. Needs wrk; run from the repository's root
after `swift build -c release --product berth`. See README.md for what each line means.

    python3 Benchmarks/service/run.py [--seconds 15] [--only predict,peer,cached,telemetry,ndjson,batch,replace,ready]
"""
import argparse, concurrent.futures, http.client, json, os, re, shutil, signal, subprocess, sys, tempfile, time

BERTH = ".build/release/berth"
HERE = "Benchmarks/service"
PORT = 18080
PEER_PORT = 18097
PEER = "../shared/peers/fastapi_router.py"
PYTHON = os.path.abspath(".deps/bench/bin/python")
TREES = 200


def wrk(script, path, seconds, connections, port=PORT, threads=1, **environment):
    command = ["wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds}", "-s", f"{HERE}/{script}",
               f"http://127.0.0.1:{port}{path}"]
    text = subprocess.run(command, env={**os.environ, **{k: str(v) for k, v in environment.items()}}, text=True,
                          capture_output=True, check=True).stdout
    result = json.loads(re.search(r"RESULT (.*)", text).group(1))
    result["rate"] = result["requests"] / result["seconds"]
    return result


def show(name, result, **more):
    extra = "".join(f", {key} {value}" for key, value in more.items())
    print(f"{name}: {result['rate']:,.0f}/s, p50 {result['p50']:.2f} ms, p95 {result['p95']:.2f} ms, "
          f"p99 {result['p99']:.2f} ms, max {result['max']:.1f} ms, {result['bad']} bad{extra}", flush=True)


def call(method, path, body=None, port=PORT):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode(),
                       {"Content-Type": "application/json"})
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    return answer.status, text


class Server:
    """`berth serve` on a data directory, until `stop`."""

    def __init__(self, data, **environment):
        start = time.perf_counter()
        self.process = subprocess.Popen(
            [BERTH, "serve", "--http", f"127.0.0.1:{PORT}", "--data-dir", data],
            env={**os.environ, "BERTH_LOG_LEVEL": "warning", **environment})
        while True:
            try:
                if call("GET", "/health/ready")[0] == 200:
                    break
            except OSError:
                pass
            if self.process.poll() is not None:
                sys.exit("the service did not start")
            time.sleep(0.005)
        self.ready = time.perf_counter() - start

    def memory(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            fields = dict(line.split(":", 1) for line in status)
        return f"{int(fields['VmRSS'].split()[0]) / 1024:.0f} MB (most {int(fields['VmHWM'].split()[0]) / 1024:.0f})"

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)


def prepared(folder):
    """A data directory with two models of three forests of 200 trees."""
    data = f"{folder}/data"
    runs = f"{folder}/runs.csv"
    with open(runs, "w") as file:
        subprocess.run([BERTH, "demo", "--csv"], check=True, stdout=file)
    subprocess.run([BERTH, "runs", "import", runs, "--data-dir", data], check=True, stdout=subprocess.DEVNULL)
    for version in ("v1.0.0", "v1.1.0"):
        subprocess.run([BERTH, "train", "--data-dir", data, "--version", version, "--set", f"rounds={TREES}",
                        "--seed", version[3]], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return data


def peer_model(data, folder):
    """One of the service's own forests, for the peer to score with LightGBM."""
    shown = subprocess.run([BERTH, "models", "show", "sandbox", "v1.0.0", "--data-dir", data, "--json"], check=True,
                           stdout=subprocess.PIPE).stdout
    sha256 = json.loads(shown)["artifact"]["sha256"]
    with open(f"{data}/artifacts/{sha256[:2]}/{sha256}") as file:
        artifact = json.load(file)
    path = f"{folder}/model.txt"
    with open(path, "w") as file:
        file.write(artifact["time"][0]["modelText"])
    return path, len(artifact["program"]["features"])


def peer(data, folder, seconds):
    model, _ = peer_model(data, folder)
    process = subprocess.Popen(
        [PYTHON, "-m", "uvicorn", "fastapi_router:app", "--port", str(PEER_PORT), "--log-level", "warning"],
        cwd=os.path.dirname(PEER), env={**os.environ, "MODEL": os.path.abspath(model), "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"})
    try:
        for _ in range(600):
            try:
                call("GET", "/docs", port=PEER_PORT)
                break
            except OSError:
                time.sleep(0.1)
        wrk("peer.lua", "/predict", 2, 8, port=PEER_PORT)
        results = [wrk("peer.lua", "/predict", seconds, count, port=PEER_PORT) for count in (1, 4, 16)]
        best = max(results, key=lambda result: result["rate"])
        show("FastAPI + LightGBM, one worker, its best of 1, 4 and 16 connections", best)
        return best
    finally:
        process.terminate()
        process.wait()


def posts(path, bodies, workers, kind="application/json"):
    """Sends bodies from several connections; the time of all together."""
    def work(part):
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        for body in part:
            connection.request("POST", path, body, {"Content-Type": kind})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                sys.exit(f"{path}: {answer.status}")
    start = time.perf_counter()
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, [bodies[i::workers] for i in range(workers)]))
    return time.perf_counter() - start


def run_report(name, index):
    started = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 60))
    return {"runId": f"{name}-{index}", "domain": "sandbox", "provider": ["e2b", "daytona", "modal"][index % 3],
            "language": "python", "startedAt": started, "durationMs": 300 + index % 2000, "costUSD": 2e-5,
            "success": index % 50 != 0, "spec": {"code": f"print({index % 1000})", "cpu": 1, "memoryMB": 512}}


def ndjson(rows=200_000, batch=1000):
    name = f"nd-{time.time_ns()}"
    bodies = ["\n".join(json.dumps(run_report(name, i)) for i in range(start, start + batch)).encode()
              for start in range(0, rows, batch)]
    seconds = posts("/api/telemetry/runs", bodies, 2, "application/x-ndjson")
    print(f"telemetry, NDJSON of {batch}: {rows / seconds:,.0f} rows/s, each durable", flush=True)


def batches(count=300, size=100):
    def request(i):
        return {"domain": "sandbox", "workload": {"language": "python", "code": f"print({i})", "cpu": 1 + i % 4,
                                                  "memoryMB": 512, "gpu": False, "timeoutSeconds": 60}}
    bodies = [json.dumps([request(b * size + i) for i in range(size)]).encode() for b in range(count)]
    targets = len(json.loads(call("GET", "/api/v1/targets?domain=sandbox")[1])["targets"])
    seconds = posts("/api/v1/decisions", bodies, 2)
    print(f"decisions in batches of {size}: {count * size / seconds:,.0f} decisions/s, "
          f"{count * size * targets / seconds:,.0f} predictions/s ({targets} targets)", flush=True)


def replace(seconds):
    """Replaces the model twice a second while requests go on."""
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        load = pool.submit(wrk, "predict.lua", "/api/predict", seconds, 8, SEED=700)
        times = []
        time.sleep(1)
        while not load.done():
            start = time.perf_counter()
            status, text = call("POST", "/api/v1/models/sandbox/serve", {"version": f"v1.{len(times) % 2}.0"})
            times.append(time.perf_counter() - start)
            if status != 200:
                sys.exit(f"serve: {status} {text}")
            time.sleep(0.5)
        result = load.result()
    times.sort()
    show(f"predict while the model is replaced {len(times)} times", result,
         replacement=f"median {times[len(times) // 2] * 1e3:.0f} ms, longest {times[-1] * 1e3:.0f} ms")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=15)
    parser.add_argument("--only", default="predict,peer,cached,telemetry,ndjson,batch,replace,ready")
    parser.add_argument("--decisions", type=int, default=1_000_000, help="in the log when the start is timed")
    parser.add_argument("--data", help="a data directory that was prepared before")
    options = parser.parse_args()
    parts = options.only.split(",")
    folder = tempfile.mkdtemp(prefix="berth-bench-")
    try:
        data = options.data or prepared(folder)
        uncached = {"BERTH_DECISIONS_CACHE_SECONDS": "0"}
        server = Server(data, **uncached)
        wrk("predict.lua", "/api/predict", 3, 32, SEED=90)
        ours = theirs = None
        if "predict" in parts:
            ours = wrk("predict.lua", "/api/predict", options.seconds, 64, SEED=100)
            show("predict, 4 of 9 candidates, 3 models of 200 trees, 64 connections", ours, memory=server.memory())
            show("predict, 1 connection", wrk("predict.lua", "/api/predict", 5, 1, SEED=200))
        if "batch" in parts:
            batches()
        if "telemetry" in parts:
            show("telemetry, one run a request, 64 connections",
                 wrk("telemetry.lua", "/api/telemetry/runs", options.seconds, 64, SEED=time.time_ns() % 10**9),
                 memory=server.memory())
        if "ndjson" in parts:
            ndjson()
        if "replace" in parts:
            replace(options.seconds)
        server.stop()
        if "cached" in parts:
            server = Server(data)
            show("predict, the same body, cached", wrk("predict.lua", "/api/predict", options.seconds, 64, SAME=1))
            server.stop()
        if "peer" in parts:
            if os.path.exists(PEER):
                theirs = peer(data, folder, options.seconds)
            else:
                print(f"no {PEER}: the peer is left out")
        if ours and theirs:
            print(f"ratio: {ours['rate'] / theirs['rate']:.1f}", flush=True)
        if "ready" in parts:
            server = Server(data, **uncached)
            count = 0
            while count < options.decisions:
                count += wrk("predict.lua", "/api/predict", 20, 64, SEED=10_000 + count)["requests"]
            server.stop()
            server = Server(data, **uncached)
            print(f"ready {server.ready * 1e3:.0f} ms after the start with {count:,} more decisions in the log, "
                  f"{server.memory()}", flush=True)
            server.stop()
    finally:
        if not options.data:
            shutil.rmtree(folder)


main()
