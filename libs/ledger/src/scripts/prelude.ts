import { OWNERSHIP } from "./ownership.ts";

/**
 * Every transition of the ledger is one Lua script, so it happens whole or not at all, and two replicas cannot see
 * each other half way. The clock is Redis' own (`TIME`): replicas with different clocks agree on ages and leases.
 *
 * A script is given one key, the scheme's `progress`; all others follow from it and share its hash tag, so they live in
 * the same slot of a cluster. Keys and fields are listed in `core/keys.ts`.
 */
export const PRELUDE = `
local READ, ORDERED, EXCLUDED, HELD_BILL, WITHDRAWN_BILL = 'r', 'o', 'e', 'h', 'w'
local WAITING, PUSHING, DELIVERED, HELD_ORDER, DISPUTED, WITHDRAWN = 'w', 'p', 'd', 'h', 'c', 'g'
-- The delivered content is mostly the wanted one; saying so is shorter than saying it twice.
local SAME = '='
-- Delivered, and nobody knows with which content.
local UNKNOWN = '?'
-- Doubts of an order: whether what is there is what was asked for, whether it still lives, whether it is there at all.
local CONTENT, LIFE, PRESENCE = 'c', 'l', 'p'
local FIRST_LOOK_MS = 5000
local P = string.sub(KEYS[1], 1, -10)
local OPEN, HELD, COUNT, FOUND = P .. ':open', P .. ':held', P .. ':count', P .. ':found'
local AGAIN, CLAIMS = P .. ':again', P .. ':claims'
local DOUBTS, UNCLAIMED = P .. ':doubts', P .. ':unclaimed'
local clock = redis.call('TIME')
local now = math.floor((clock[1] * 1000000 + clock[2]) / 1000)

local function billKey(id) return P .. ':b:' .. id end
local function orderKey(no) return P .. ':o:' .. no end
local function bucket(letter, name) return P .. ':' .. letter .. ':' .. string.sub(redis.sha1hex(name), 1, 3) end

-- What happened beyond the ordinary, the last fifty of a bill.
local function note(billId, event, outerNo, text, by)
  if not billId then return end
  local key = P .. ':x:' .. billId
  redis.call('RPUSH', key, cjson.encode({at = now, e = event, o = outerNo, t = text, by = by}))
  redis.call('LTRIM', key, -50, -1)
end

-- The bill is to be made anew from its rows. Each asking has a time of its own, so that one is not taken for another.
local function askAnew(billId)
  local since = tonumber(redis.call('ZSCORE', AGAIN, billId) or 0)
  redis.call('ZADD', AGAIN, math.max(now, since + 1), billId)
end

-- What a repetition would only tell again.
local function noteOnce(billId, event, outerNo)
  local last = redis.call('LINDEX', P .. ':x:' .. billId, -1)
  local told = last and cjson.decode(last) or {}
  if told.e ~= event or told.o ~= outerNo then note(billId, event, outerNo, '') end
end

local function eachLine(text) return string.gmatch(text or '', '[^\\n]+') end

-- What holds for a case's missing codes from now on: one line each, nil or '' for none.
local function setGaps(key, member, gaps, stake)
  local before, wanted = redis.call('HGET', key, 'z'), {}
  for gap in eachLine(gaps) do
    wanted[gap] = true
    redis.call('HSET', P .. ':g:' .. redis.sha1hex(gap), member, stake)
    redis.call('ZADD', P .. ':gaps', 'NX', now, gap)
  end
  for gap in eachLine(before) do
    if not wanted[gap] then
      local waiting = P .. ':g:' .. redis.sha1hex(gap)
      redis.call('HDEL', waiting, member)
      if redis.call('EXISTS', waiting) == 0 then redis.call('ZREM', P .. ':gaps', gap) end
    end
  end
  if next(wanted) then redis.call('HSET', key, 'z', gaps) else redis.call('HDEL', key, 'z') end
end

local function openCase(key, member, code, text, gaps, stake)
  setGaps(key, member, gaps, stake)
  redis.call('HSET', key, 'e', code, 'r', text)
  redis.call('ZREM', OPEN, member)
  redis.call('ZADD', HELD, 'NX', now, member)
end

local function closeCase(key, member)
  setGaps(key, member)
  redis.call('HDEL', key, 'e', 'r', 'x', 'g')
  redis.call('ZREM', HELD, member)
end

-- A bill's new state; two of the states are counted.
local function moveBill(id, to)
  local key = billKey(id)
  local from = redis.call('HGET', key, 's')
  local counted = {[EXCLUDED] = 'excluded', [WITHDRAWN_BILL] = 'withdrawn'}
  if counted[from] then redis.call('HINCRBY', COUNT, counted[from], -1) end
  if counted[to] then redis.call('HINCRBY', COUNT, counted[to], 1) end
  redis.call('HSET', key, 's', to)
end

-- A bill's orders. Their numbers mostly begin with the bill's, which is then written as one sign.
local function ordersOf(id)
  local b = redis.call('HMGET', billKey(id), 'o', 'n')
  local list = {}
  for no in eachLine(b[1]) do
    list[#list + 1] = string.sub(no, 1, 1) == SAME and b[2] .. string.sub(no, 2) or no
  end
  return list
end

local function setOrders(id, no, list)
  local short = {}
  for i, outerNo in ipairs(list) do
    short[i] = string.sub(outerNo, 1, #no) == no and SAME .. string.sub(outerNo, #no + 1) or outerNo
  end
  redis.call('HSET', billKey(id), 'o', table.concat(short, '\\n'))
end

-- The bill has another number by now, or its id is used by another bill (a data centre was restored). What it had asked
-- for stays what it was, and it is found under its earlier numbers as well.
local function renumber(id, before, no)
  local key = billKey(id)
  local list, earlier = ordersOf(id), redis.call('HGET', key, 'w')
  redis.call('HSET', key, 'n', no)
  if #list > 0 then setOrders(id, no, list) end
  if not string.find('\\n' .. (earlier or '') .. '\\n', '\\n' .. before .. '\\n', 1, true) then
    redis.call('HSET', key, 'w', earlier and earlier .. '\\n' .. before or before)
  end
  note(id, 'renumbered', nil, before)
end

-- Which orders were recorded is what a bill was last worked out as: from then on only the mapping (scheme, tables) may
-- have changed, until the bill itself does.
local function isWorkedOut(state) return state == ORDERED or state == EXCLUDED end

-- What every reading of a bill leaves behind, whichever stage meets it first. remapped: '1' where the bill is as it was.
local function learnBill(id, no, hash, approvedAt, revision, remapped)
  local key = billKey(id)
  local b = redis.call('HMGET', key, 'h', 'n', 's', 'm')
  if not b[1] then redis.call('HINCRBY', COUNT, 'bills', 1)
  elseif b[1] ~= hash then
    if remapped == '1' and (b[4] or isWorkedOut(b[3])) then redis.call('HSET', key, 'm', 1) else redis.call('HDEL', key, 'm') end
  end
  if b[2] and b[2] ~= no then renumber(id, b[2], no) end
  redis.call('HSET', key, 'n', no, 'h', hash, 'a', approvedAt)
  if revision > 1 then redis.call('HSET', key, 'v', revision) end
  redis.call('HSETNX', key, 't', math.floor(now / 1000))
  local index = bucket('n', no)
  local ids = redis.call('HGET', index, no)
  if not ids then redis.call('HSET', index, no, id)
  elseif not string.find(',' .. ids .. ',', ',' .. id .. ',', 1, true) then redis.call('HSET', index, no, ids .. ',' .. id) end
  local day = string.sub(approvedAt, 1, 8)
  redis.call('SADD', P .. ':d:' .. day .. ':' .. (tonumber(string.sub(id, -4)) or 0) % 32, id)
  redis.call('ZADD', P .. ':days', day, day)
end

-- What a stage found out about the bill of ARGV (billId, billNo, hash, approvedAt, revision, remapped) is learned as well,
-- unless other content is known or it was withdrawn, and the job is not newer. Returns whether it counts, and whether only
-- the mapping has changed since the bill's orders were last recorded.
local function learnResult()
  local id, hash, revision = ARGV[1], ARGV[3], tonumber(ARGV[5])
  local b = redis.call('HMGET', billKey(id), 'h', 's', 'v')
  local known = tonumber(b[3]) or 1
  local isNewer = not b[1] or revision > known
  if not isNewer and (b[1] ~= hash or b[2] == WITHDRAWN_BILL) then return false end
  learnBill(id, ARGV[2], hash, ARGV[4], math.max(revision, known), ARGV[6])
  local isRepeated = b[1] == hash and isWorkedOut(b[2])
  return true, isRepeated or redis.call('HEXISTS', billKey(id), 'm') == 1
end

-- What an order is, with the content that was delivered spelt out.
local function readOrder(outerNo)
  local o = redis.call('HMGET', orderKey(outerNo), 's', 'h', 'd', 'y', 'v', 'q')
  local delivered = o[3] == SAME and o[2] or o[3]
  return {
    state = o[1], wanted = o[2], delivered = delivered, accepted = o[4],
    revision = tonumber(o[5]) or (o[2] and 1 or 0), doubt = o[6],
  }
end

-- It is not known, and is to be found out: looked after from then on.
local function setDoubt(outerNo, letter, inMs)
  local key = orderKey(outerNo)
  local before = redis.call('HGET', key, 'q')
  if before ~= letter then
    if before then redis.call('HINCRBY', COUNT, 'doubt-' .. before, -1) end
    redis.call('HINCRBY', COUNT, 'doubt-' .. letter, 1)
    redis.call('HSET', key, 'q', letter, 'a', now)
    redis.call('HDEL', key, 'i')
  end
  redis.call('ZADD', DOUBTS, now + inMs, outerNo)
end

local function clearDoubt(outerNo)
  local key = orderKey(outerNo)
  local before = redis.call('HGET', key, 'q')
  if not before then return end
  redis.call('HINCRBY', COUNT, 'doubt-' .. before, -1)
  redis.call('HDEL', key, 'q', 'a', 'i')
  redis.call('ZREM', DOUBTS, outerNo)
end

-- Delivered as it was asked for, or dropped by a person.
local function isSettled(o)
  if not o.delivered then return o.accepted and o.state == WITHDRAWN end
  return o.wanted ~= '' and (o.state == DELIVERED or o.wanted == o.delivered)
end

-- The content that Kingdee asks for from now on; what was delivered stays what it was.
local function wantContent(outerNo, o, content)
  local key = orderKey(outerNo)
  redis.call('HSET', key, 'h', content)
  if o.delivered then redis.call('HSET', key, 'd', o.delivered == content and SAME or o.delivered) end
end

local function setRevision(outerNo, revision)
  if revision > 1 then redis.call('HSET', orderKey(outerNo), 'v', revision) end
end

-- An order that was never delivered is not asked for any more.
local function withdrawOrder(outerNo)
  local member = 'order:' .. outerNo
  redis.call('HSET', orderKey(outerNo), 's', WITHDRAWN, 'h', '')
  redis.call('ZREM', OPEN, member)
  closeCase(orderKey(outerNo), member)
  -- A push of it may have had an effect, or is still to have one: it is remembered until that is known.
  if redis.call('HEXISTS', orderKey(outerNo), 'c') == 1 then setDoubt(outerNo, PRESENCE, FIRST_LOOK_MS) else clearDoubt(outerNo) end
end

${OWNERSHIP}
-- The bill does not ask for this order any more. Nothing is done to an order that is another bill's.
local function dropOrder(billId, outerNo, code)
  local key, member = orderKey(outerNo), 'order:' .. outerNo
  local o = readOrder(outerNo)
  if not o.state or redis.call('HGET', key, 'b') ~= billId then return end
  if not o.delivered then withdrawOrder(outerNo)
  -- Settled by a person, or told already.
  elseif o.wanted ~= '' or o.state == DISPUTED and redis.call('HGET', key, 'e') ~= code then
    if o.wanted == '' or not passOn(outerNo) then
      if o.doubt == CONTENT then o.delivered = UNKNOWN end
      if o.doubt then clearDoubt(outerNo) end
      redis.call('ZREM', OPEN, member)
      wantContent(outerNo, o, '')
      redis.call('HSET', key, 's', DISPUTED)
      openCase(key, member, code, '')
      note(billId, 'disputed', outerNo, code)
    end
  end
  releaseKey(outerNo)
end
`;
