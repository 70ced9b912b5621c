/** ARGV outerNo, billId, hash, owner, leaseMs → verdict and its facts, as texts. */
export const BEGIN_PUSH = `
local outerNo, hash, owner = ARGV[1], ARGV[3], ARGV[4]
local key, member = orderKey(outerNo), 'order:' .. outerNo
local o = redis.call('HMGET', key, 'h', 'd', 'y', 'k', 'l', 'u', 'f', 'v', 't', 'm')
if o[1] and o[1] ~= hash then return {'superseded'} end
if o[2] then
  if o[2] == hash or o[3] == hash then return {'delivered', o[4] or ''} end
  return {'changed', o[4] or '', o[9] or '', o[10] or ''}
end
if o[3] == hash then return {'superseded'} end
if o[5] and o[5] ~= owner and tonumber(o[6]) > now then return {'busy', tostring(tonumber(o[6]) - now)} end
local first = o[7] or tostring(now)
local revision = o[8] or '1'
redis.call('HSET', key, 'b', ARGV[2], 'h', hash, 's', 'pushing', 'v', revision, 'f', first, 'l', owner, 'u', now + tonumber(ARGV[5]))
closeCase(key, member)
redis.call('ZADD', OPEN, 'NX', now, member)
local pushes = redis.call('HINCRBY', key, 'c', 1)
return {'go', tostring(pushes), first, revision, redis.call('HGET', FOUND, outerNo) or ''}`;

/** ARGV outerNo, owner, leaseMs → 1 while the owner still holds the order and it is still wanted as it was, else 0.
 *  Extends the lease. */
export const RENEW_PUSH = `
local key = orderKey(ARGV[1])
local o = redis.call('HMGET', key, 'l', 's')
if o[1] ~= ARGV[2] or o[2] ~= 'pushing' then return 0 end
redis.call('HSET', key, 'u', now + tonumber(ARGV[3]))
return 1`;

/** ARGV outerNo, owner. Gives the order back without an effect known. */
export const RELEASE_PUSH = `
local key = orderKey(ARGV[1])
if redis.call('HGET', key, 'l') ~= ARGV[2] then return 0 end
redis.call('HDEL', key, 'l', 'u')
if redis.call('HGET', key, 's') == 'pushing' then redis.call('HSET', key, 's', 'waiting') end
return 1`;

/**
 * ARGV outerNo, billId, hash, stockoutNo, proof, code, text. A delivery is a fact: no state forbids it. Where it is not
 * what Kingdee asks for by now, or something is wrong with it (`code`), it is a dispute at once.
 */
export const RECORD_DELIVERED = `
local outerNo, hash = ARGV[1], ARGV[3]
local key, member = orderKey(outerNo), 'order:' .. outerNo
local o = redis.call('HMGET', key, 'd', 'h', 'c', 'y')
if not o[1] then redis.call('HINCRBY', COUNT, 'delivered', 1) end
redis.call('HSET', key, 's', 'delivered', 'd', hash, 'p', ARGV[5], 't', now)
redis.call('HSETNX', key, 'b', ARGV[2])
redis.call('HSETNX', key, 'h', hash)
redis.call('HDEL', key, 'l', 'u', 'f')
if o[3] == '1' then redis.call('HDEL', key, 'c') end
if ARGV[4] ~= '' then
  redis.call('HSET', key, 'k', ARGV[4])
  redis.call('HSET', bucket('k', ARGV[4]), ARGV[4], outerNo)
end
redis.call('HDEL', FOUND, outerNo)
redis.call('ZREM', OPEN, member)
closeCase(key, member)
local billId = redis.call('HGET', key, 'b')
local code = ARGV[6]
if o[2] and o[2] ~= hash and o[2] ~= o[4] then
  local isWithdrawn = redis.call('HGET', billKey(billId), 's') == 'withdrawn'
  code = isWithdrawn and 'BILL_WITHDRAWN_AFTER_DELIVERY' or 'BILL_CHANGED_AFTER_DELIVERY'
end
if code ~= '' then
  redis.call('HSET', key, 's', 'disputed')
  openCase(key, member, code, code == ARGV[6] and ARGV[7] or '')
  note(billId, 'disputed', outerNo, code)
end
return 1`;

/** ARGV outerNo, billId, hash, code, text → 'held' | 'disputed' | 'superseded'. */
export const RECORD_HELD_ORDER = `
local outerNo, hash = ARGV[1], ARGV[3]
local key, member = orderKey(outerNo), 'order:' .. outerNo
local o = redis.call('HMGET', key, 'h', 'd', 'y', 's', 'e')
if o[1] and o[1] ~= hash or o[3] == hash then return 'superseded' end
local state = o[2] and 'disputed' or 'held'
redis.call('HSET', key, 'b', ARGV[2], 'h', hash, 's', state)
redis.call('HDEL', key, 'l', 'u')
openCase(key, member, ARGV[4], ARGV[5])
if o[4] ~= state or o[5] ~= ARGV[4] then note(ARGV[2], state, outerNo, ARGV[4]) end
return state`;

/** ARGV outerNo. Somebody else had pushed it before us. */
export const NOTE_FOREIGN = `
redis.call('HINCRBY', COUNT, 'foreign', 1)
note(redis.call('HGET', orderKey(ARGV[1]), 'b'), 'lost-to-other', ARGV[1], '')
return 1`;
