package dev.cyanotype.deployment;

import dev.cyanotype.database.OnPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/// The journal on PostgreSQL.
@QuarkusTest
@TestProfile(OnPostgres.class)
class PostgresDeploymentTest extends DeploymentResourceTest {}
