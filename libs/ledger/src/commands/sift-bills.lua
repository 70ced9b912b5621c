-- Of these bills those that may be looked for, in their order, and how they stand. Reads only.
-- KEYS    progress
-- ARGV    what is wanted (`parts/sift.lua`), then ids
-- answer  of each of them: id, how it stands
-- include: parts/sift.lua
local wanted, answer = readWanted(1), {}
for i = 6, #ARGV do
  local found = sift(ARGV[i], wanted)
  if found then
    answer[#answer + 1] = ARGV[i]
    answer[#answer + 1] = found
  end
end
return answer
