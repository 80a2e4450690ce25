-- POST /api/submit-task?wait=0 with short tasks of three types.
dofile("Benchmarks/service/report.lua")
local count = 0
local thread_delay = tonumber(os.getenv("DELAY") or "0")
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"

-- Milliseconds between two requests of a connection, for a steady rate.
function delay() return thread_delay end

function request()
  count = count + 1
  local body
  if count % 3 == 0 then
    body = string.format('{"taskType":"sensor_alert","priority":9,"latency":9,"payload":{"seed":%d}}', count)
  else
    body = string.format('{"taskType":"fraud_detection","priority":6,"latency":6,"payload":{"amount":%d,"hour":%d}}',
      count % 900 + 1, count % 24)
  end
  return wrk.format(nil, nil, nil, body)
end
