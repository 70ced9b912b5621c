-- A bill: its state, its orders, and what every stage learns of it.
-- include: parts/history.lua
-- include: parts/numbers.lua

-- A bill's new state; two of the states are counted.
local function moveBill(id, to)
  local key = billKey(id)
  local from = call('HGET', key, 's')
  local counted = {[EXCLUDED] = 'excluded', [WITHDRAWN_BILL] = 'withdrawn'}
  if counted[from] then call('HINCRBY', COUNT, counted[from], -1) end
  if counted[to] then call('HINCRBY', COUNT, counted[to], 1) end
  call('HSET', key, 's', to)
end

-- A bill's orders. Their numbers mostly begin with the bill's, which is then written as one sign.
local function ordersOf(id)
  local b = call('HMGET', billKey(id), 'o', 'n')
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
  call('HSET', billKey(id), 'o', table.concat(short, '\n'))
end

-- The bill has another number by now, or its id is used by another bill (a data centre was restored). What it had asked
-- for stays what it was, and it is found under its earlier numbers as well.
local function renumber(id, before, no)
  local key = billKey(id)
  local list, earlier = ordersOf(id), call('HGET', key, 'w')
  call('HSET', key, 'n', no)
  if #list > 0 then setOrders(id, no, list) end
  if not string.find('\n' .. (earlier or '') .. '\n', '\n' .. before .. '\n', 1, true) then
    call('HSET', key, 'w', earlier and earlier .. '\n' .. before or before)
  end
  note(id, 'renumbered', nil, before)
end

-- Which orders were recorded is what a bill was last worked out as: from then on only the mapping (scheme, tables) may
-- have changed, until the bill itself does.
local function isWorkedOut(state) return state == ORDERED or state == EXCLUDED end

-- The days that are listed since this script began.
local listedDays = {}

-- What every reading of a bill leaves behind, whichever stage meets it first. The revision is the reader's
-- (`planReading`), and the highest is kept. remapped: '1' where the bill is as it was.
local function learnBill(id, no, hash, approvedAt, revision, remapped)
  local key = billKey(id)
  local b = call('HMGET', key, 'h', 'n', 's', 'm', 'v', 'a', 't')
  if not b[1] then call('HINCRBY', COUNT, 'bills', 1)
  elseif b[1] ~= hash then
    local isRemapped = remapped == '1' and (b[4] or isWorkedOut(b[3]))
    if isRemapped then call('HSET', key, 'm', 1) else call('HDEL', key, 'm') end
  end
  if b[2] and b[2] ~= no then renumber(id, b[2], no) end
  call('HSET', key, 'n', no, 'h', hash, 'a', approvedAt)
  if revision > (tonumber(b[5]) or 1) then call('HSET', key, 'v', revision) end
  if not b[7] then call('HSET', key, 't', math.floor(now / 1000)) end
  if b[2] ~= no then addNumber('N', no, id) end
  local day = string.sub(approvedAt, 1, 8)
  if not b[6] or string.sub(b[6], 1, 8) ~= day then
    call('SADD', P .. ':d:' .. day .. ':' .. (tonumber(string.sub(id, -4)) or 0) % 32, id)
    if not listedDays[day] then call('ZADD', P .. ':days', day, day) end
    listedDays[day] = true
  end
end

-- What a stage found out about the bill of ARGV (id, number, hash, approved at, revision, remapped) is learned as well,
-- unless other content is known or it was withdrawn, and the job is not newer. Returns whether it counts, and whether
-- only the mapping has changed since the bill's orders were last recorded.
local function learnResult()
  local id, hash, revision = ARGV[1], ARGV[3], tonumber(ARGV[5])
  local b = call('HMGET', billKey(id), 'h', 's', 'v')
  local isNewer = not b[1] or revision > (tonumber(b[3]) or 1)
  if not isNewer and (b[1] ~= hash or b[2] == WITHDRAWN_BILL) then return false end
  learnBill(id, ARGV[2], hash, ARGV[4], revision, ARGV[6])
  local isRepeated = b[1] == hash and isWorkedOut(b[2])
  return true, isRepeated or call('HEXISTS', billKey(id), 'm') == 1
end
