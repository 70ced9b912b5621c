-- Of a part of what is open or held, the oldest first, that whose bill may be looked for. Reads only.
-- KEYS    progress
-- ARGV    what is wanted (`parts/sift.lua`), name of the list, since when and who was looked at last ('' and '' for
--         the first part), how many to look at
-- answer  since when and who was looked at last ('' and '' where that was the last of all), how many were looked at;
--         then of each that may be: since when, who, its bill's id, how it stands
-- include: parts/sift.lua
local wanted, list, most = readWanted(1), P .. ':' .. ARGV[6], tonumber(ARGV[9])
local from = 0
if ARGV[8] ~= '' then
  local rank = redis.call('ZRANK', list, ARGV[8])
  -- Where that one is done by now, those of its moment are told again rather than left out.
  from = rank and rank + 1 or redis.call('ZCOUNT', list, '-inf', '(' .. ARGV[7])
end
local found = redis.call('ZRANGE', list, from, from + most - 1, 'WITHSCORES')
local isLast = #found < 2 * most
local answer = {isLast and '' or found[#found], isLast and '' or found[#found - 1], tostring(#found / 2)}
for i = 1, #found, 2 do
  local who = found[i]
  local id = string.match(who, '^bill:(.+)$') or redis.call('HGET', orderKey(string.sub(who, 7)), 'b')
  local standing = id and sift(id, wanted)
  if standing then
    for _, part in ipairs({found[i + 1], who, id, standing}) do answer[#answer + 1] = part end
  end
end
return answer
