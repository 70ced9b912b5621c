-- Prolongs a lock where it is still the caller's.
-- KEYS    lock
-- ARGV    token, life in ms
-- answer  1, or 0 where it is somebody else's or nobody's
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
