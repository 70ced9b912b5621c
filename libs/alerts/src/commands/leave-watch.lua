-- Gives the watch back, so that another process need not wait until it ends.
-- KEYS    lease
-- ARGV    token of the process
-- answer  1, or 0 where another process watches
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
