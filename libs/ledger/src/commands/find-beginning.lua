-- Numbers that begin so, in falling order. Reads only.
-- KEYS    progress
-- ARGV    'N' for numbers of bills, 'K' for those of documents, beginning ('' for all), the number after which to go on
--         ('' for the first), how many at most
-- answer  for each: number (folded), ids of bills, apart by commas
-- include: parts/numbers.lua
local letter, wanted, after, most = ARGV[1], fold(ARGV[2]), ARGV[3], tonumber(ARGV[4])
local last, lastEnding = cut(after)
local answer, SLICE = {}, 20

local function take(beginning)
  local flat, ids, endings = redis.call('HGETALL', beginningKey(letter, beginning)), {}, {}
  for i = 1, #flat, 2 do
    local isNext = after == '' or beginning ~= last or flat[i] < lastEnding
    if isNext and string.sub(beginning .. flat[i], 1, #wanted) == wanted then
      ids[flat[i]] = flat[i + 1]
      endings[#endings + 1] = flat[i]
    end
  end
  table.sort(endings, function(a, b) return a > b end)
  for _, ending in ipairs(endings) do
    if #answer == 2 * most then return end
    answer[#answer + 1] = beginning .. ending
    answer[#answer + 1] = ids[ending]
  end
end

local isWithin = after == '' or string.sub(last, 1, #wanted) == wanted
local from, offset = after == '' and '[' .. wanted .. '\255' or '[' .. last, 0
while isWithin and #answer < 2 * most do
  local found = redis.call('ZREVRANGEBYLEX', P .. ':' .. letter, from, '[' .. wanted, 'LIMIT', offset, SLICE)
  for _, beginning in ipairs(found) do
    if #answer == 2 * most then break end
    take(beginning)
  end
  if #found < SLICE then break end
  offset = offset + SLICE
end
-- What is wanted may end within the field: two bytes, or a whole character.
for short = 1, math.min(5, #wanted) do
  local beginning = string.sub(wanted, 1, -1 - short)
  if after == '' or beginning <= last then take(beginning) end
end
return answer
