-- What wrk sends. Its arguments are the operation, the access token, how many clients there are, and the word to
-- search or the program to apply for.
local base = "/api/v1"

-- The ids that `cargo xtask bench` gives its clients.
local function client(n)
    return string.format("01890000-0000-7000-8000-%012d", n)
end

local function random_hex()
    return string.format("%08x%08x", math.random(0, 2 ^ 31 - 1), math.random(0, 2 ^ 31 - 1))
end

-- Applicants sit behind many addresses, and a limit holds for each: here a proxy names one of sixteen million.
local function address()
    return string.format("10.%d.%d.%d", math.random(0, 255), math.random(0, 255), math.random(0, 255))
end

local operations = {}

function operations.list()
    return wrk.format("GET", base .. "/clients", headers)
end

function operations.search()
    return wrk.format("GET", base .. "/clients?q=" .. word, headers)
end

function operations.detail()
    return wrk.format("GET", base .. "/clients/" .. client(math.random(1, count)), headers)
end

-- All tiles that somebody may have: nobody has arranged anything.
function operations.dashboard()
    return wrk.format("GET", base .. "/dashboard", headers)
end

-- Casey's clients, as fill.sql assigns them.
function operations.note()
    local path = base .. "/clients/" .. client(1 + math.random(0, 59) * math.floor(count / 60)) .. "/notes"
    return wrk.format("POST", path, headers, '{"kind":"follow_up","happened_at":"2026-11-02T10:00:00Z","text":"'
        .. "Called about the interview on Friday; she will bring both references and the bus pass form. "
        .. random_hex() .. '"}')
end

function operations.application()
    headers["Idempotency-Key"] = random_hex() .. random_hex()
    headers["X-Forwarded-For"] = address()
    return wrk.format("POST", base .. "/applications", headers, '{"first_name":"Rosa","last_name":"Luz Ortega",'
        .. '"date_of_birth":"1990-02-28","phone":"415-555-0188","email":"rosa.luz@example.org","residency":"resident",'
        .. '"answers":[{"question":"primary_language","status":"given","codes":["spanish"]}],'
        .. '"employment_goals":"A job in a kitchen, or as a helper on a building site.",'
        .. '"program_interests":["' .. word .. '"],"consent":true,"consent_version":"2026-1","language":"en"}')
end

function init(args)
    math.randomseed(os.time())
    operation, token, count, word = args[1], args[2], tonumber(args[3]), args[4]
    headers = { ["Content-Type"] = "application/json" }
    if token ~= "" then
        headers["Authorization"] = "Bearer " .. token
    end
    request = operations[operation]
end

function done(summary, latency, requests)
    local errors = summary.errors
    io.write(string.format(
        "figures %d %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50),
        latency:percentile(99), errors.connect + errors.read + errors.write + errors.timeout, errors.status))
end
