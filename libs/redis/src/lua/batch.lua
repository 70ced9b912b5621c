-- Calls of one command that travel together, one after the other. ARGV: of each the count of its arguments, then these.
-- Answers one for each; the error of one is its own. What Redis itself refuses (as a replica, out of memory) it refuses
-- before anything is written: that is the error of all, so that the connection may send them again. A piece may set
-- what is done after each call, after one that failed, and after all.
local calls, ARGV = ARGV, nil
local afterEach, afterError, afterAll
--[[pieces]]
local function run()
--[[body]]
end
local answers, at = {}, 1
while at <= #calls do
  local count = tonumber(calls[at])
  ARGV = {}
  for i = 1, count do ARGV[i] = calls[at + i] end
  at = at + count + 1
  local isDone, answer = pcall(run)
  if isDone then
    if afterEach then afterEach() end
    if answer == nil then answer = false end
  else
    if afterError then afterError() end
    local text = type(answer) == 'table' and answer.err or tostring(answer)
    local code = string.match(text, '^(%u+) ') or string.match(text, '%-(%u+) ')
    if code and code ~= 'ERR' and code ~= 'WRONGTYPE' then return {err = text} end
    answer = {err = code and text or 'ERR ' .. text}
  end
  answers[#answers + 1] = answer
end
if afterAll then afterAll() end
return answers
