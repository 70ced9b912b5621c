-- Gives a lock back where it is still the caller's.
-- KEYS    lock
-- ARGV    token
-- answer  1, or 0 where it is somebody else's or nobody's
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
