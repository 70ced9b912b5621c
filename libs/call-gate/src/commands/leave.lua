-- A call has ended: it counts for one window from now, for it cannot have reached the vendor later, and its
-- verdict opens, rests or closes the way for others. A ban may last until nobody has called for a while, so each
-- refusal as "too frequent" that follows upon a rest doubles the next one, as each failure does that follows upon
-- the circuit's. Calls that were under way when a rest began say nothing new.
-- KEYS    calls, gate (as of `enter`)
-- ARGV    call id, window in ms, verdict ('ok' | 'answered' | 'neutral' | 'failed' | 'down' | 'paused'), rest in
--         ms, why, failures that open the circuit, most rest in ms, longest call in ms, kind ('push' | 'query'),
--         most rest after "too frequent" in ms
-- answer  how long the circuit rests now, 0 where it stays closed
-- batch   calls made meanwhile travel together
-- include: <clock.lua>
local callId, windowMs, verdict, restMs, why = ARGV[1], tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4]), ARGV[5]
local failuresToOpen, mostRestMs, longestCallMs = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
local kind, mostRateRestMs = ARGV[9], tonumber(ARGV[10])
local isGood = verdict == 'ok' or verdict == 'answered'
local score = not isGood and redis.call('ZSCORE', KEYS[1], callId)
local enteredAt = score and tonumber(score) - longestCallMs - windowMs or now
redis.call('ZADD', KEYS[1], now + windowMs, callId)
local g = redis.call('HMGET', KEYS[2], 'until', 'open', 'rest', 'failures', 'strikes:push', 'strikes:query', 'probe', 'why')
local rested, opened = tonumber(g[1] or '0'), tonumber(g[2] or '0')
if g[7] == callId then redis.call('HDEL', KEYS[2], 'probe', 'probeUntil') end
if isGood then
  local over = {}
  local function forget(field, value)
    if value then over[#over + 1] = field end
  end
  if verdict == 'ok' then
    forget('open', g[2])
    forget('rest', g[3])
    forget('failures', g[4])
    forget('strikes:push', g[5])
  end
  forget('strikes:query', g[6])
  if rested <= now then forget('until', g[1]) end
  if rested <= now and (verdict == 'ok' or not g[2]) then forget('why', g[8]) end
  if #over > 0 then redis.call('HDEL', KEYS[2], unpack(over)) end
elseif verdict == 'paused' then
  local strikes = 'strikes:' .. kind
  if enteredAt >= rested then redis.call('HINCRBY', KEYS[2], strikes, 1) end
  local count = math.max(1, tonumber(redis.call('HGET', KEYS[2], strikes) or '1'))
  local rest = math.min(restMs * 2 ^ math.min(count - 1, 20), math.max(restMs, mostRateRestMs))
  redis.call('HSET', KEYS[2], 'until', string.format('%.0f', math.max(rested, now + rest)), 'why', why)
elseif verdict == 'failed' or verdict == 'down' then
  if enteredAt < opened then return math.max(1, opened - now) end
  local failures = redis.call('HINCRBY', KEYS[2], 'failures', 1)
  if verdict == 'down' or failures >= failuresToOpen then
    local rest = math.min(tonumber(g[3] or '0') * 2, mostRestMs)
    if rest == 0 then rest = restMs end
    redis.call('HSET', KEYS[2], 'open', now + rest, 'rest', rest, 'why', why)
    return rest
  end
end
return 0
