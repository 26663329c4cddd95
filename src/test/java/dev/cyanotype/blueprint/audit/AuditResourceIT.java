package dev.cyanotype.blueprint.audit;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class AuditResourceIT extends AuditResourceTest {}
