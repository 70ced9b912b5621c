-- Takes the watch for this process, or keeps it; it ends by itself where nobody keeps it.
-- KEYS    lease
-- ARGV    token of the process, life in ms
-- answer  1, or 0 where another process watches
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
