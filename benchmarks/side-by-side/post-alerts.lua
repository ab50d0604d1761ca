-- POST /api/v2/alerts, `batch` alerts a request, cycling through `distinct` alerts in all: the first round brings
-- new alerts, every later one refreshes them. Arguments: batch, distinct.
local bodies = {}
local at = 0

function init(args)
  local batch = tonumber(args[1]) or 100
  local distinct = tonumber(args[2]) or 10000
  for first = 1, distinct, batch do
    local alerts = {}
    for i = first, math.min(first + batch - 1, distinct) do
      alerts[#alerts + 1] = string.format(
        '{"labels":{"alertname":"Alert%d","instance":"node-%d:9100","job":"node","severity":"%s","team":"team%d"},'
          .. '"annotations":{"summary":"Disk of node-%d is nearly full","description":"Only a few percent are left on /var of node-%d."},'
          .. '"generatorURL":"http://prometheus.example/graph?g0.expr=up"}',
        i % 50, i, i % 3 == 0 and "critical" or "warning", i % 20, i, i)
    end
    bodies[#bodies + 1] = "[" .. table.concat(alerts, ",") .. "]"
  end
end

function request()
  at = at % #bodies + 1
  return wrk.format("POST", "/api/v2/alerts", { ["Content-Type"] = "application/json" }, bodies[at])
end

function done(summary, latency)
  local seconds = summary.duration / 1e6
  local bad = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write
  io.write(string.format("RESULT %.1f %.2f %.2f %d\n",
    summary.requests / seconds, latency:percentile(50) / 1000, latency:percentile(99) / 1000, bad))
end
