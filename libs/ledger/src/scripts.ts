/**
 * Every transition of the ledger is one Lua script, so it happens whole or not at all, and two replicas can not see
 * each other half way. The clock is Redis' own (`TIME`): replicas with different clocks agree on ages and leases.
 *
 * Keys, all with one hash tag: bill hash, order hash, `open` and `held` (sorted sets of "bill:ID" / "order:NO" by the
 * time they became so), `count` (hash). Field names are short because there is one hash per bill for half a year:
 * n bill no, h content hash, s state, a approved at, o orders, r reason; b bill id, d delivered hash, k stockout no,
 * p proof, c pushes, f first push, l lease owner, u lease until.
 */
const CLOCK = `local t = redis.call('TIME'); local now = t[1] * 1000 + math.floor(t[2] / 1000)`;

/** KEYS bill, open, held, count. ARGV billId, billNo, hash, approvedAt → 'fresh' | 'changed' | 'unchanged'. */
export const RECORD_READ = `
${CLOCK}
local known = redis.call('HGET', KEYS[1], 'h')
if known == ARGV[3] then return 'unchanged' end
redis.call('HSET', KEYS[1], 'n', ARGV[2], 'h', ARGV[3], 'a', ARGV[4], 's', 'read', 'r', '')
redis.call('ZADD', KEYS[2], 'NX', now, 'bill:' .. ARGV[1])
redis.call('ZREM', KEYS[3], 'bill:' .. ARGV[1])
if not known then redis.call('HINCRBY', KEYS[4], 'bills', 1); return 'fresh' end
return 'changed'`;

/**
 * KEYS bill, open, held, count, then one order hash for each new order, then one for each order of an earlier reading
 * that may be gone. ARGV billId, billNo, hash, approvedAt, number of new orders, then (outerNo, hash) pairs, then the
 * outerNos that may be gone → 'superseded', or a verdict for each new order.
 */
export const RECORD_ORDERS = `
${CLOCK}
local known = redis.call('HGET', KEYS[1], 'h')
if known and known ~= ARGV[3] then return 'superseded' end
if not known then redis.call('HINCRBY', KEYS[4], 'bills', 1) end
local n = tonumber(ARGV[5])
local verdicts, names = {}, {}
for i = 1, n do
  local key, outer, hash = KEYS[4 + i], ARGV[4 + 2 * i], ARGV[5 + 2 * i]
  names[i] = outer
  local delivered = redis.call('HGET', key, 'd')
  if delivered == hash then
    verdicts[i] = 'already-delivered'
    redis.call('HSET', key, 'h', hash, 's', 'delivered', 'r', '')
    redis.call('ZREM', KEYS[3], 'order:' .. outer)
  elseif delivered then
    verdicts[i] = 'changed-after-delivery'
    redis.call('HSET', key, 'h', hash, 's', 'held', 'r', 'BILL_CHANGED_AFTER_DELIVERY')
    redis.call('ZADD', KEYS[3], 'NX', now, 'order:' .. outer)
  else
    verdicts[i] = 'enqueue'
    if redis.call('HGET', key, 'h') ~= hash then
      redis.call('HSET', key, 'b', ARGV[1], 'h', hash, 's', 'waiting', 'r', '')
      redis.call('ZREM', KEYS[3], 'order:' .. outer)
      redis.call('ZADD', KEYS[2], 'NX', now, 'order:' .. outer)
    end
  end
end
for i = 6 + 2 * n, #ARGV do
  local key, outer = KEYS[4 + n + i - 5 - 2 * n], ARGV[i]
  if redis.call('HGET', key, 'd') then
    redis.call('HSET', key, 's', 'held', 'r', 'BILL_CHANGED_AFTER_DELIVERY')
    redis.call('ZADD', KEYS[3], 'NX', now, 'order:' .. outer)
  else
    redis.call('HSET', key, 's', 'withdrawn', 'h', '')
    redis.call('ZREM', KEYS[3], 'order:' .. outer)
  end
  redis.call('ZREM', KEYS[2], 'order:' .. outer)
end
redis.call('HSET', KEYS[1], 'n', ARGV[2], 'h', ARGV[3], 'a', ARGV[4], 's', 'ordered', 'o', cjson.encode(names), 'r', '')
redis.call('ZREM', KEYS[2], 'bill:' .. ARGV[1])
redis.call('ZREM', KEYS[3], 'bill:' .. ARGV[1])
return verdicts`;

