-- Whether a bill may be one of those that are looked for, and how it stands. The least is read first. What is said of
-- it here is never the last word: whoever asks reads the bill.
-- include: parts/keys.lua

-- Of ARGV from `at` on: days apart by commas ('' for any), letters of states of bills and of orders one of which it
-- must have ('' and '' for any), imprints that its kept content must have, '1' where this only tells.
local function readWanted(at)
  return {
    days = ARGV[at], bills = ARGV[at + 1], orders = ARGV[at + 2], imprints = ARGV[at + 3], tells = ARGV[at + 4] == '1',
  }
end

-- How what was kept ends: imprints of its codes, how many characters of them, and a sign.
local SHORT, LENGTH, SIGN = 64, 3, '(%x%x%x%x)#i$'

-- 'u' where nothing is kept (any more), 'n' where the codes are not in it, 'l' where they are likely to be.
local function contentOf(id, imprints)
  if imprints == '' then return 'l' end
  local key = P .. ':story:' .. id
  local ending = redis.call('GETRANGE', key, -SHORT, -1)
  if ending == '' then return 'u' end
  local size = string.match(ending, SIGN)
  -- As the program before kept it.
  if not size then return 'l' end
  local from = -tonumber(size, 16) - 6
  if -from > SHORT then ending = redis.call('GETRANGE', key, from, -1) end
  local kept = string.sub(ending, from, -7)
  for wanted = 1, #imprints, LENGTH do
    local imprint, at = string.sub(imprints, wanted, wanted + LENGTH - 1), 0
    repeat at = string.find(kept, imprint, at + 1, true) until not at or at % LENGTH == 1
    if not at then return 'n' end
  end
  return 'l'
end

local function isWantedDay(approvedAt, days)
  local day = string.sub(approvedAt or '', 1, 8)
  return days == '' or day == '00000000' or string.find(days, day, 1, true)
end

-- Nothing where it cannot be one; else lines: its state, '!' where a person holds it back, its code, what of the
-- content is known; the states of its orders with their codes; and the numbers of these.
local function sift(id, wanted)
  local content = wanted.tells and '' or contentOf(id, wanted.imprints)
  if content == 'n' then return end
  local b = redis.call('HMGET', billKey(id), 's', 'a', 'o', 'n', 'e', 'p')
  if not (b[1] or b[2] or b[4]) or not isWantedDay(b[2], wanted.days) then return end
  local states, numbers = {}, {}
  -- A record that is not one of ours is for whoever reads it to tell.
  local isLikely = not b[1] or wanted.bills == '' and wanted.orders == '' or string.find(wanted.bills, b[1], 1, true)
  local function look(no)
    local o = redis.call('HMGET', orderKey(no), 'b', 's', 'e', 'm')
    if o[1] == id and o[2] then
      states[#states + 1] = o[3] and o[2] .. '=' .. o[3] or o[2]
      isLikely = isLikely or string.find(wanted.orders, o[2], 1, true)
    end
    return o[4]
  end
  for no in eachLine(b[3]) do
    local outerNo = string.sub(no, 1, 1) == SAME and b[4] .. string.sub(no, 2) or no
    numbers[#numbers + 1] = outerNo
    for correction in eachLine(look(outerNo)) do
      numbers[#numbers + 1] = correction
      look(correction)
    end
  end
  if not isLikely then return end
  if wanted.tells then content = contentOf(id, wanted.imprints) end
  local lines = {
    b[1] or '?', b[6] and '!' or '', b[5] or '', content, table.concat(states, ' '), table.concat(numbers, '\n'),
  }
  return table.concat(lines, '\n')
end
