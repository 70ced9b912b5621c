-- How bills (`N`) and documents (`K`) are found by their numbers. A number, folded, is its last two bytes as a field of
-- the hash that is named by what stands before them (no character is cut in two): a hundred that follow one another
-- share a hash, which stays small and compact. Two sorted sets have these beginnings, the one as they are read, the
-- other backwards (with an R behind its letter). A field's value: ids of bills, apart by commas.
-- include: parts/records.lua

-- In capitals, and full-width letters, digits and signs as ordinary ones.
local function fold(number)
  number = string.gsub(number, '\239\188([\129-\191])', function(c) return string.char(string.byte(c) - 96) end)
  number = string.gsub(number, '\239\189([\128-\158])', function(c) return string.char(string.byte(c) - 32) end)
  return string.upper((string.gsub(number, '\227\128\128', ' ')))
end

local function cut(folded)
  local at = #folded - 2
  while at > 0 and string.find(folded, '^[\128-\191]', at + 1) do at = at - 1 end
  return string.sub(folded, 1, math.max(at, 0)), string.sub(folded, math.max(at, 0) + 1)
end
local function beginningKey(letter, beginning) return P .. ':' .. letter .. ':' .. beginning end

-- Where the program of before wrote the same: by the whole number, unfolded, in 4 096 hashes.
local function formerKey(letter, number)
  return P .. ':' .. string.lower(letter) .. ':' .. string.sub(redis.sha1hex(number), 1, 3)
end

-- The beginnings that are listed since this script began.
local listed = {N = {}, K = {}}

local function addNumber(letter, number, id)
  local beginning, ending = cut(fold(number))
  local key = beginningKey(letter, beginning)
  if call('HSETNX', key, ending, id) == 0 then
    local ids = call('HGET', key, ending)
    if not string.find(',' .. ids .. ',', ',' .. id .. ',', 1, true) then call('HSET', key, ending, ids .. ',' .. id) end
  end
  if not listed[letter][beginning] and call('ZADD', P .. ':' .. letter, 0, beginning) == 1 then
    call('ZADD', P .. ':' .. letter .. 'R', 0, string.reverse(beginning))
  end
  listed[letter][beginning] = true
end

local function without(ids, id)
  local left = {}
  for each in string.gmatch(ids or '', '[^,]+') do
    if each ~= id then left[#left + 1] = each end
  end
  return table.concat(left, ',')
end

local function dropNumber(letter, number, id)
  local beginning, ending = cut(fold(number))
  for key, field in pairs({[beginningKey(letter, beginning)] = ending, [formerKey(letter, number)] = number}) do
    local left = without(call('HGET', key, field), id)
    if left ~= '' then call('HSET', key, field, left) else call('HDEL', key, field) end
  end
  if call('EXISTS', beginningKey(letter, beginning)) == 0 then
    call('ZREM', P .. ':' .. letter, beginning)
    call('ZREM', P .. ':' .. letter .. 'R', string.reverse(beginning))
    listed[letter][beginning] = nil
  end
end
