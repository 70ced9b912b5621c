-- Gives an order back without an effect known.
-- KEYS    progress
-- ARGV    outer number, owner, '1' where this attempt surely had no effect
-- batch   calls made meanwhile travel together
-- include: parts/orders.lua
local key = orderKey(ARGV[1])
if call('HGET', key, 'l') ~= ARGV[2] then return end
call('HDEL', key, 'l', 'u')
-- What is left counts the attempts that may have made the order.
if ARGV[3] == '1' and call('HINCRBY', key, 'c', -1) < 1 then
  call('HDEL', key, 'c', 'f')
  if call('HGET', key, 'q') == PRESENCE then clearDoubt(ARGV[1]) end
end
if call('HGET', key, 's') == PUSHING then call('HSET', key, 's', WAITING) end
