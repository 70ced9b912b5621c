-- Numbers that end so, in falling order as they are read backwards; looks at so many beginnings at most. Reads only.
-- KEYS    progress
-- ARGV    'N' for numbers of bills, 'K' for those of documents, ending, the beginning after which to go on ('*' for the
--         first), how many are enough, how many beginnings to look at
-- answer  the beginning that was looked at last ('*' where that was the last of all), then for each number (folded):
--         this, ids of bills, apart by commas
-- include: parts/numbers.lua
local letter, wanted, after, enough, most = ARGV[1], fold(ARGV[2]), ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
local head, tail = cut(wanted)
local backwards = string.reverse(head)
local from = after == '*' and '[' .. backwards .. '\255' or '(' .. string.reverse(after)
local found = redis.call('ZREVRANGEBYLEX', P .. ':' .. letter .. 'R', from, '[' .. backwards, 'LIMIT', 0, most)
local answer = {'*'}
for at, name in ipairs(found) do
  local beginning = string.reverse(name)
  local key = beginningKey(letter, beginning)
  if #wanted < 2 then
    local flat = redis.call('HGETALL', key)
    for i = 1, #flat, 2 do
      if string.sub(flat[i], -1) == wanted then
        answer[#answer + 1] = beginning .. flat[i]
        answer[#answer + 1] = flat[i + 1]
      end
    end
  else
    local ids = redis.call('HGET', key, tail)
    if ids then
      answer[#answer + 1] = beginning .. tail
      answer[#answer + 1] = ids
    end
  end
  if #answer > 2 * enough or at == most then
    answer[1] = beginning
    break
  end
end
return answer
