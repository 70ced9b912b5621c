-- Bills with all that belongs to them. Reads only.
-- KEYS    progress
-- ARGV    ids
-- answer  of each: JSON of its fields and their values, then of each of its orders and their corrections: number,
--         fields and values; '' where there is no such bill
-- include: parts/keys.lua
local answer = {}
for i, id in ipairs(ARGV) do
  local bill, fields = redis.call('HGETALL', billKey(id)), {}
  for j = 1, #bill, 2 do fields[bill[j]] = bill[j + 1] end
  local parts = {bill}
  local function take(no)
    local order, corrections = redis.call('HGETALL', orderKey(no)), nil
    local isOwn = false
    for j = 1, #order, 2 do
      if order[j] == 'b' then isOwn = order[j + 1] == id elseif order[j] == 'm' then corrections = order[j + 1] end
    end
    if isOwn then
      parts[#parts + 1] = no
      parts[#parts + 1] = order
    end
    return corrections
  end
  for no in eachLine(fields.o) do
    local outerNo = string.sub(no, 1, 1) == SAME and (fields.n or '') .. string.sub(no, 2) or no
    for correction in eachLine(take(outerNo)) do take(correction) end
  end
  answer[i] = #bill == 0 and '' or cjson.encode(parts)
end
return answer
