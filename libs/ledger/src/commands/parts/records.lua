-- `call` is as `redis.call` and asks Redis less. A record (the hash of a bill or an order) is read once in a script and
-- written once; the lists `open` and `held` and the counts are written once as well, for all calls that travel
-- together. A call that ends in an error leaves nothing of this behind.
-- include: parts/keys.lua

-- By key: a record's fields as they are stored, and as they are by now; and those that the call under way has changed.
local records, touched = {}, {}
-- What the call under way takes off a list, puts on it, or counts.
local steps = {}
-- By list and member: whether it is taken off, put on, or both in this order.
local OFF, ON, ANEW = 1, 2, 3
local lists, counts = {[OPEN] = {}, [HELD] = {}}, {}
local flow, FLOW_SECONDS = {}, 26 * 3600

local function copyOf(fields)
  local copy = {}
  for name, value in pairs(fields) do copy[name] = value end
  return copy
end

local function recordOf(key)
  local record = records[key]
  if not record then
    local flat, stored = redis.call('HGETALL', key), {}
    for i = 1, #flat, 2 do stored[flat[i]] = flat[i + 1] end
    record = {stored = stored, fields = stored}
    records[key] = record
  end
  return record
end

local function asText(value) return type(value) == 'number' and string.format('%.17g', value) or value end

-- What the commands of hashes do, done to the fields of a record.
local reading, writing = {}, {}
function reading.HGET(fields, name) return fields[name] or false end
function reading.HEXISTS(fields, name) return fields[name] and 1 or 0 end
function reading.EXISTS(fields) return next(fields) and 1 or 0 end
function reading.HMGET(fields, ...)
  local values = {...}
  for i, name in ipairs(values) do values[i] = fields[name] or false end
  return values
end
function writing.HSET(fields, ...)
  local given = {...}
  for i = 1, #given, 2 do fields[given[i]] = asText(given[i + 1]) end
end
function writing.HINCRBY(fields, name, by)
  local sum = tonumber(fields[name] or 0) + by
  fields[name] = asText(sum)
  return sum
end
function writing.HDEL(fields, ...)
  for _, name in ipairs({...}) do fields[name] = nil end
end
function writing.DEL(fields)
  for name in pairs(fields) do fields[name] = nil end
end

local function writeRecord(key, record)
  local set, gone = {}, {}
  for name, value in pairs(record.fields) do
    if record.stored[name] ~= value then
      set[#set + 1] = name
      set[#set + 1] = value
    end
  end
  for name in pairs(record.stored) do
    if record.fields[name] == nil then gone[#gone + 1] = name end
  end
  if #set > 0 then redis.call('HSET', key, unpack(set)) end
  if #gone > 0 then redis.call('HDEL', key, unpack(gone)) end
  record.stored = record.fields
end

-- Lua gives no more than some thousand arguments at once.
local MOST_ARGUMENTS = 1000

local function callMany(name, key, arguments, ...)
  local head = {...}
  for from = 1, #arguments, MOST_ARGUMENTS do
    local given = {unpack(head)}
    for i = from, math.min(from + MOST_ARGUMENTS - 1, #arguments) do given[#given + 1] = arguments[i] end
    redis.call(name, key, unpack(given))
  end
end

local function writeList(key)
  local off, on = {}, {}
  for member, what in pairs(lists[key]) do
    if what ~= ON then off[#off + 1] = member end
    if what ~= OFF then
      on[#on + 1] = now
      on[#on + 1] = member
    end
  end
  lists[key] = {}
  callMany('ZREM', key, off)
  callMany('ZADD', key, on, 'NX')
end

-- The call under way is done: what it changed holds for the next one.
afterEach = function()
  for key, fields in pairs(touched) do records[key].fields = fields end
  for _, step in ipairs(steps) do
    local key, member, what = step[1], step[2], step[3]
    if key == COUNT then counts[member] = (counts[member] or 0) + what
    elseif key == FLOW then flow[member] = (flow[member] or 0) + what
    elseif what == OFF then lists[key][member] = OFF
    else
      local before = lists[key][member]
      lists[key][member] = before == OFF and ANEW or before or ON
    end
  end
  touched, steps = {}, {}
end

afterError = function() touched, steps = {}, {} end

afterAll = function()
  for key, record in pairs(records) do
    if record.fields ~= record.stored then writeRecord(key, record) end
  end
  for key in pairs(lists) do writeList(key) end
  for field, by in pairs(counts) do
    if by ~= 0 then redis.call('HINCRBY', COUNT, field, by) end
  end
  local key = FLOW .. ':' .. math.floor(now / 3600000)
  for letter, by in pairs(flow) do
    -- Whoever counts first in a minute makes the hour go away by itself.
    if redis.call('HINCRBY', key, letter .. math.floor(now / 60000), by) == by then
      redis.call('EXPIRE', key, FLOW_SECONDS)
    end
  end
end

local function call(name, key, ...)
  local letter = string.sub(key, #P + 1, #P + 3)
  if letter == ':b:' or letter == ':o:' then
    local record = recordOf(key)
    local fields = touched[key] or record.fields
    if reading[name] then return reading[name](fields, ...) end
    if not touched[key] then
      fields = copyOf(fields)
      touched[key] = fields
    end
    return writing[name](fields, ...)
  end
  if lists[key] and name == 'ZREM' then
    steps[#steps + 1] = {key, (...), OFF}
    return
  end
  if lists[key] and name == 'ZADD' then
    local _, _, member = ...
    steps[#steps + 1] = {key, member, ON}
    return
  end
  if key == COUNT or key == FLOW then
    local field, by = ...
    steps[#steps + 1] = {key, field, by}
    return
  end
  if lists[key] then
    afterEach()
    writeList(key)
  end
  return redis.call(name, key, ...)
end
