-- Lets calls in where the account's quota, rest and circuit allow it. They come in order of precedence, none with a
-- greater cap than the one before; so those that may go are the first of them. An urgent call that has to wait stands
-- in line: as many free places as urgent calls stand there are for them alone, whoever asks.
-- KEYS    calls (sorted set: call id, when it stops counting against the minute)
--         gate (hash: `until`, the end of a rest after "too frequent", kept until a call gets through;
--         `strikes:KIND`, refusals as too frequent in a row, by kind of call; `open`, the end of the circuit's
--         rest; `rest`, its length; `why`; `failures`; `probe` and `probeUntil`, the call that tries alone;
--         `lineUntil`, when the last of the line will have left it, by itself at the latest; `limit`, for those who
--         look)
--         line (sorted set: id of an urgent call that waits, when it is given up)
-- ARGV    longest call in ms, window in ms, how long one stands in line in ms, calls a minute, then for each call: id,
--         cap
-- answer  how many of them may go, and how long the next waits in ms, with the reason where it is not the quota
-- include: <clock.lua>
local longestCallMs, windowMs, patienceMs = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local g = redis.call('HMGET', KEYS[2], 'until', 'open', 'why', 'probe', 'probeUntil', 'lineUntil', 'limit')
if g[7] ~= ARGV[4] then redis.call('HSET', KEYS[2], 'limit', ARGV[4]) end
local rests = math.max(tonumber(g[1] or '0'), tonumber(g[2] or '0'))
if rests > now then return {0, rests - now, g[3] or ''} end
local triesAlone = g[1] or g[2]
if triesAlone and g[4] and tonumber(g[5]) > now then return {0, 1000, g[3] or ''} end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
local count = redis.call('ZCARD', KEYS[1])
local line = 0
if g[6] and tonumber(g[6]) > now then
  redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now)
  line = redis.call('ZCARD', KEYS[3])
end
local entered, i, kept = {}, 5, 0
while i < #ARGV do
  local callId = ARGV[i]
  local isUrgent = string.sub(callId, 1, 2) == 'u:'
  if isUrgent and line > 0 then line = line - redis.call('ZREM', KEYS[3], callId) end
  kept = isUrgent and 0 or line
  if count + kept >= tonumber(ARGV[i + 1]) or (triesAlone and #entered > 0) then break end
  entered[#entered + 1] = now + longestCallMs + windowMs
  entered[#entered + 1] = callId
  count, i = count + 1, i + 2
end
if #entered > 0 then redis.call('ZADD', KEYS[1], unpack(entered)) end
if triesAlone and #entered > 0 then
  redis.call('HSET', KEYS[2], 'probe', entered[2], 'probeUntil', now + longestCallMs)
  return {1, 1000, g[3] or ''}
end
if i >= #ARGV then return {#entered / 2, 0} end
local standing = {}
for at = i, #ARGV, 2 do
  if string.sub(ARGV[at], 1, 2) ~= 'u:' then break end
  standing[#standing + 1] = now + patienceMs
  standing[#standing + 1] = ARGV[at]
end
if #standing > 0 then
  redis.call('ZADD', KEYS[3], unpack(standing))
  redis.call('HSET', KEYS[2], 'lineUntil', now + patienceMs)
end
local nth = math.max(0, math.min(count + kept - tonumber(ARGV[i + 1]), count - 1))
local nextFree = tonumber(redis.call('ZRANGE', KEYS[1], nth, nth, 'WITHSCORES')[2] or now)
local waitMs = nextFree - now
-- The end of a call under way is not known, nor whether it will give its place back.
if waitMs > windowMs then waitMs = 50 end
-- Who stands in line may have died there.
if count < tonumber(ARGV[i + 1]) then waitMs = math.min(waitMs, tonumber(g[6] or now) - now) end
return {#entered / 2, math.max(1, waitMs)}
