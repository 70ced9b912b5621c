-- The right to give a channel one message, counted for all processes: a robot that is given too much falls silent.
-- KEYS    lease, alerts, sent (of the channel: a sorted set of what it was given within the last minute)
-- ARGV    token of the process ('' for a person's test, which needs no watch), name of this sending, messages a
--         minute (0: no limit), field and value of the claim ('' for a test)
-- answer  0, or how many ms to wait; -1 where another process watches
-- include: <clock.lua>
if ARGV[1] ~= '' and redis.call('GET', KEYS[1]) ~= ARGV[1] then return -1 end
local limit = tonumber(ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now - 60000)
if limit > 0 and redis.call('ZCARD', KEYS[3]) >= limit then
  local oldest = redis.call('ZRANGE', KEYS[3], 0, 0, 'WITHSCORES')
  return math.max(1, tonumber(oldest[2]) + 60000 - now)
end
redis.call('ZADD', KEYS[3], now, ARGV[2])
redis.call('PEXPIRE', KEYS[3], 60000)
if ARGV[4] ~= '' then redis.call('HSET', KEYS[2], ARGV[4], ARGV[5]) end
return 0
