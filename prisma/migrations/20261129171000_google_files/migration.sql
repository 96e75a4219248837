-- What a person agreed to, where the provider has scopes: which of an account's files a connection opens follows from it.
ALTER TABLE "connection" ADD COLUMN "scopes" TEXT[] NOT NULL DEFAULT '{}';

-- Which files a person was sent to agree to: what comes back is held against it. Null = the provider has no such choice.
ALTER TABLE "connect_attempt" ADD COLUMN "files" TEXT;
