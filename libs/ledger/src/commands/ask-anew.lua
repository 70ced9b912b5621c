-- Bills are to be made anew.
-- KEYS    progress
-- ARGV    '1' where a person asked for it, 'urgent' where one waits for it, then bills' ids
-- answer  the ids that were not listed so before
-- include: parts/anew.lua
local fresh = {}
for i = 2, #ARGV do
  local isFresh = not call('ZSCORE', AGAIN, ARGV[i])
  if ARGV[1] ~= '' then isFresh = call('SADD', AGAIN .. ':retry', ARGV[i]) == 1 end
  if isFresh then fresh[#fresh + 1] = ARGV[i] end
  askAnew(ARGV[i], ARGV[1] == 'urgent')
end
return fresh
