-- The scheme rests.
-- KEYS    progress
-- ARGV    why, rest in ms
-- include: <clock.lua>
redis.call('HSET', KEYS[1], 'lastError', ARGV[1], 'stoppedUntil', now + tonumber(ARGV[2]))
