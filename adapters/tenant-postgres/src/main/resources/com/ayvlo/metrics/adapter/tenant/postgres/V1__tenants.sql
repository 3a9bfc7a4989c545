-- Tenants, and whose data each key opens. Retention null is for ever.

CREATE TABLE ayvlo_metrics.tenants (
    id             uuid    PRIMARY KEY,
    name           text    NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    status         text    NOT NULL CHECK (status IN ('active', 'suspended')),
    retention_days integer CHECK (retention_days BETWEEN 1 AND 36525),
    version        bigint  NOT NULL -- of the change that made this row what it is
);

CREATE INDEX tenants_by_version ON ayvlo_metrics.tenants (version);

-- Hashes only: SHA-256 of the key.
CREATE TABLE ayvlo_metrics.api_keys (
    hash      bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
    tenant_id uuid  NOT NULL REFERENCES ayvlo_metrics.tenants
);

CREATE INDEX api_keys_by_tenant ON ayvlo_metrics.api_keys (tenant_id);

CREATE TABLE ayvlo_metrics.admin_key (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    hash     bytea   NOT NULL CHECK (octet_length(hash) = 32)
);

-- What nodes look at to see whether anything changed. Every change locks the row until it is committed, so that versions are
-- committed in their order: a node that has seen one has seen all before it.
CREATE TABLE ayvlo_metrics.changes (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    version  bigint  NOT NULL DEFAULT 0,
    removals bigint  NOT NULL DEFAULT 0 -- changes that leave no row behind
);

INSERT INTO ayvlo_metrics.changes DEFAULT VALUES;

-- Triggers, so that a change by hand is seen like any other.

CREATE FUNCTION ayvlo_metrics.note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE ayvlo_metrics.changes SET version = version + 1 RETURNING version INTO NEW.version;
    PERFORM pg_notify('ayvlo_metrics_tenants', '');
    RETURN NEW;
END
$$;

CREATE FUNCTION ayvlo_metrics.note_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE ayvlo_metrics.changes SET version = version + 1, removals = removals + 1;
    PERFORM pg_notify('ayvlo_metrics_tenants', '');
    RETURN NULL;
END
$$;

CREATE TRIGGER changed BEFORE INSERT OR UPDATE ON ayvlo_metrics.tenants
    FOR EACH ROW EXECUTE FUNCTION ayvlo_metrics.note_change();

CREATE TRIGGER removed AFTER DELETE OR TRUNCATE OR UPDATE OF id ON ayvlo_metrics.tenants
    FOR EACH STATEMENT EXECUTE FUNCTION ayvlo_metrics.note_removal();

CREATE TRIGGER removed AFTER DELETE OR TRUNCATE OR UPDATE ON ayvlo_metrics.api_keys
    FOR EACH STATEMENT EXECUTE FUNCTION ayvlo_metrics.note_removal();
