-- Ids of the bills that were approved on a day, as one text: many short answers would take longer to read. Reads only.
-- KEYS    progress
-- ARGV    day, how many the caller knows ('' for none)
-- answer  how many there are; and their ids apart by commas, in no order, unless there are as many as are known
-- include: parts/keys.lua
local keys, count, chunks = {}, 0, {}
for chunk = 0, 31 do
  keys[chunk] = P .. ':d:' .. ARGV[1] .. ':' .. chunk
  count = count + redis.call('SCARD', keys[chunk])
end
if tostring(count) == ARGV[2] then return {count, false} end
for chunk = 0, 31 do
  local ids = redis.call('SMEMBERS', keys[chunk])
  if #ids > 0 then chunks[#chunks + 1] = table.concat(ids, ',') end
end
return {count, table.concat(chunks, ',')}
