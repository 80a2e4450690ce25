-- The peer's body: numbers by name, every body another one.
dofile("Benchmarks/service/report.lua")
local count = 0
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"

function request()
  count = count + 1
  local fields = {}
  for i = 1, tonumber(os.getenv("FIELDS") or "20") do fields[i] = string.format('"f%d": %d.5', i, (count * i) % 997) end
  return wrk.format(nil, "/predict", nil, string.format('{"name": "w%d", "spec": {%s}}', count, table.concat(fields, ", ")))
end
