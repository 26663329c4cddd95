package dev.cyanotype.template;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/// The same library from the packaged jar, or from the native executable.
@QuarkusIntegrationTest
class TemplateResourceIT extends TemplateResourceTest {}
