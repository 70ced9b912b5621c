-- An order: its contents and its doubt.
-- include: parts/cases.lua

-- What an order is, with the content that was delivered spelt out.
local function readOrder(outerNo)
  local o = call('HMGET', orderKey(outerNo), 's', 'h', 'd', 'y', 'v', 'q')
  local delivered = o[3] == SAME and o[2] or o[3]
  return {
    state = o[1], wanted = o[2], delivered = delivered, accepted = o[4],
    revision = tonumber(o[5]) or (o[2] and 1 or 0), doubt = o[6],
  }
end

-- Puts the order in doubt: it is looked at from then on.
local function setDoubt(outerNo, letter, inMs)
  local key = orderKey(outerNo)
  local before = call('HGET', key, 'q')
  if before ~= letter then
    if before then call('HINCRBY', COUNT, 'doubt-' .. before, -1) end
    call('HINCRBY', COUNT, 'doubt-' .. letter, 1)
    call('HSET', key, 'q', letter, 'a', now)
    call('HDEL', key, 'i')
  end
  call('ZADD', DOUBTS, now + inMs, outerNo)
end

local function clearDoubt(outerNo)
  local key = orderKey(outerNo)
  local before = call('HGET', key, 'q')
  if not before then return end
  call('HINCRBY', COUNT, 'doubt-' .. before, -1)
  call('HDEL', key, 'q', 'a', 'i')
  call('ZREM', DOUBTS, outerNo)
end

-- Delivered as it was asked for, or dropped by a person.
local function isSettled(o)
  if not o.delivered then return o.accepted and o.state == WITHDRAWN end
  return o.wanted ~= '' and (o.state == DELIVERED or o.wanted == o.delivered)
end

-- The content that Kingdee asks for from now on; what was delivered stays what it was.
local function wantContent(outerNo, o, content)
  local key = orderKey(outerNo)
  call('HSET', key, 'h', content)
  if o.delivered then call('HSET', key, 'd', o.delivered == content and SAME or o.delivered) end
end

local function setRevision(outerNo, revision)
  if revision > 1 then call('HSET', orderKey(outerNo), 'v', revision) end
end

-- An order that was never delivered is not asked for any more.
local function withdrawOrder(outerNo)
  local member = 'order:' .. outerNo
  call('HSET', orderKey(outerNo), 's', WITHDRAWN, 'h', '')
  call('ZREM', OPEN, member)
  closeCase(orderKey(outerNo), member)
  -- A push of it may have had an effect, or is still to have one: it is remembered until that is known.
  if call('HEXISTS', orderKey(outerNo), 'c') == 0 then clearDoubt(outerNo)
  else setDoubt(outerNo, PRESENCE, FIRST_LOOK_MS) end
end
