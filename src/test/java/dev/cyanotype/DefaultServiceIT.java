package dev.cyanotype;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/// The same from the packaged jar, or from the native executable.
@QuarkusIntegrationTest
class DefaultServiceIT extends DefaultServiceTest {}
