/**
 * ARGV outerNo, doubt, hash that is wanted, what was seen ('same' | 'gone' | 'vain' | 'wrong'), rest in ms, code, text,
 * differences, stockout number → 'recorded', or 'superseded' where the order is another one by now.
 *
 * `same`: it is there as it is wanted; with a code all the same a case (not audited). `gone`: it is not there and will
 * not come. `wrong`: what is there is not what is wanted: a case, and with a rest looked at again. `vain`: nothing was
 * learned; with a code that is a case by now.
 */
export const RECORD_LOOK = `
local outerNo, seen, rest, code = ARGV[1], ARGV[4], tonumber(ARGV[5]), ARGV[6]
local key, member = orderKey(outerNo), 'order:' .. outerNo
local o = readOrder(outerNo)
if o.doubt ~= ARGV[2] or o.wanted ~= ARGV[3] or o.state == WAITING or o.state == PUSHING then
  if o.doubt then redis.call('ZADD', DOUBTS, now + rest, outerNo) else redis.call('ZREM', DOUBTS, outerNo) end
  return 'superseded'
end
local billId = redis.call('HGET', key, 'b')
local before = redis.call('HGET', key, 'e')
local job = redis.call('HGET', key, 'g')
local function makeCase(state)
  redis.call('HSET', key, 's', state)
  redis.call('ZREM', OPEN, member)
  openCase(key, member, code, ARGV[7])
  if ARGV[8] ~= '' then redis.call('HSET', key, 'x', ARGV[8]) end
  if before ~= code then note(billId, o.delivered and 'disputed' or 'held', outerNo, code) end
end
if ARGV[9] ~= '' and o.delivered then
  redis.call('HSET', key, 'k', ARGV[9])
  redis.call('HSET', bucket('k', ARGV[9]), ARGV[9], billId)
end
if seen == 'same' then
  clearDoubt(outerNo)
  if o.accepted ~= o.wanted then redis.call('HSET', key, 'd', SAME) end
  redis.call('HSET', key, 's', DELIVERED)
  closeCase(key, member)
  if code ~= '' then makeCase(DISPUTED) end
  if code ~= '' and job then redis.call('HSET', key, 'g', job) end
elseif seen == 'gone' then
  clearDoubt(outerNo)
  redis.call('HDEL', key, 'c', 'f')
  note(billId, 'not-there', outerNo, '')
  -- Of an order that its bill still asks for, the case is what it was refused for.
  if o.wanted == '' then
    redis.call('HSET', key, 's', WITHDRAWN)
    closeCase(key, member)
  end
elseif seen == 'wrong' then
  makeCase(DISPUTED)
  if rest > 0 then setDoubt(outerNo, o.doubt, rest) else clearDoubt(outerNo) end
else
  redis.call('HINCRBY', key, 'i', 1)
  redis.call('ZADD', DOUBTS, now + rest, outerNo)
  if code ~= '' then makeCase(o.delivered and DISPUTED or HELD_ORDER) end
end
return 'recorded'`;

/** ARGV ms, then outer numbers: looked after that much later, whatever came of the look. */
export const POSTPONE_DOUBTS = `
for i = 2, #ARGV do
  if redis.call('ZSCORE', DOUBTS, ARGV[i]) then redis.call('ZADD', DOUBTS, now + tonumber(ARGV[1]), ARGV[i]) end
end`;

/** ARGV outer numbers: an inventory saw them, and no bill is known that asks for them. */
export const RECORD_UNCLAIMED = `
for _, outerNo in ipairs(ARGV) do
  local evidence = redis.call('HGET', FOUND, outerNo)
  if evidence then
    redis.call('HSET', UNCLAIMED, outerNo, evidence)
    redis.call('HDEL', FOUND, outerNo)
  end
end`;

/**
 * ARGV outerNo, stockout number, billId, billNo, approvedAt, cause ('' where the bill stands and does not ask for it).
 * A document that an inventory saw is of a bill that does not ask for it (any more): a dispute as if it had been
 * delivered by this ledger. → 'recorded', or 'claimed' where the order is asked for by now.
 */
export const RECORD_STRAY = `
local outerNo, id = ARGV[1], ARGV[3]
local key, member = orderKey(outerNo), 'order:' .. outerNo
local o = readOrder(outerNo)
if o.delivered or o.wanted and o.wanted ~= '' or redis.call('HDEL', FOUND, outerNo) == 0 then return 'claimed' end
if redis.call('HEXISTS', billKey(id), 'h') == 0 then
  learnBill(id, ARGV[4], UNKNOWN, ARGV[5], 1, '')
  moveBill(id, WITHDRAWN_BILL)
  redis.call('HSET', billKey(id), 'r', ARGV[6])
end
local owner = redis.call('HGET', key, 'b')
if owner and owner ~= id then takeOver(outerNo, id) end
local orders, isListed = ordersOf(id), false
for _, no in ipairs(orders) do isListed = isListed or no == outerNo end
if not isListed then orders[#orders + 1] = outerNo end
setOrders(id, redis.call('HGET', billKey(id), 'n'), orders)
redis.call('HSET', key, 'b', id, 'h', '', 's', DISPUTED, 'd', UNKNOWN, 'k', ARGV[2], 'p', 'l', 't', math.floor(now / 1000))
redis.call('HDEL', key, 'c', 'f')
redis.call('HSET', bucket('k', ARGV[2]), ARGV[2], id)
redis.call('HINCRBY', COUNT, 'delivered', 1)
clearDoubt(outerNo)
local code = redis.call('HGET', billKey(id), 's') == WITHDRAWN_BILL and 'BILL_WITHDRAWN_AFTER_DELIVERY' or 'BILL_CHANGED_AFTER_DELIVERY'
openCase(key, member, code, '')
note(id, 'disputed', outerNo, code)
return 'recorded'`;
