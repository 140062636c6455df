-- What an agent knows a session by. Those from before are known by nothing, and end with the next password.
ALTER TABLE agent_sessions ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE agent_sessions ADD COLUMN browser TEXT NOT NULL DEFAULT '';
