-- POST /api/telemetry/runs, one run a request, every id new.
dofile("Benchmarks/service/report.lua")
local seed = tonumber(os.getenv("SEED") or "1")
local count = 0
local sandboxes = {"e2b", "daytona", "modal", "vercel"}
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"

function setup(thread)
  thread:set("id", seed)
  seed = seed + 1
end

function request()
  count = count + 1
  local body = string.format(
    '{"runId":"bench-%d-%d","domain":"sandbox","provider":"%s","language":"python","startedAt":"%s","durationMs":%d,"costUSD":%.9f,"success":%s,"spec":{"language":"python","code":"print(sum(range(%d)))","cpu":%d,"memoryMB":512,"gpu":false,"timeoutSeconds":60,"dependencies":["numpy"],"environment":{"MODE":"run"}},"metrics":{"cpuMs":%d}}',
    id, count, sandboxes[count % 4 + 1], os.date("!%Y-%m-%dT%H:%M:%SZ", os.time() - 60), 300 + count % 2000,
    (20 + count % 100) / 1e6, count % 50 == 0 and "false" or "true", count % 1000, count % 4 + 1, 100 + count % 900)
  return wrk.format(nil, nil, nil, body)
end
