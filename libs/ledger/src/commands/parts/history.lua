-- What happened to a bill beyond the ordinary.
-- include: parts/records.lua

-- What happened beyond the ordinary, the last fifty of a bill.
local function note(billId, event, outerNo, text, by)
  if not billId then return end
  local key = P .. ':x:' .. billId
  call('RPUSH', key, cjson.encode({at = now, e = event, o = outerNo, t = text, by = by}))
  call('LTRIM', key, -50, -1)
end

-- A repetition would tell nothing new.
local function noteOnce(billId, event, outerNo)
  local last = call('LINDEX', P .. ':x:' .. billId, -1)
  local told = last and cjson.decode(last) or {}
  if told.e ~= event or told.o ~= outerNo then note(billId, event, outerNo, '') end
end
