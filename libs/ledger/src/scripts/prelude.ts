/**
 * Every transition of the ledger is one Lua script, so it happens whole or not at all, and two replicas can not see
 * each other half way. The clock is Redis' own (`TIME`): replicas with different clocks agree on ages and leases.
 *
 * A script is given one key, the scheme's `progress`; all others follow from it and share its hash tag, so they live in
 * the same slot of a cluster. Keys and fields are listed in `core/keys.ts`.
 */
export const PRELUDE = `
local P = string.sub(KEYS[1], 1, -10)
local OPEN, HELD, COUNT, FOUND = P .. ':open', P .. ':held', P .. ':count', P .. ':found'
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local function billKey(id) return P .. ':b:' .. id end
local function orderKey(no) return P .. ':o:' .. no end
local function bucket(letter, name) return P .. ':' .. letter .. ':' .. string.sub(redis.sha1hex(name), 1, 3) end

-- What happened beyond the ordinary, the last fifty of a bill.
local function note(billId, event, outerNo, text, by)
  if not billId or billId == '' then return end
  local key = P .. ':x:' .. billId
  redis.call('RPUSH', key, cjson.encode({at = now, e = event, o = outerNo, t = text, by = by}))
  redis.call('LTRIM', key, -50, -1)
end

local function openCase(key, member, code, text)
  redis.call('HSET', key, 'e', code, 'r', text)
  redis.call('ZREM', OPEN, member)
  redis.call('ZADD', HELD, 'NX', now, member)
end

local function closeCase(key, member)
  redis.call('HDEL', key, 'e', 'r', 'x')
  redis.call('ZREM', HELD, member)
end

-- A bill's new state; two of the states are counted.
local function moveBill(id, to)
  local key = billKey(id)
  local from = redis.call('HGET', key, 's')
  if from == to then return end
  if from == 'excluded' or from == 'withdrawn' then redis.call('HINCRBY', COUNT, from, -1) end
  if to == 'excluded' or to == 'withdrawn' then redis.call('HINCRBY', COUNT, to, 1) end
  redis.call('HSET', key, 's', to)
end

-- What every reading of a bill leaves behind, whichever stage meets it first. Returns the hash known before.
local function learnBill(id, no, hash, approvedAt, revision)
  local key = billKey(id)
  local known = redis.call('HGET', key, 'h')
  if not known then redis.call('HINCRBY', COUNT, 'bills', 1) end
  redis.call('HSET', key, 'n', no, 'h', hash, 'a', approvedAt, 'v', revision)
  redis.call('HSETNX', key, 't', now)
  local index = bucket('n', no)
  local ids = redis.call('HGET', index, no)
  if not ids then redis.call('HSET', index, no, id)
  elseif not string.find(',' .. ids .. ',', ',' .. id .. ',', 1, true) then redis.call('HSET', index, no, ids .. ',' .. id) end
  local day = string.sub(approvedAt, 1, 10)
  redis.call('SADD', P .. ':d:' .. day .. ':' .. (tonumber(string.sub(id, -4)) or 0) % 32, id)
  redis.call('ZADD', P .. ':days', 'NX', tonumber((string.gsub(day, '%D', ''))) or 0, day)
  return known
end

local function ordersOf(id)
  local list = {}
  for no in string.gmatch(redis.call('HGET', billKey(id), 'o') or '', '[^\\n]+') do list[#list + 1] = no end
  return list
end

-- The bill does not ask for this order any more.
local function dropOrder(billId, outerNo, code)
  local key, member = orderKey(outerNo), 'order:' .. outerNo
  local o = redis.call('HMGET', key, 's', 'd', 'h')
  if not o[1] then return end
  redis.call('ZREM', OPEN, member)
  if o[2] then
    if o[3] == '' and o[1] ~= 'disputed' then return end
    redis.call('HSET', key, 's', 'disputed', 'h', '')
    openCase(key, member, code, '')
    note(billId, 'disputed', outerNo, code)
  else
    redis.call('HSET', key, 's', 'withdrawn', 'h', '')
    closeCase(key, member)
  end
end
`;
