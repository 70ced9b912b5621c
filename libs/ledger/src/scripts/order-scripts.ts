/** ARGV outerNo, billId, hash, owner, leaseMs → verdict and its facts, as texts; null where one is not known. */
export const BEGIN_PUSH = `
local outerNo, hash, owner = ARGV[1], ARGV[3], ARGV[4]
local key, member = orderKey(outerNo), 'order:' .. outerNo
local o = readOrder(outerNo)
local more = redis.call('HMGET', key, 'k', 't', 'm', 'l', 'u', 'f', 'b')
if more[7] and more[7] ~= ARGV[2] then return {'superseded'} end
if o.wanted and o.wanted ~= hash then return {'superseded'} end
if o.delivered and o.doubt == LIFE then
  local isAccepted = o.accepted == hash and o.delivered ~= hash
  return {'verify', more[1], more[2], more[3], isAccepted and '1' or '0'}
end
if o.delivered then
  if o.delivered == hash or o.accepted == hash then return {'delivered', more[1]} end
  return {'changed', more[1], more[2], more[3]}
end
if o.accepted == hash then return {'superseded'} end
-- Another bill asks for this key, and whether this one still lives is being asked.
if redis.call('HEXISTS', CLAIMS, outerNo) == 1 and redis.call('ZSCORE', AGAIN, ARGV[2]) then return {'contested'} end
if more[4] and more[4] ~= owner and tonumber(more[5]) > now then return {'busy', tostring(tonumber(more[5]) - now)} end
local first = more[6] or tostring(now)
redis.call('HSET', key, 'b', ARGV[2], 'h', hash, 's', PUSHING, 'f', first, 'l', owner, 'u', now + tonumber(ARGV[5]))
closeCase(key, member)
if o.doubt then clearDoubt(outerNo) end
redis.call('ZADD', OPEN, 'NX', now, member)
local pushes = redis.call('HINCRBY', key, 'c', 1)
local inventory = redis.call('HGET', KEYS[1], 'inventory') or 'needed'
return {'go', tostring(pushes), first, tostring(math.max(o.revision, 1)), redis.call('HGET', FOUND, outerNo), inventory}`;

/** ARGV outerNo, owner, leaseMs → 1 while the owner still holds the order and it is still wanted as it was, else
 *  nothing. Extends the lease. */
export const RENEW_PUSH = `
local key = orderKey(ARGV[1])
local o = redis.call('HMGET', key, 'l', 's')
if o[1] ~= ARGV[2] or o[2] ~= PUSHING then return end
redis.call('HSET', key, 'u', now + tonumber(ARGV[3]))
return 1`;

/** ARGV outerNo, owner, '1' where this attempt surely had no effect. Gives the order back without an effect known. */
export const RELEASE_PUSH = `
local key = orderKey(ARGV[1])
if redis.call('HGET', key, 'l') ~= ARGV[2] then return end
redis.call('HDEL', key, 'l', 'u')
-- What is left counts the attempts that may have made the order.
if ARGV[3] == '1' and redis.call('HINCRBY', key, 'c', -1) < 1 then
  redis.call('HDEL', key, 'c', 'f')
  if redis.call('HGET', key, 'q') == PRESENCE then clearDoubt(ARGV[1]) end
end
if redis.call('HGET', key, 's') == PUSHING then redis.call('HSET', key, 's', WAITING) end`;

/**
 * ARGV outerNo, billId, hash, stockoutNo, proof, code, text, doubt, job. A delivery is a fact: no state forbids it.
 * Where it is not what Kingdee asks for by now, or something is wrong with it (`code`), it is a dispute at once. The
 * job, from which a correction can be made, is kept as long as there is a doubt or a dispute.
 */
export const RECORD_DELIVERED = `
local outerNo, hash = ARGV[1], ARGV[3]
local key, member = orderKey(outerNo), 'order:' .. outerNo
local o = readOrder(outerNo)
if not o.delivered then redis.call('HINCRBY', COUNT, 'delivered', 1) end
redis.call('HSETNX', key, 'b', ARGV[2])
redis.call('HSETNX', key, 'h', hash)
local isWanted = not o.wanted or o.wanted == hash
redis.call('HSET', key, 's', DELIVERED, 'd', isWanted and SAME or hash, 'p', ARGV[5], 't', math.floor(now / 1000))
redis.call('HDEL', key, 'l', 'u', 'f')
if redis.call('HGET', key, 'c') == '1' then redis.call('HDEL', key, 'c') end
if ARGV[4] ~= '' then
  redis.call('HSET', key, 'k', ARGV[4])
  redis.call('HSET', bucket('k', ARGV[4]), ARGV[4], redis.call('HGET', key, 'b'))
end
redis.call('HDEL', FOUND, outerNo)
redis.call('HDEL', UNCLAIMED, outerNo)
redis.call('ZREM', OPEN, member)
closeCase(key, member)
if o.doubt then clearDoubt(outerNo) end
local billId = redis.call('HGET', key, 'b')
local code = ARGV[6]
-- Accepted is what was delivered before; of an order that never was, it is what a person has dropped.
if not isWanted and not (o.delivered and o.wanted == o.accepted) then
  local isWithdrawn = redis.call('HGET', billKey(billId), 's') == WITHDRAWN_BILL
  code = isWithdrawn and 'BILL_WITHDRAWN_AFTER_DELIVERY' or 'BILL_CHANGED_AFTER_DELIVERY'
end
if code ~= '' then
  redis.call('HSET', key, 's', DISPUTED)
  openCase(key, member, code, code == ARGV[6] and ARGV[7] or '')
  note(billId, 'disputed', outerNo, code)
end
if ARGV[8] ~= '' and isWanted then setDoubt(outerNo, ARGV[8], FIRST_LOOK_MS) end
if ARGV[9] ~= '' and isWanted then redis.call('HSET', key, 'g', ARGV[9]) end`;

/** ARGV outerNo, billId, hash, code, text, missing codes, what waits with it, job. */
export const RECORD_HELD_ORDER = `
local outerNo, hash = ARGV[1], ARGV[3]
local key, member = orderKey(outerNo), 'order:' .. outerNo
local o = readOrder(outerNo)
local owner = redis.call('HGET', key, 'b')
if owner and owner ~= ARGV[2] or o.wanted and o.wanted ~= hash or o.accepted == hash then return end
local state = o.delivered and DISPUTED or HELD_ORDER
local more = redis.call('HMGET', key, 'e', 'c')
local before = more[1]
redis.call('HSET', key, 'b', ARGV[2], 'h', hash, 's', state)
redis.call('HDEL', key, 'l', 'u')
openCase(key, member, ARGV[4], ARGV[5], ARGV[6], ARGV[7])
-- A push of it may have made it all the same.
if more[2] and not o.delivered then setDoubt(outerNo, PRESENCE, FIRST_LOOK_MS) end
if ARGV[8] ~= '' and (more[2] or o.delivered) then redis.call('HSET', key, 'g', ARGV[8]) end
if before ~= ARGV[4] then note(ARGV[2], o.delivered and 'disputed' or 'held', outerNo, ARGV[4]) end`;

/** ARGV outerNo. Somebody else had pushed it before us. */
export const NOTE_FOREIGN = `
redis.call('HINCRBY', COUNT, 'foreign', 1)
note(redis.call('HGET', orderKey(ARGV[1]), 'b'), 'lost-to-other', ARGV[1], '')`;
