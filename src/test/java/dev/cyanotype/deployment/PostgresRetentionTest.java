package dev.cyanotype.deployment;

import dev.cyanotype.database.OnPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/// On PostgreSQL.
@QuarkusTest
@TestProfile(OnPostgres.class)
class PostgresRetentionTest extends RetentionTest {}
