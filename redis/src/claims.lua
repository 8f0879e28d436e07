-- Who has what in hand, for all nodes.
--
-- KEYS  1 claims  hash  holder -> end of the lease (ms)|subject|name
-- ARGV  1 holder  2 subject  3 name  4 lease (ms)
--
-- Answers holder, name, holder, name, … of everybody who has the subject in hand. Deadlines are in this server's time.

local holder, subject, name, lease_ms = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local time = redis.call('TIME')
local now_ms = time[1] * 1000 + math.floor(time[2] / 1000)

redis.call('HSET', KEYS[1], holder, string.format('%.0f|%s|%s', now_ms + lease_ms, subject, name))
-- With nobody there, nothing is left.
redis.call('PEXPIRE', KEYS[1], lease_ms * 2)

local answer = {}
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
    local ends_ms, of, who = string.match(all[i + 1], '^(%d+)|(.-)|(.*)$')
    if not ends_ms or tonumber(ends_ms) <= now_ms then
        redis.call('HDEL', KEYS[1], all[i])
    elseif of == subject then
        answer[#answer + 1] = all[i]
        answer[#answer + 1] = who
    end
end
return answer
