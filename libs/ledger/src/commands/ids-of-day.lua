-- Ids of the bills that were approved on a day, as one text: many short answers would take longer to read. Reads only.
-- KEYS    progress
-- ARGV    day
-- answer  ids apart by commas, in no order
-- include: parts/keys.lua
local chunks = {}
for chunk = 0, 31 do
  local ids = redis.call('SMEMBERS', P .. ':d:' .. ARGV[1] .. ':' .. chunk)
  if #ids > 0 then chunks[#chunks + 1] = table.concat(ids, ',') end
end
return table.concat(chunks, ',')
