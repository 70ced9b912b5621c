-- Extends the lease of an order that its owner still holds, that is still wanted as it was, and that nobody holds back.
-- KEYS    progress
-- ARGV    outer number, owner, length of the lease in ms
-- answer  1 while that holds, else nothing
-- batch   calls made meanwhile travel together
-- include: parts/keys.lua
local key = orderKey(ARGV[1])
local o = redis.call('HMGET', key, 'l', 's', 'w')
if o[1] ~= ARGV[2] or o[2] ~= PUSHING or o[3] then return end
redis.call('HSET', key, 'u', now + tonumber(ARGV[3]))
return 1
