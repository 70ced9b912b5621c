-- A person settles a dispute by a correction, which is an order of its own from now on.
-- KEYS    progress
-- ARGV    outer number, content hash, the correction's outer number and content hash, by, note
-- answer  'recorded' | 'superseded'
-- include: parts/history.lua
-- include: parts/orders.lua
local outerNo, correctionNo = ARGV[1], ARGV[3]
local key = orderKey(outerNo)
local o = call('HMGET', key, 's', 'h', 'b', 'm')
for made in eachLine(o[4]) do
  if made == correctionNo then return 'recorded' end
end
if o[1] ~= DISPUTED or o[2] ~= ARGV[2] then return 'superseded' end
local correction = orderKey(correctionNo)
local owner = call('HGET', correction, 'b')
-- Another bill's order has this very key.
if owner and owner ~= o[3] then return 'superseded' end
closeCase(key, 'order:' .. outerNo)
clearDoubt(outerNo)
call('HSET', key, 's', DELIVERED, 'd', SAME, 'm', (o[4] and o[4] .. '\n' or '') .. correctionNo)
call('HDEL', key, 'y')
if call('EXISTS', correction) == 0 then
  call('HINCRBY', FLOW, 'a', 1)
  call('HSET', correction, 'b', o[3], 'h', ARGV[4], 's', WAITING)
  call('ZADD', OPEN, 'NX', now, 'order:' .. correctionNo)
end
note(o[3], 'corrected', outerNo, correctionNo .. ' ' .. ARGV[6], ARGV[5])
return 'recorded'
