-- Lets a call in where the account's quota, rest and circuit allow it.
-- KEYS    calls (sorted set: call id, when it stops counting against the minute)
--         gate (hash: `until`, the end of a rest after "too frequent", kept until a call gets through;
--         `strikes:KIND`, refusals as too frequent in a row, by kind of call; `open`, the end of the circuit's
--         rest; `rest`, its length; `why`; `failures`; `probe` and `probeUntil`, the call that tries alone)
-- ARGV    call id, limit, longest call in ms, window in ms
-- answer  {'go'} | {'rest', ms, why} | {'full', ms}
-- include: <clock.lua>
local callId, limit, longestCallMs, windowMs = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local g = redis.call('HMGET', KEYS[2], 'until', 'open', 'why', 'probe', 'probeUntil')
local rests = math.max(tonumber(g[1] or '0'), tonumber(g[2] or '0'))
if rests > now then return {'rest', tostring(rests - now), g[3] or ''} end
local triesAlone = g[1] or g[2]
if triesAlone and g[4] and tonumber(g[5]) > now then return {'rest', '1000', g[3] or ''} end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if redis.call('ZCARD', KEYS[1]) >= limit then
  local nextFree = tonumber(redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2])
  local running = nextFree - now > windowMs
  return {'full', tostring(running and 50 or math.max(1, nextFree - now))}
end
redis.call('ZADD', KEYS[1], now + longestCallMs + windowMs, callId)
if triesAlone then redis.call('HSET', KEYS[2], 'probe', callId, 'probeUntil', now + longestCallMs) end
return {'go'}
