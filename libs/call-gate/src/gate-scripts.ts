import { QUOTA_USED_UP } from "@billferry/contracts";

/**
 * The gate's transitions, atomic in Redis and on Redis' clock, so that all replicas share one account of calls.
 *
 * KEYS: `calls` (sorted set: call id → when it stops counting against the minute) and `gate` (hash: `until`, the end of
 * a rest after "too frequent", kept until a call gets through; `strikes:KIND`, refusals as too frequent in a row, by
 * kind of call; `open`, the end of the circuit's rest; `why`; `failures`; `probe`, the call that tries alone).
 */
const CLOCK = `local t = redis.call('TIME'); local now = t[1] * 1000 + math.floor(t[2] / 1000)`;

/** ARGV call id, limit, longest call in ms, window in ms → {'go'} | {'wait', ms, reason}. */
export const ENTER = `
${CLOCK}
local g = redis.call('HMGET', KEYS[2], 'until', 'open', 'why', 'probe', 'probeUntil')
local rests = math.max(tonumber(g[1] or '0'), tonumber(g[2] or '0'))
if rests > now then return {'wait', tostring(rests - now), g[3] or ''} end
local triesAlone = g[1] or g[2]
if triesAlone and g[4] and tonumber(g[5]) > now then return {'wait', '1000', g[3] or ''} end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then
  local nextFree = tonumber(redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2])
  local running = nextFree - now > tonumber(ARGV[4])
  return {'wait', tostring(running and 50 or math.max(1, nextFree - now)), '${QUOTA_USED_UP}'}
end
redis.call('ZADD', KEYS[1], now + tonumber(ARGV[3]) + tonumber(ARGV[4]), ARGV[1])
if triesAlone then redis.call('HSET', KEYS[2], 'probe', ARGV[1], 'probeUntil', now + tonumber(ARGV[3])) end
return {'go'}`;

/**
 * ARGV call id, window in ms, verdict ('ok' | 'answered' | 'neutral' | 'failed' | 'down' | 'paused'), rest in ms,
 * reason, failures that open the circuit, most rest in ms, longest call in ms, kind ('push' | 'query'), most rest after
 * "too frequent" in ms → how long the circuit rests now, 0 where it stays closed. A call counts for one window from
 * when its answer was here: it cannot have reached the vendor later than that.
 *
 * A ban may last until nobody has called for a while, so each refusal as "too frequent" that follows upon a rest
 * doubles the next one, as each failure does that follows upon the circuit's. Calls that were under way when a rest
 * began say nothing new.
 */
export const LEAVE = `
${CLOCK}
local score = redis.call('ZSCORE', KEYS[1], ARGV[1])
if score then redis.call('ZADD', KEYS[1], now + tonumber(ARGV[2]), ARGV[1]) end
local verdict = ARGV[3]
local rested = tonumber(redis.call('HGET', KEYS[2], 'until') or '0')
local opened = tonumber(redis.call('HGET', KEYS[2], 'open') or '0')
local enteredAt = score and tonumber(score) - tonumber(ARGV[8]) - tonumber(ARGV[2]) or now
if redis.call('HGET', KEYS[2], 'probe') == ARGV[1] then redis.call('HDEL', KEYS[2], 'probe', 'probeUntil') end
if verdict == 'ok' or verdict == 'answered' then
  if verdict == 'ok' then redis.call('HDEL', KEYS[2], 'open', 'failures', 'rest', 'strikes:push') end
  redis.call('HDEL', KEYS[2], 'strikes:query')
  if rested <= now then redis.call('HDEL', KEYS[2], 'until') end
  if redis.call('HEXISTS', KEYS[2], 'until') == 0 and redis.call('HEXISTS', KEYS[2], 'open') == 0 then
    redis.call('HDEL', KEYS[2], 'why')
  end
elseif verdict == 'paused' then
  local strikes = 'strikes:' .. ARGV[9]
  if enteredAt >= rested then redis.call('HINCRBY', KEYS[2], strikes, 1) end
  local count = math.max(1, tonumber(redis.call('HGET', KEYS[2], strikes) or '1'))
  local told = tonumber(ARGV[4])
  local rest = math.min(told * 2 ^ math.min(count - 1, 20), math.max(told, tonumber(ARGV[10])))
  redis.call('HSET', KEYS[2], 'until', string.format('%.0f', math.max(rested, now + rest)), 'why', ARGV[5])
elseif verdict == 'failed' or verdict == 'down' then
  if enteredAt < opened then return math.max(1, opened - now) end
  local failures = redis.call('HINCRBY', KEYS[2], 'failures', 1)
  if verdict == 'down' or failures >= tonumber(ARGV[6]) then
    local rest = math.min(tonumber(redis.call('HGET', KEYS[2], 'rest') or '0') * 2, tonumber(ARGV[7]))
    if rest == 0 then rest = tonumber(ARGV[4]) end
    redis.call('HSET', KEYS[2], 'open', now + rest, 'rest', rest, 'why', ARGV[5])
    return rest
  end
end
return 0`;
