-- Counts the bills of a part of a day, by their state and those of their orders. Reads only.
-- KEYS    progress
-- ARGV    day, chunk of the day
-- answer  for each such combination: letters of the bill's state and of its orders' states, apart by ':', and how many
-- include: parts/keys.lua
local counts, answer = {}, {}
local STATES = {DISPUTED, HELD_ORDER, WAITING, PUSHING, DELIVERED, WITHDRAWN}
for _, id in ipairs(redis.call('SMEMBERS', P .. ':d:' .. ARGV[1] .. ':' .. ARGV[2])) do
  local b = redis.call('HMGET', billKey(id), 's', 'a', 'o', 'n')
  -- Of a bill that was approved again on another day, this day's mention is old.
  if b[1] and b[2] and string.sub(b[2], 1, 8) == ARGV[1] then
    local found, letters = {}, b[1] .. ':'
    for no in eachLine(b[3]) do
      local outerNo = string.sub(no, 1, 1) == SAME and b[4] .. string.sub(no, 2) or no
      local o = redis.call('HMGET', orderKey(outerNo), 'b', 's')
      if o[1] == id then found[o[2]] = true end
    end
    for _, letter in ipairs(STATES) do
      if found[letter] then letters = letters .. letter end
    end
    counts[letters] = (counts[letters] or 0) + 1
  end
end
for letters, count in pairs(counts) do
  answer[#answer + 1] = letters
  answer[#answer + 1] = tostring(count)
end
return answer
