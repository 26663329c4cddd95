package dev.cyanotype.blueprint.validation;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class ValidationResourceIT extends ValidationResourceTest {}
