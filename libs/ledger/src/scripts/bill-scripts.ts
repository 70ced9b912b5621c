/** ARGV billId, billNo, hash, approvedAt, revision → 'fresh' | 'changed' | 'unchanged'. */
export const RECORD_READ = `
local id, no, hash = ARGV[1], ARGV[2], ARGV[3]
local b = redis.call('HMGET', billKey(id), 'h', 's', 'v')
if b[1] == hash and b[2] ~= 'withdrawn' then return 'unchanged' end
-- Two readings may meet the same change; the later one gets the higher number.
local revision = math.max(tonumber(ARGV[5]), b[1] and (tonumber(b[3]) or 0) + 1 or 1)
learnBill(id, no, hash, ARGV[4], revision)
moveBill(id, 'read')
closeCase(billKey(id), 'bill:' .. id)
redis.call('ZADD', OPEN, 'NX', now, 'bill:' .. id)
if not b[1] then return 'fresh' end
note(id, 'changed', nil, b[2])
-- What was planned from the old content must not go out any more.
for _, outerNo in ipairs(ordersOf(id)) do
  local o = redis.call('HMGET', orderKey(outerNo), 's', 'd')
  if not o[2] and (o[1] == 'waiting' or o[1] == 'held') then dropOrder(id, outerNo, '') end
end
return 'changed'`;

/**
 * ARGV billId, billNo, hash, approvedAt, revision, rule ('' unless excluded), then (outerNo, hash) pairs
 * → 'superseded', or (verdict, revision) for each order.
 */
export const RECORD_ORDERS = `
local id, hash, rule = ARGV[1], ARGV[3], ARGV[6]
local b = redis.call('HMGET', billKey(id), 'h', 'v', 's')
local isNewer = tonumber(ARGV[5]) > (tonumber(b[2]) or 0)
if b[1] and b[1] ~= hash and not isNewer then return 'superseded' end
if b[3] == 'withdrawn' and not isNewer then return 'superseded' end
learnBill(id, ARGV[2], hash, ARGV[4], math.max(tonumber(ARGV[5]), tonumber(b[2]) or 0))
local verdicts, wanted, names = {}, {}, {}
for i = 7, #ARGV, 2 do
  local outerNo, content = ARGV[i], ARGV[i + 1]
  local key, member = orderKey(outerNo), 'order:' .. outerNo
  local o = redis.call('HMGET', key, 'h', 'd', 'y', 's', 'v')
  local revision = tonumber(o[5]) or 0
  names[#names + 1] = outerNo
  wanted[outerNo] = true
  local verdict
  if content == o[2] or content == o[3] then
    verdict = 'already-delivered'
    if o[1] ~= content then
      redis.call('HSET', key, 'h', content)
      if o[2] then redis.call('HSET', key, 's', 'delivered') end
      closeCase(key, member)
    end
  elseif o[2] then
    verdict = 'changed-after-delivery'
    if o[1] ~= content then
      revision = revision + 1
      redis.call('HSET', key, 'h', content, 's', 'disputed', 'v', revision)
      redis.call('HDEL', key, 'x')
      openCase(key, member, 'BILL_CHANGED_AFTER_DELIVERY', '')
      note(id, 'disputed', outerNo, 'BILL_CHANGED_AFTER_DELIVERY')
    end
  else
    verdict = 'enqueue'
    if o[1] ~= content then
      revision = revision + 1
      redis.call('HSET', key, 'b', id, 'h', content, 's', 'waiting', 'v', revision)
      closeCase(key, member)
      redis.call('ZADD', OPEN, 'NX', now, member)
    end
  end
  verdicts[#verdicts + 1] = verdict
  verdicts[#verdicts + 1] = tostring(revision)
end
for _, outerNo in ipairs(ordersOf(id)) do
  if not wanted[outerNo] then dropOrder(id, outerNo, 'BILL_CHANGED_AFTER_DELIVERY') end
end
-- Orders that were once asked for stay listed: they may be delivered, and the bill must know them.
for _, outerNo in ipairs(ordersOf(id)) do
  if not wanted[outerNo] and redis.call('HEXISTS', orderKey(outerNo), 'd') == 1 then names[#names + 1] = outerNo end
end
if #names > 0 then redis.call('HSET', billKey(id), 'o', table.concat(names, '\\n')) end
moveBill(id, rule == '' and 'ordered' or 'excluded')
closeCase(billKey(id), 'bill:' .. id)
redis.call('ZREM', OPEN, 'bill:' .. id)
if rule ~= '' then redis.call('HSET', billKey(id), 'r', rule) end
return verdicts`;

/** ARGV billId, billNo, hash, approvedAt, revision, code, text → 'held' | 'superseded'. */
export const RECORD_HELD_BILL = `
local id, hash = ARGV[1], ARGV[3]
local b = redis.call('HMGET', billKey(id), 'h', 's', 'v')
local isNewer = tonumber(ARGV[5]) > (tonumber(b[3]) or 0)
if (b[1] and b[1] ~= hash or b[2] == 'withdrawn') and not isNewer then return 'superseded' end
learnBill(id, ARGV[2], hash, ARGV[4], math.max(tonumber(ARGV[5]), tonumber(b[3]) or 0))
moveBill(id, 'held')
openCase(billKey(id), 'bill:' .. id, ARGV[6], ARGV[7])
note(id, 'held', nil, ARGV[6])
return 'held'`;

/** ARGV billId, hash, cause → 'withdrawn' | 'superseded'. */
export const RECORD_WITHDRAWN = `
local id = ARGV[1]
local b = redis.call('HMGET', billKey(id), 'h', 's')
if b[1] ~= ARGV[2] or b[2] == 'withdrawn' then return 'superseded' end
moveBill(id, 'withdrawn')
closeCase(billKey(id), 'bill:' .. id)
redis.call('ZREM', OPEN, 'bill:' .. id)
redis.call('HSET', billKey(id), 'r', ARGV[3])
note(id, 'withdrawn', nil, ARGV[3])
for _, outerNo in ipairs(ordersOf(id)) do dropOrder(id, outerNo, 'BILL_WITHDRAWN_AFTER_DELIVERY') end
return 'withdrawn'`;

/** ARGV billId. Its work had got lost and was set up again. */
export const NOTE_REVIVED = `note(ARGV[1], 'revived', nil, '')
return 1`;
