-- An inventory was done, or found to be impossible.
-- KEYS    progress
-- ARGV    owner, result, what went wrong
-- include: <clock.lua>
if redis.call('HGET', KEYS[1], 'inventoryOwner') ~= ARGV[1] then return end
redis.call('HSET', KEYS[1], 'inventory', ARGV[2], 'inventoryError', ARGV[3], 'inventoryAt', now)
redis.call('HDEL', KEYS[1], 'inventoryOwner', 'inventoryUntil')
