-- Takes all charges of a request, or none, by GCRA (ITU-T I.371).
--
-- KEYS: for each charge the key of its limit.
-- ARGV: the time in microseconds, or 0 for this server's own; then for each charge its limit's window in microseconds and
--   permits, and its price: the time in which what it takes comes back, in whole microseconds and a rest in units of 1/permits.
-- A key holds when everything will be back: "microseconds rest permits".
-- Returns how long to wait in microseconds, 0 if the charges were taken; then for each charge how long until everything is
--   back: microseconds, rest.
--
-- All numbers are whole and smaller than 2^53: the doubles of Lua hold them exactly.

local now = tonumber(ARGV[1])
if now == 0 then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
end

local WORTH_A_LITTLE_MORE = 10000 -- milliseconds that a key outlives its use: this server's clock may be set back

-- What is owed of a limit, under what the limit is now: time stays, but no more than a window.
local function read(key, window, permits)
  local full, rest, of = string.match(redis.call('GET', key) or '', '^(%d+) (%d+) (%d+)$')
  local limit = { owed = 0, rest = 0, corrected = false }
  if full and tonumber(full) >= now then
    limit.owed, limit.rest = tonumber(full) - now, tonumber(rest)
    if limit.rest > 0 and tonumber(of) ~= permits then
      limit.owed, limit.rest, limit.corrected = limit.owed + 1, 0, true
    end
    if limit.owed > window or (limit.owed == window and limit.rest > 0) then
      limit.owed, limit.rest, limit.corrected = window, 0, true
    end
  end
  limit.sum, limit.sumrest = limit.owed, limit.rest
  return limit
end

local limits = {}
local wait = 0
for i, key in ipairs(KEYS) do
  local window, permits = tonumber(ARGV[4 * i - 2]), tonumber(ARGV[4 * i - 1])
  local limit = limits[key] or read(key, window, permits)
  limits[key] = limit
  limit.permits = permits
  limit.sum = limit.sum + tonumber(ARGV[4 * i])
  limit.sumrest = limit.sumrest - permits + tonumber(ARGV[4 * i + 1])
  if limit.sumrest >= 0 then
    limit.sum = limit.sum + 1
  else
    limit.sumrest = limit.sumrest + permits
  end
  local over = limit.sum - window + (limit.sumrest > 0 and 1 or 0)
  wait = math.max(wait, over)
end

local answer = { wait }
for _, key in ipairs(KEYS) do
  local limit = limits[key]
  if wait == 0 then
    limit.owed, limit.rest = limit.sum, limit.sumrest
  end
  if wait == 0 or limit.corrected then
    redis.call('SET', key, string.format('%.0f %.0f %.0f', now + limit.owed, limit.rest, limit.permits),
      'PX', string.format('%.0f', math.ceil(limit.owed / 1000) + WORTH_A_LITTLE_MORE))
  end
  table.insert(answer, limit.owed)
  table.insert(answer, limit.rest)
end
return answer
