-- Who lists what Wangdiantong has. Pushes do not wait for one that is tried again.
-- KEYS    progress
-- ARGV    owner, length of the lease in ms, how long it must have been impossible to be tried again ('' for never)
-- answer  'begun' | 'busy' | 'over'
-- include: <clock.lua>
local i = redis.call('HMGET', KEYS[1], 'inventory', 'inventoryOwner', 'inventoryUntil', 'inventoryAt')
local isAgain = ARGV[3] ~= '' and i[1] == 'unavailable' and tonumber(i[4] or '0') + tonumber(ARGV[3]) <= now
if i[1] == 'done' or i[1] == 'unavailable' and not isAgain or ARGV[3] ~= '' and not isAgain then return 'over' end
if i[2] ~= ARGV[1] and tonumber(i[3] or '0') > now then return 'busy' end
redis.call('HSET', KEYS[1], 'inventory', isAgain and 'unavailable' or 'running')
redis.call('HSET', KEYS[1], 'inventoryOwner', ARGV[1], 'inventoryUntil', now + tonumber(ARGV[2]))
return 'begun'