/** KEYS bill, open, held, count. ARGV billId, billNo, hash, approvedAt, rule → 'excluded' | 'superseded'. */
export const RECORD_EXCLUDED = `
local known = redis.call('HGET', KEYS[1], 'h')
if known and known ~= ARGV[3] then return 'superseded' end
if not known then redis.call('HINCRBY', KEYS[4], 'bills', 1) end
if redis.call('HGET', KEYS[1], 's') ~= 'excluded' then redis.call('HINCRBY', KEYS[4], 'excluded', 1) end
redis.call('HSET', KEYS[1], 'n', ARGV[2], 'h', ARGV[3], 'a', ARGV[4], 's', 'excluded', 'r', ARGV[5])
redis.call('ZREM', KEYS[2], 'bill:' .. ARGV[1])
redis.call('ZREM', KEYS[3], 'bill:' .. ARGV[1])
return 'excluded'`;

/** KEYS record, open, held. ARGV member ("bill:ID" | "order:NO"), hash, reason → 'held' | 'superseded'. */
export const RECORD_HELD = `
${CLOCK}
local known = redis.call('HGET', KEYS[1], 'h')
if known and known ~= ARGV[2] then return 'superseded' end
redis.call('HSET', KEYS[1], 's', 'held', 'h', ARGV[2], 'r', ARGV[3])
redis.call('HDEL', KEYS[1], 'l', 'u')
redis.call('ZREM', KEYS[2], ARGV[1])
redis.call('ZADD', KEYS[3], 'NX', now, ARGV[1])
return 'held'`;

/** KEYS order, open, held. ARGV outerNo, billId, hash, owner, leaseMs → verdict, number, number | text. */
export const BEGIN_PUSH = `
${CLOCK}
local o = redis.call('HMGET', KEYS[1], 'h', 'd', 'k', 'l', 'u', 'f')
if o[2] then
  if o[2] == ARGV[3] then return {'delivered', o[3] or ''} end
  return {'changed'}
end
if o[1] and o[1] ~= ARGV[3] then return {'superseded'} end
if o[4] and o[4] ~= ARGV[4] and tonumber(o[5]) > now then return {'busy', tostring(tonumber(o[5]) - now)} end
local first = o[6] or tostring(now)
redis.call('HSET', KEYS[1], 'b', ARGV[2], 'h', ARGV[3], 's', 'pushing', 'r', '', 'l', ARGV[4], 'u', now + tonumber(ARGV[5]), 'f', first)
local pushes = redis.call('HINCRBY', KEYS[1], 'c', 1)
redis.call('ZREM', KEYS[3], 'order:' .. ARGV[1])
redis.call('ZADD', KEYS[2], 'NX', now, 'order:' .. ARGV[1])
return {'go', tostring(pushes), first}`;

/** KEYS order. ARGV owner, leaseMs → 1 while the owner still holds the order, else 0. Extends the lease. */
export const RENEW_PUSH = `
${CLOCK}
if redis.call('HGET', KEYS[1], 'l') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'u', now + tonumber(ARGV[2]))
return 1`;

/** KEYS order. ARGV owner. Gives the order back without an effect known. */
export const RELEASE_PUSH = `
if redis.call('HGET', KEYS[1], 'l') == ARGV[1] then
  redis.call('HDEL', KEYS[1], 'l', 'u')
  if redis.call('HGET', KEYS[1], 's') == 'pushing' then redis.call('HSET', KEYS[1], 's', 'waiting') end
end
return 1`;

/** KEYS order, open, held, count. ARGV outerNo, hash, stockoutNo, proof. A delivery is a fact: no state forbids it. */
export const RECORD_DELIVERED = `
${CLOCK}
if redis.call('HGET', KEYS[1], 's') ~= 'delivered' then redis.call('HINCRBY', KEYS[4], 'delivered', 1) end
redis.call('HSET', KEYS[1], 's', 'delivered', 'd', ARGV[2], 'p', ARGV[4], 'r', '')
if ARGV[3] ~= '' then redis.call('HSET', KEYS[1], 'k', ARGV[3]) end
redis.call('HDEL', KEYS[1], 'l', 'u')
redis.call('ZREM', KEYS[2], 'order:' .. ARGV[1])
redis.call('ZREM', KEYS[3], 'order:' .. ARGV[1])
local wanted = redis.call('HGET', KEYS[1], 'h')
if wanted and wanted ~= ARGV[2] then
  redis.call('HSET', KEYS[1], 's', 'held', 'r', 'BILL_CHANGED_AFTER_DELIVERY')
  redis.call('ZADD', KEYS[3], 'NX', now, 'order:' .. ARGV[1])
end
return 1`;

/** KEYS progress. ARGV watermark, readAt. The watermark never goes back. */
export const ADVANCE = `
${CLOCK}
local known = tonumber(redis.call('HGET', KEYS[1], 'watermark') or '0')
local to = tonumber(ARGV[1])
if to > known then redis.call('HSET', KEYS[1], 'watermark', ARGV[1]); known = to end
redis.call('HSETNX', KEYS[1], 'firstReadAt', ARGV[2])
redis.call('HSET', KEYS[1], 'lastReadAt', ARGV[2], 'lastReadWall', now, 'lastError', '')
return tostring(known)`;
