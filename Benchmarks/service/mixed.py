#!/usr/bin/env python3
"""A mixed load at a fixed rate: decisions, outcomes of half of them, and runs that Berth did not decide; one line of
figures a minute. Latency counts from when a request was due, so that a slow answer is not hidden by those it delays.

    python3 Benchmarks/service/mixed.py DATA_DIR [--minutes 60] [--rate 200] [--berth .build/release/berth]
"""
import argparse, http.client, json, os, random, signal, subprocess, sys, threading, time

PORT = 18090
PROVIDERS = ["e2b", "daytona", "modal", "vercel", "cloudflare"]


def spec(number):
    return {"language": ["python", "javascript", "go"][number % 3], "code": f"print({number})\n" * (1 + number % 20),
            "cpu": 1 + number % 4, "memoryMB": [256, 512, 1024, 2048][number % 4], "gpu": False,
            "timeoutSeconds": 60 + number % 200}


class Load(threading.Thread):
    def __init__(self, index, options):
        super().__init__(daemon=True)
        self.index, self.options = index, options
        self.random = random.Random(index)
        self.taken, self.bad, self.stop = [], 0, False
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)

    def call(self, path, body, due):
        try:
            self.connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
            answer = self.connection.getresponse()
            text = answer.read()
            if answer.status >= 300:
                self.bad += 1
                print(path, answer.status, text[:200], file=sys.stderr)
        except OSError as error:
            self.bad += 1
            print(path, error, file=sys.stderr)
            self.connection.close()
            return None
        self.taken.append((path, time.perf_counter() - due))
        return json.loads(text)

    def run(self):
        count, step = 0, self.options.threads / self.options.rate
        due = time.perf_counter() + step * self.index / self.options.threads
        while not self.stop:
            wait = due - time.perf_counter()
            if wait > 0:
                time.sleep(wait)
            count += 1
            # Two of three are workloads that come again.
            number = self.random.randrange(500) if self.random.random() < 2 / 3 else self.random.randrange(10**9)
            now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
            figures = {"durationMs": 200 + number % 3000, "costUSD": (10 + number % 90) / 1e6,
                       "success": self.random.random() > 0.03}
            decision = self.call("/api/predict", {"spec": spec(number)}, due)
            if decision and decision.get("target") and count % 2 == 0:
                self.call(f"/api/v1/decisions/{decision['decisionId']}/outcome", figures, time.perf_counter())
            self.call("/api/telemetry/runs", {
                "runId": f"mixed-{self.index}-{time.time_ns()}", "domain": "sandbox",
                "provider": PROVIDERS[number % 3], "startedAt": now, "spec": spec(number), **figures}, time.perf_counter())
            due += step


def memory(process):
    with open(f"/proc/{process.pid}/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--rate", type=float, default=200, help="decisions a second; as many runs, half as many outcomes")
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--berth", default=".build/release/berth")
    options = parser.parse_args()
    process = subprocess.Popen([options.berth, "serve", "--http", f"127.0.0.1:{PORT}", "--data-dir", options.data],
                               env={**os.environ, "BERTH_LOG_LEVEL": "warning", "BERTH_RETENTION_SEAL_MINUTES": "5"})
    while True:
        try:
            http.client.HTTPConnection("127.0.0.1", PORT, timeout=5).request("GET", "/health/ready")
            break
        except OSError:
            time.sleep(0.05)
    loads = [Load(index, options) for index in range(options.threads)]
    for load in loads:
        load.start()
    total = 0
    try:
        for minute in range(1, options.minutes + 1):
            time.sleep(60)
            taken = []
            for load in loads:
                taken += load.taken
                load.taken = []
            total += len(taken)
            sizes = [os.path.getsize(f"{options.data}/{name}") for name in os.listdir(options.data)
                     if name.startswith("berth.sqlite")]
            parts = []
            for name, path in (("predict", "/api/predict"), ("outcome", "/outcome"), ("run", "/api/telemetry/runs")):
                times = sorted(seconds for where, seconds in taken if where.endswith(path))
                if times:
                    parts.append(f"{name} p50 {times[len(times) // 2] * 1e3:.2f} p99 {times[len(times) * 99 // 100] * 1e3:.1f}")
            print(f"minute {minute}: {len(taken) / 60:,.0f} requests/s, ms: {', '.join(parts)}; "
                  f"{sum(load.bad for load in loads)} bad; {memory(process):.0f} MB; "
                  f"database {sum(sizes) / 2**20:,.1f} MiB; {total:,} requests", flush=True)
    finally:
        for load in loads:
            load.stop = True
        process.send_signal(signal.SIGTERM)
        process.wait(60)


main()
