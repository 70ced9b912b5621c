-- A person lets a bill go that was held back: it is made anew, before all others.
-- KEYS    progress
-- ARGV    bill's id, by, note
-- answer  'unknown' | 'not-held' | 'released'
-- include: parts/anew.lua
-- include: parts/bills.lua
-- include: parts/orders.lua
local id, key = ARGV[1], billKey(ARGV[1])
local b = call('HMGET', key, 's', 'p')
if not b[1] then return 'unknown' end
if not b[2] then return 'not-held' end
call('HDEL', key, 'p')
note(id, 'let-go', nil, ARGV[3], ARGV[2])
for _, outerNo in ipairs(ordersOf(id)) do
  local orderHash, member = orderKey(outerNo), 'order:' .. outerNo
  local o = call('HMGET', orderHash, 'b', 's', 'e')
  if o[1] == id then
    call('HDEL', orderHash, 'w')
    if o[2] == HELD_ORDER and o[3] == 'BILL_ON_HOLD' then
      call('HSET', orderHash, 's', WAITING)
      closeCase(orderHash, member)
      call('ZADD', OPEN, 'NX', now, member)
    end
  end
end
if b[1] ~= WITHDRAWN_BILL then
  call('SADD', AGAIN .. ':retry', id)
  askAnew(id, true)
end
return 'released'
