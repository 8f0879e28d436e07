-- Who is connected, for all nodes: one script, so that what is counted and who is there never disagree.
--
-- KEYS  1 leases       zset  connection -> end of its lease (ms)
--       2 connections  hash  connection -> role|person|work
--       3 roles        hash  role -> connections
--       4 people       hash  work|person -> connections that look at the work
--       5 works        hash  work -> people
-- ARGV  1 what is asked: seen | gone | viewers | summary
--       2.. what it is asked about
--
-- Deadlines are in this server's time: the clocks of the nodes do not matter.

local leases, connections, roles, people, works = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]

local time = redis.call('TIME')
local now_ms = time[1] * 1000 + math.floor(time[2] / 1000)

local function add(counts, field, by)
    local count = redis.call('HINCRBY', counts, field, by)
    if count <= 0 then
        redis.call('HDEL', counts, field)
    end
    return count
end

local function forget(connection)
    local seen = redis.call('HGET', connections, connection)
    redis.call('ZREM', leases, connection)
    if not seen then
        return
    end
    redis.call('HDEL', connections, connection)
    local role, person, work = string.match(seen, '^(.-)|(.-)|(.*)$')
    add(roles, role, -1)
    if work ~= '' and add(people, work .. '|' .. person, -1) <= 0 then
        add(works, work, -1)
    end
end

-- So many ghosts a call, so that a node with many connections that dies does not stop the server.
local function sweep()
    local over = redis.call('ZRANGEBYSCORE', leases, '-inf', now_ms, 'LIMIT', 0, 2000)
    for _, connection in ipairs(over) do
        forget(connection)
    end
end

local asked = ARGV[1]

if asked == 'seen' then
    local connection, role, person, work, lease_ms = ARGV[2], ARGV[3], ARGV[4], ARGV[5], tonumber(ARGV[6])
    local seen = role .. '|' .. person .. '|' .. work
    if redis.call('HGET', connections, connection) ~= seen then
        forget(connection)
        redis.call('HSET', connections, connection, seen)
        add(roles, role, 1)
        if work ~= '' and add(people, work .. '|' .. person, 1) == 1 then
            add(works, work, 1)
        end
    end
    redis.call('ZADD', leases, now_ms + lease_ms, connection)
    return 0
end

if asked == 'gone' then
    forget(ARGV[2])
    return 0
end

sweep()

if asked == 'viewers' then
    return tonumber(redis.call('HGET', works, ARGV[2]) or '0')
end

return { redis.call('HGETALL', roles), redis.call('HGETALL', works) }
