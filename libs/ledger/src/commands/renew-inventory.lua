-- Extends the lease of an inventory; an owner has it only as long as it runs.
-- KEYS    progress
-- ARGV    owner, length of the lease in ms
-- answer  1 while it is the owner's, else nothing
-- include: <clock.lua>
if redis.call('HGET', KEYS[1], 'inventoryOwner') ~= ARGV[1] then return end
redis.call('HSET', KEYS[1], 'inventoryUntil', now + tonumber(ARGV[2]))
return 1
