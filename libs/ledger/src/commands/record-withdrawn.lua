-- A bill was unapproved, voided or deleted.
-- KEYS    progress
-- ARGV    bill's id, content hash, cause
-- answer  'withdrawn' | 'superseded'
-- include: parts/drop-order.lua
local id = ARGV[1]
local b = call('HMGET', billKey(id), 'h', 's')
if b[1] ~= ARGV[2] or b[2] == WITHDRAWN_BILL then return 'superseded' end
moveBill(id, WITHDRAWN_BILL)
closeCase(billKey(id), 'bill:' .. id)
call('ZREM', OPEN, 'bill:' .. id)
call('HSET', billKey(id), 'r', ARGV[3])
call('HDEL', billKey(id), 'm')
setClaims(id, {})
note(id, 'withdrawn', nil, ARGV[3])
for _, outerNo in ipairs(ordersOf(id)) do dropOrder(id, outerNo, 'BILL_WITHDRAWN_AFTER_DELIVERY') end
return 'withdrawn'
