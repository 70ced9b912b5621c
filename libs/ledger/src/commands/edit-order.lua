-- A person changes what an order says beside what it moves, or takes the change back ('' as edit). What Kingdee asks
-- for and its hash stay what they are: of another content the edit is none.
-- KEYS    progress
-- ARGV    outer number, content hash that was seen, edit as JSON, by, note
-- answer  'unknown' | 'delivered' | 'changed' (other content is asked for by now) | 'on-its-way' | 'edited'
-- include: parts/history.lua
-- include: parts/orders.lua
local outerNo = ARGV[1]
local key, o = orderKey(outerNo), readOrder(outerNo)
if not o.state then return 'unknown' end
if o.delivered then return 'delivered' end
if o.wanted ~= ARGV[2] or o.accepted == ARGV[2] then return 'changed' end
if o.state ~= HELD_ORDER then return 'on-its-way' end
if ARGV[3] == '' then call('HDEL', key, 'n') else call('HSET', key, 'n', ARGV[3]) end
note(call('HGET', key, 'b'), ARGV[3] == '' and 'edit-dropped' or 'edited', outerNo, ARGV[5], ARGV[4])
return 'edited'
