"""Short tasks through Huey with its SQLite storage, synced like Berth's: how many a second come back, and how much
longer than its own time a single one takes. Prints one JSON line."""
import json, os, statistics, subprocess, sys, tempfile, time

os.environ.setdefault("HUEY_FILE", os.path.join(tempfile.mkdtemp(), "huey.db"))
from huey import SqliteHuey

huey = SqliteHuey(filename=os.environ["HUEY_FILE"], fsync=True, journal_mode="wal")


@huey.task()
def score(amount):
    started = time.perf_counter()
    total = 0.0
    for step in range(2000):
        total += amount * step % 7
    return [total, time.perf_counter() - started]


def main(count):
    worker = subprocess.Popen(
        [sys.executable, "-m", "huey.bin.huey_consumer", "peer_huey.huey", "-w", "2", "-k", "process", "-q",
         "-d", "0.001", "-m", "0.01"],
        cwd=os.path.dirname(os.path.abspath(__file__)), env=os.environ.copy())
    try:
        score(1).get(blocking=True, timeout=30)
        overheads = []
        for number in range(200):
            started = time.perf_counter()
            own = score(number).get(blocking=True, timeout=30, backoff=1.0, max_delay=0.001)[1]
            overheads.append(time.perf_counter() - started - own)
        started = time.perf_counter()
        results = [score(number) for number in range(count)]
        for result in results:
            result.get(blocking=True, timeout=120, backoff=1.0, max_delay=0.005)
        seconds = time.perf_counter() - started
        print(json.dumps({"rate": count / seconds, "overhead_p50_ms": statistics.median(overheads) * 1000}))
    finally:
        worker.terminate()
        worker.wait()


if __name__ == "__main__":
    # Tasks go by the name of their module, which is another one here than in the worker.
    from peer_huey import score
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
