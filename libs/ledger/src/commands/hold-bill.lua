-- A person holds a bill back: until it is released nobody pushes what of it is not delivered, whatever content it gets
-- meanwhile and whoever tries again. A push that is under way at this moment cannot be called back.
-- KEYS    progress
-- ARGV    bill's id, by, note, text of its orders' cases
-- answer  'unknown' | 'unchanged' (it is held back already) | 'nothing-left' (all of it is delivered, or nothing is
--         asked for), or 'held' and the outer numbers that are being pushed
-- include: parts/bills.lua
-- include: parts/orders.lua
local id, key = ARGV[1], billKey(ARGV[1])
local b = call('HMGET', key, 's', 'p')
if not b[1] then return {'unknown'} end
if b[2] then return {'unchanged'} end
local left, pushing = {}, {'held'}
for _, outerNo in ipairs(ordersOf(id)) do
  local o = readOrder(outerNo)
  local isOwn = call('HGET', orderKey(outerNo), 'b') == id
  if isOwn and o.wanted and o.wanted ~= '' and not o.delivered and o.state ~= WITHDRAWN then left[#left + 1] = outerNo end
end
if #left == 0 and b[1] ~= READ and b[1] ~= HELD_BILL then return {'nothing-left'} end
call('HSET', key, 'p', cjson.encode({by = ARGV[2], note = ARGV[3], at = now}))
note(id, 'held-back', nil, ARGV[3], ARGV[2])
for _, outerNo in ipairs(left) do
  local orderHash = orderKey(outerNo)
  call('HSET', orderHash, 'w', 1)
  local state = call('HGET', orderHash, 's')
  if state == PUSHING then pushing[#pushing + 1] = outerNo
  elseif state == WAITING then
    call('HSET', orderHash, 's', HELD_ORDER)
    openCase(orderHash, 'order:' .. outerNo, 'BILL_ON_HOLD', ARGV[4])
  end
end
return pushing
