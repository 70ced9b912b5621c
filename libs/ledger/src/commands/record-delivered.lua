-- A delivery is a fact: no state forbids it. Where it is not what Kingdee asks for by now, or something is wrong with
-- it (a code), it is a dispute at once. The job, from which a correction can be made, is kept as long as there is a
-- doubt or a dispute.
-- KEYS    progress
-- ARGV    outer number, bill's id, content hash, stockout number, proof, code, text, doubt, job
-- batch   calls made meanwhile travel together
-- include: parts/history.lua
-- include: parts/numbers.lua
-- include: parts/orders.lua
local outerNo, hash = ARGV[1], ARGV[3]
local key, member = orderKey(outerNo), 'order:' .. outerNo
local o = readOrder(outerNo)
if not o.delivered then
  call('HINCRBY', COUNT, 'delivered', 1)
  call('HINCRBY', FLOW, 'd', 1)
end
local billId = call('HGET', key, 'b') or ARGV[2]
local isWanted = not o.wanted or o.wanted == hash
call('HSET', key, 'b', billId, 'h', o.wanted or hash, 's', DELIVERED, 'd', isWanted and SAME or hash)
call('HSET', key, 'p', ARGV[5], 't', math.floor(now / 1000))
call('HDEL', key, 'l', 'u', 'f')
if call('HGET', key, 'c') == '1' then call('HDEL', key, 'c') end
if ARGV[4] ~= '' then
  call('HSET', key, 'k', ARGV[4])
  addNumber('K', ARGV[4], billId)
end
if call('EXISTS', FOUND, UNCLAIMED) > 0 then
  call('HDEL', FOUND, outerNo)
  call('HDEL', UNCLAIMED, outerNo)
end
call('ZREM', OPEN, member)
closeCase(key, member)
if o.doubt then clearDoubt(outerNo) end
local code = ARGV[6]
-- Accepted is what was delivered before; of an order that never was, it is what a person has dropped.
if not isWanted and not (o.delivered and o.wanted == o.accepted) then
  local isWithdrawn = call('HGET', billKey(billId), 's') == WITHDRAWN_BILL
  code = isWithdrawn and 'BILL_WITHDRAWN_AFTER_DELIVERY' or 'BILL_CHANGED_AFTER_DELIVERY'
end
if code ~= '' then
  call('HSET', key, 's', DISPUTED)
  openCase(key, member, code, code == ARGV[6] and ARGV[7] or '')
  note(billId, 'disputed', outerNo, code)
end
if ARGV[8] ~= '' and isWanted then setDoubt(outerNo, ARGV[8], FIRST_LOOK_MS) end
if ARGV[9] ~= '' and isWanted then call('HSET', key, 'g', ARGV[9]) end
