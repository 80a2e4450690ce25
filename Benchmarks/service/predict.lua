-- POST /api/predict, every body another workload among four providers.
dofile("Benchmarks/service/report.lua")
local seed = tonumber(os.getenv("SEED") or "1")
local same = os.getenv("SAME") == "1"
local count = 0
local languages = {"python", "javascript", "typescript", "go", "ruby"}
local memory = {256, 512, 1024, 2048, 4096}
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"

function setup(thread)
  thread:set("id", seed)
  seed = seed + 1
end

function request()
  count = same and 1 or count + 1
  local number = id * 100000000 + count
  local body = string.format(
    '{"spec":{"language":"%s","code":"import json\\nimport math\\n\\ndef work(n):\\n    total = 0\\n    for i in range(n):\\n        total += math.sqrt(i) * %d\\n    return total\\n\\nprint(json.dumps({\\"result\\": work(%d)}))\\n","cpu":%d,"memoryMB":%d,"gpu":false,"timeoutSeconds":%d,"dependencies":["numpy","pandas==2.%d"],"environment":{"MODE":"run","N":"%d"},"files":[{"path":"in.csv","bytes":%d}]},"constraints":{"providers":["e2b","daytona","modal","vercel"]}}',
    languages[count % 5 + 1], number, number % 100000, count % 4 + 1, memory[count % 5 + 1], 60 + count % 240,
    count % 10, number, 1000 + count % 100000)
  return wrk.format(nil, nil, nil, body)
end
