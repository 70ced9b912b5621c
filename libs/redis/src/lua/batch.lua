-- Calls of one command that travel together, one after the other. ARGV: of each the count of its arguments, then these.
-- Answers one for each; the error of one is its own. What Redis itself refuses (as a replica, out of memory) it refuses
-- before anything is written: that is the error of all, so that the connection may send them again.
local entries, ARGV = ARGV, nil
--[[pieces]]
local function run()
--[[body]]
end
local answers, at = {}, 1
while at <= #entries do
  local count = tonumber(entries[at])
  ARGV = {}
  for i = 1, count do ARGV[i] = entries[at + i] end
  at = at + count + 1
  local isDone, answer = pcall(run)
  if not isDone then
    local text = type(answer) == 'table' and answer.err or tostring(answer)
    local code = string.match(text, '^(%u+) ') or string.match(text, '%-(%u+) ')
    if code and code ~= 'ERR' and code ~= 'WRONGTYPE' then return {err = text} end
    answer = {err = code and text or 'ERR ' .. text}
  elseif answer == nil then answer = false end
  answers[#answers + 1] = answer
end
return answers
