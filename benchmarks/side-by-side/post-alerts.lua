-- POST /api/v2/alerts, `batch` alerts a request. Mode "refresh" cycles through `distinct` alerts: the first round brings
-- new ones, every later one refreshes them. Mode "new" makes every alert a new one. As Prometheus does, each alert says
-- when it began and until when it is to be believed. Arguments: batch, distinct, mode.
local bodies = {}
local pieces = {}
local at = 0
local fresh = 0
local batch, distinct, mode
local stamps = ""

local function before(i)
  return string.format('{"annotations":{"description":"Only a few percent are left on /var of node-%d.","summary":"Disk of node-%d is nearly full"},', i, i)
    .. stamps
    .. '"generatorURL":"http://prometheus.example/graph?g0.expr=node_filesystem_avail_bytes+%3C+5\\u0026g0.tab=1",'
    .. string.format('"labels":{"alertname":"Alert%d","instance":"', i % 50)
end

local function after(i)
  return string.format('","job":"node","severity":"%s","team":"team%d"}}', i % 3 == 0 and "critical" or "warning", i % 20)
end

function init(args)
  batch = tonumber(args[1]) or 100
  distinct = tonumber(args[2]) or 10000
  mode = args[3] or "refresh"
  math.randomseed(os.time())
  fresh = math.random(1, 1000000) * 1000
  stamps = os.date('!"endsAt":"%Y-%m-%dT%H:%M:%S.000Z",', os.time() + 600)
    .. os.date('!"startsAt":"%Y-%m-%dT%H:%M:%S.123Z",', os.time() - 60)
  if mode == "new" then
    for i = 1, batch do
      pieces[i] = { (i > 1 and "," or "") .. before(i) .. "node-", ":9100" .. after(i) }
    end
    return
  end
  for first = 1, distinct, batch do
    local alerts = {}
    for i = first, math.min(first + batch - 1, distinct) do
      alerts[#alerts + 1] = before(i) .. "node-" .. i .. ":9100" .. after(i)
    end
    bodies[#bodies + 1] = "[" .. table.concat(alerts, ",") .. "]"
  end
end

local function new()
  local parts = { "[" }
  for i = 1, batch do
    fresh = fresh + 1
    parts[#parts + 1] = pieces[i][1]
    parts[#parts + 1] = fresh
    parts[#parts + 1] = pieces[i][2]
  end
  parts[#parts + 1] = "]"
  return table.concat(parts)
end

function request()
  local body
  if mode == "new" then
    body = new()
  else
    at = at % #bodies + 1
    body = bodies[at]
  end
  return wrk.format("POST", "/api/v2/alerts", { ["Content-Type"] = "application/json" }, body)
end

function done(summary, latency)
  local seconds = summary.duration / 1e6
  local bad = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write
  io.write(string.format("RESULT %.1f %.2f %.2f %d\n",
    summary.requests / seconds, latency:percentile(50) / 1000, latency:percentile(99) / 1000, bad))
end
