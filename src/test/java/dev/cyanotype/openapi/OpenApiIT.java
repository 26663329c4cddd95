package dev.cyanotype.openapi;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/// The document in the packaged service, where nothing of what made it is left.
@QuarkusIntegrationTest
class OpenApiIT extends OpenApiTest {}
