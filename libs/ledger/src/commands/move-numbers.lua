-- Takes the numbers of one hash of the program before into the index of now.
-- KEYS    progress
-- ARGV    'N' for numbers of bills, 'K' for those of documents, name of the hash
-- include: parts/numbers.lua
local key = P .. ':' .. string.lower(ARGV[1]) .. ':' .. ARGV[2]
local flat = call('HGETALL', key)
for i = 1, #flat, 2 do
  for id in string.gmatch(flat[i + 1], '[^,]+') do addNumber(ARGV[1], flat[i], id) end
end
call('DEL', key)
