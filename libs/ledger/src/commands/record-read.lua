-- Notes what a reading of Kingdee showed of a bill; what was planned from other content must not go out any more.
-- KEYS    progress
-- ARGV    bill's id, number, content hash, approved at, revision, '1' where only the mapping has changed
-- answer  'fresh' | 'changed', or nothing where this content is known
-- batch   calls made meanwhile travel together
-- include: parts/drop-order.lua
local id, no, hash = ARGV[1], ARGV[2], ARGV[3]
local b = call('HMGET', billKey(id), 'h', 's')
if b[1] == hash and b[2] ~= WITHDRAWN_BILL then return end
learnBill(id, no, hash, ARGV[4], tonumber(ARGV[5]), ARGV[6])
moveBill(id, READ)
closeCase(billKey(id), 'bill:' .. id)
call('ZADD', OPEN, 'NX', now, 'bill:' .. id)
if not b[1] then return 'fresh' end
note(id, 'changed', nil, b[2] or '')
-- What was planned from the old content must not go out any more.
for _, outerNo in ipairs(ordersOf(id)) do
  local state = call('HGET', orderKey(outerNo), 's')
  if state == WAITING or state == HELD_ORDER then dropOrder(id, outerNo, 'BILL_CHANGED_AFTER_DELIVERY') end
end
return 'changed'
