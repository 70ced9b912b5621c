-- A document that an inventory saw is of a bill that does not ask for it (any more): a dispute as if it had been
-- delivered by this ledger.
-- KEYS    progress
-- ARGV    outer number, stockout number, bill's id, number, approved at, cause ('' where the bill stands)
-- answer  'recorded', or 'claimed' where the order is asked for by now
-- include: parts/ownership.lua
local outerNo, id = ARGV[1], ARGV[3]
local key, member = orderKey(outerNo), 'order:' .. outerNo
local o = readOrder(outerNo)
if o.delivered or o.wanted and o.wanted ~= '' or call('HDEL', FOUND, outerNo) == 0 then return 'claimed' end
if call('HEXISTS', billKey(id), 'h') == 0 then
  learnBill(id, ARGV[4], UNKNOWN, ARGV[5], 1, '')
  moveBill(id, WITHDRAWN_BILL)
  call('HSET', billKey(id), 'r', ARGV[6])
end
local owner = call('HGET', key, 'b')
if owner and owner ~= id then takeOver(outerNo, id) end
local orders, isListed = ordersOf(id), false
for _, no in ipairs(orders) do isListed = isListed or no == outerNo end
if not isListed then orders[#orders + 1] = outerNo end
setOrders(id, call('HGET', billKey(id), 'n'), orders)
call('HSET', key, 'b', id, 'h', '', 's', DISPUTED, 'd', UNKNOWN)
call('HSET', key, 'k', ARGV[2], 'p', 'l', 't', math.floor(now / 1000))
call('HDEL', key, 'c', 'f')
addNumber('K', ARGV[2], id)
call('HINCRBY', COUNT, 'delivered', 1)
clearDoubt(outerNo)
local isWithdrawn = call('HGET', billKey(id), 's') == WITHDRAWN_BILL
local code = isWithdrawn and 'BILL_WITHDRAWN_AFTER_DELIVERY' or 'BILL_CHANGED_AFTER_DELIVERY'
openCase(key, member, code, '')
note(id, 'disputed', outerNo, code)
return 'recorded'
