-- Finds bills by whole numbers, in whatever case and width. Reads only.
-- KEYS    progress
-- ARGV    'N' for numbers of bills, 'K' for those of documents, then the numbers
-- answer  for each: ids of bills, apart by commas; '' where there is none
-- include: parts/numbers.lua
local answer = {}
for i = 2, #ARGV do
  local beginning, ending = cut(fold(ARGV[i]))
  local ids = redis.call('HGET', beginningKey(ARGV[1], beginning), ending)
  local former = redis.call('HGET', formerKey(ARGV[1], ARGV[i]), ARGV[i])
  answer[#answer + 1] = (ids or '') .. (ids and former and ',' or '') .. (former or '')
end
return answer
