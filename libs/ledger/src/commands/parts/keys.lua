-- Letters of states and doubts, and the names of keys. A command is given one key, the scheme's `progress`; all others
-- follow from it and share its hash tag, so they live in the same slot of a cluster (fields: `core/keys.ts`).
-- include: <clock.lua>

local READ, ORDERED, EXCLUDED, HELD_BILL, WITHDRAWN_BILL = 'r', 'o', 'e', 'h', 'w'
local WAITING, PUSHING, DELIVERED, HELD_ORDER, DISPUTED, WITHDRAWN = 'w', 'p', 'd', 'h', 'c', 'g'
-- The delivered content is mostly the wanted one; saying so is shorter than saying it twice.
local SAME = '='
-- Delivered, and nobody knows with which content.
local UNKNOWN = '?'
-- Doubts of an order: whether what is there is what was asked for, whether it still lives, whether it is there at all.
local CONTENT, LIFE, PRESENCE = 'c', 'l', 'p'
local FIRST_LOOK_MS = 5000
local P = string.sub(KEYS[1], 1, -10)
local OPEN, HELD, COUNT, FOUND = P .. ':open', P .. ':held', P .. ':count', P .. ':found'
local AGAIN, CLAIMS = P .. ':again', P .. ':claims'
-- What came and what went, by the minute: a count of its own.
local FLOW = P .. ':f'
local DOUBTS, UNCLAIMED = P .. ':doubts', P .. ':unclaimed'

local function billKey(id) return P .. ':b:' .. id end
local function orderKey(no) return P .. ':o:' .. no end

-- The lines of a list that is one text.
local function eachLine(text) return string.gmatch(text or '', '[^\n]+') end
