package dev.cyanotype.blueprint.store;

import dev.cyanotype.database.OnPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(OnPostgres.class)
class PostgresBlueprintStoreTest extends BlueprintStoreTest {}
